package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a provider with zones and record sets must do besides {@link DnsProviderContract}: touch nothing that is not
 * ours, find the right zone, write the least. Reading is among its abilities.
 *
 * <p>After {@link #reset} the account has three zones without address records: {@link #zone}, {@link #otherZone} and
 * {@link #childZone}.
 */
public interface ZoneProviderContract extends DnsProviderContract {
    /**
     * Puts one value into a zone at the server, as if somebody had done so by hand. The id does not count; an attribute
     * that the server does not keep may be dropped.
     */
    void put(DnsName zone, ZoneRecord record) throws Exception;

    /** Returns all A and AAAA values of a zone at the server, with their attributes and markers. */
    List<ZoneRecord> records(DnsName zone) throws Exception;

    /** Puts a TXT record at a name of {@link #zone}. */
    void putText(DnsName name, String text) throws Exception;

    /** Returns the texts of the TXT records at a name of {@link #zone}. */
    Set<String> texts(DnsName name) throws Exception;

    /** Returns a second zone of the account. */
    default DnsName otherZone() {
        return DnsName.of("example.org");
    }

    /** Returns a zone of the account that lies below {@link #zone}. */
    default DnsName childZone() {
        return DnsName.of("sub.example.com");
    }

    /**
     * Returns the end of the text of an exchange that looks zones up, mostly the path template, as in {@code /zones};
     * empty where no exchange is made for that. Where there is one, {@link #renewZone} is needed too.
     */
    default Optional<String> zoneLookup() {
        return Optional.empty();
    }

    /**
     * Returns the end of the text of an exchange that lists many records of a zone, mostly the path template, as in
     * {@code /zones/{zone}/records}; empty where each record set is asked for by itself.
     */
    default Optional<String> recordList() {
        return Optional.empty();
    }

    /** How long a zone is to be left alone after {@link #tooManyForZone}. */
    Duration WAIT = Duration.ofMinutes(17);

    /**
     * Returns how this vendor refuses changes in one zone for want of a right, though others of the account go on; empty
     * where it has no such refusal.
     */
    default Optional<Trouble> forbiddenZone() {
        return Optional.empty();
    }

    /**
     * Returns how this vendor says that there were too many requests for one zone, and to stay away from that one for
     * {@link #WAIT}; empty where it counts the account's.
     */
    default Optional<Trouble> tooManyForZone() {
        return Optional.empty();
    }

    /** Removes a zone at the server, and makes it anew without records and with another id. */
    default void renewZone(DnsName zone) throws Exception {
        throw new UnsupportedOperationException("a contract with zoneLookup() needs renewZone too");
    }

    /**
     * Returns a name of {@link #zone} that the server refuses to give an address (because a CNAME stands there, say),
     * with all other writes of the same call where calls are atomic; empty where there is no such name.
     */
    default Optional<DnsName> refusedName() {
        return Optional.empty();
    }

    @Override
    default void put(DnsName name, RecordType type, Set<IpAddress> addresses) throws Exception {
        for (IpAddress address : addresses) {
            put(zoneOf(name), new ZoneRecord("", name, address, Map.of(), Optional.empty()));
        }
    }

    @Override
    default Set<IpAddress> get(DnsName name, RecordType type) throws Exception {
        return records(zoneOf(name)).stream()
                .filter(record -> record.name().equals(name) && record.type() == type)
                .map(ZoneRecord::address)
                .collect(Collectors.toSet());
    }

    private DnsName zoneOf(DnsName name) {
        return List.of(childZone(), zone(), otherZone()).stream()
                .filter(name::isWithin)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is in no zone of this contract"));
    }
}

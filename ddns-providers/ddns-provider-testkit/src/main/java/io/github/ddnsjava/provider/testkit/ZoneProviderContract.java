package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The requirements for a provider with zones and record sets, in addition to {@link DnsProviderContract}. It must
 * change only values that are ours, find the right zone, and write as little as possible. It must be able to read.
 *
 * <p>After {@link #reset} the account has three zones without address records: {@link #zone}, {@link #otherZone} and
 * {@link #childZone}.
 */
public interface ZoneProviderContract extends DnsProviderContract {
    /**
     * Puts one value into a zone at the server, as if a person had done so. The id is ignored. An attribute that the
     * server does not support may be dropped.
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
     * Returns the end of the description of an exchange that searches for zones. Usually it is the path template, as in
     * {@code /zones}. Empty if no exchange is made for that. If there is one, {@link #renewZone} must be overridden
     * too.
     */
    default Optional<String> zoneLookup() {
        return Optional.empty();
    }

    /**
     * Returns the end of the description of an exchange that lists many records of a zone. Usually it is the path
     * template, as in {@code /zones/{zone}/records}. Empty if each record set is read separately.
     */
    default Optional<String> recordList() {
        return Optional.empty();
    }

    /**
     * Returns how many records a page of {@link #recordList} has, as the provider asks for them. Empty if the list comes
     * in one piece. Must be overridden if there is a record list.
     */
    default OptionalInt recordsPerPage() {
        throw new UnsupportedOperationException(
                "a contract with recordList() says how many records a page has (recordsPerPage; empty if the list comes in"
                        + " one piece)");
    }

    /**
     * Returns how many zones a page of {@link #zoneLookup} has, as the provider asks for them. Empty if it asks for zones
     * one by one, or the list comes in one piece. Must be overridden if there is a look-up. If there are pages, {@link
     * #addZone} must be overridden too.
     */
    default OptionalInt zonesPerPage() {
        if (zoneLookup().isEmpty()) {
            return OptionalInt.empty();
        }
        throw new UnsupportedOperationException(
                "a contract with zoneLookup() says how many zones a page has (zonesPerPage; empty if zones are asked for one"
                        + " by one, or the list comes in one piece)");
    }

    /** Adds an empty zone to the account at the server, as the last of its list. */
    default void addZone(DnsName zone) throws Exception {
        throw new UnsupportedOperationException("a contract with zonesPerPage() needs addZone too");
    }

    /**
     * Returns how a zone vanishes from the account at the server, and does not come back. Empty if the server cannot lose
     * one. Must be overridden if there is a look-up.
     */
    default Optional<Trouble> missingZone() {
        if (zoneLookup().isEmpty()) {
            return Optional.empty();
        }
        throw new UnsupportedOperationException("a contract with zoneLookup() says how a zone vanishes (missingZone)");
    }

    /**
     * Returns how the server is made to raise shorter TTLs silently to a value, until {@link #reset}. Empty if this vendor
     * refuses shorter ones, or never changes any.
     */
    default Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    /**
     * Returns how the server is made to ignore the TTLs that are sent to it, until {@link #reset}: a new value gets another
     * one, and the TTL of a value that stands there stays. Empty if the server cannot be made to.
     */
    default Optional<Runnable> ttlsIgnored() {
        return Optional.empty();
    }

    /** The time for which nothing may be sent to a zone after {@link #tooManyForZone}. */
    Duration WAIT = Duration.ofMinutes(17);

    /**
     * Returns how this vendor refuses changes in one zone because a permission is missing, while other zones of the
     * account are accepted. Empty if it has no such refusal.
     */
    default Optional<Trouble> forbiddenZone() {
        return Optional.empty();
    }

    /**
     * Returns how this vendor reports too many requests for one zone and demands to leave that zone alone for {@link
     * #WAIT}. Empty if it counts the requests of the account.
     */
    default Optional<Trouble> tooManyForZone() {
        return Optional.empty();
    }

    /** Removes a zone at the server, and creates it again without records and with another id. */
    default void renewZone(DnsName zone) throws Exception {
        throw new UnsupportedOperationException("a contract with zoneLookup() needs renewZone too");
    }

    /**
     * Returns a name of {@link #zone} that the server does not accept an address for, for example because it has a
     * CNAME. If calls are atomic, all other writes of the same call are refused too. Empty if there is no such name.
     */
    default Optional<DnsName> refusedName() {
        return Optional.empty();
    }

    /**
     * Returns how a name of {@link #zone} gets a value in its A and AAAA sets that is no address, as some vendors have it
     * for domains that are parked. Empty if the server cannot have one.
     */
    default Optional<Consumer<DnsName>> unreadableValue() {
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

package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The DNS of the engine's tests: zones and their values, faults on demand, and every call that came. {@link FakeZones} is
 * the way to it. The testkit's {@code MemoryDns} is another, because the testkit depends on this module and is published:
 * it is for whoever tests an updater of his own. The simulation's {@code JudgedDns} is another, because it knows whose each
 * value is and ends a run that touches the wrong one.
 */
final class FakeCloud {
    /** What goes wrong with a call, if anything. */
    interface Fault {
        @Nullable
        DdnsException of(String call, Set<DnsName> names);
    }

    final List<String> calls = new ArrayList<>();
    final Set<DnsName> refusedNames = new HashSet<>();
    final Map<DnsName, List<ZoneRecord>> zones = new TreeMap<>();
    String token = "secret-1";
    Fault before = (call, names) -> null;
    Fault after = (call, names) -> null;
    private int ids;

    FakeCloud(String... zones) {
        for (String zone : zones) {
            this.zones.put(DnsName.of(zone), new ArrayList<>());
        }
    }

    /** Puts a value there as a person would. */
    void put(String name, String... addresses) {
        for (String address : addresses) {
            zoneOf(DnsName.of(name)).add(record(DnsName.of(name), IpAddress.parse(address), Map.of()));
        }
    }

    void clear(String name) {
        zoneOf(DnsName.of(name)).removeIf(record -> record.name().equals(DnsName.of(name)));
    }

    Set<String> at(String name, RecordType type) {
        Set<String> addresses = new TreeSet<>();
        zoneOf(DnsName.of(name)).stream()
                .filter(record -> record.name().equals(DnsName.of(name)) && record.type() == type)
                .forEach(record -> addresses.add(record.address().toString()));
        return addresses;
    }

    Set<String> at(String name) {
        return at(name, RecordType.A);
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    /** The next call of that kind fails so, before it has an effect; later ones do not. */
    void failOnce(String kind, DdnsException e) {
        before = once(kind, e);
    }

    /** The next call of that kind fails so, after it has had its effect. */
    void failOnceAfter(String kind, DdnsException e) {
        after = once(kind, e);
    }

    private static Fault once(String kind, DdnsException e) {
        boolean[] done = {false};
        return (call, names) -> {
            if (done[0] || !call.equals(kind)) {
                return null;
            }
            done[0] = true;
            return e;
        };
    }

    private List<ZoneRecord> zoneOf(DnsName name) {
        return zones.entrySet().stream()
                .filter(zone -> name.isWithin(zone.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private ZoneRecord record(DnsName name, IpAddress address, Map<String, Object> attributes) {
        return new ZoneRecord("id" + ids++, name, address, attributes, Optional.empty());
    }

    synchronized List<Zone> zones(String usedToken) {
        called("zones", usedToken, Set.of());
        return zones.keySet().stream()
                .map(name -> new Zone(name, name.toString()))
                .toList();
    }

    synchronized List<ZoneRecord> records(String usedToken, Zone zone) {
        called("list", usedToken, Set.of(zone.name()));
        return List.copyOf(zones.get(zone.name()));
    }

    synchronized void write(String usedToken, Zone zone, List<SetWrite> writes) {
        Set<DnsName> names = new HashSet<>();
        writes.forEach(write -> names.add(write.name()));
        called("write", usedToken, names);
        if (names.stream().anyMatch(refusedNames::contains)) {
            throw new RejectedException(RejectedException.Reason.INVALID, "the name is not acceptable");
        }
        List<ZoneRecord> records = zones.get(zone.name());
        for (SetWrite write : writes) {
            records.removeAll(write.deletes());
            for (SetWrite.Update update : write.updates()) {
                records.remove(update.record());
                Map<String, Object> attributes =
                        new LinkedHashMap<>(update.record().attributes());
                attributes.putAll(update.attributes());
                records.add(record(write.name(), update.address(), attributes));
            }
            write.creates().forEach(c -> records.add(record(write.name(), c.address(), c.attributes())));
        }
        DdnsException fault = after.of("write", names);
        if (fault != null) {
            throw fault;
        }
    }

    private void called(String call, String usedToken, Set<DnsName> names) {
        calls.add(call);
        DdnsException fault = before.of(call, names);
        if (fault != null) {
            throw fault;
        }
        if (!usedToken.equals(token)) {
            throw AuthenticationException.ofAccount("the token is not good");
        }
    }
}

package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A name server of one account, in memory. It has zones with ids, and values with an id, a time to live and a comment.
 * A {@link MemoryProvider} talks to it, and tests examine it. The time to live is one hour unless a write sets another
 * one. It is never less than {@link #minTtl}. Thread-safe.
 */
public final class MemoryDns {
    private static final Duration DEFAULT_TTL = Duration.ofHours(1);

    private static final class Content {
        private final String id;
        private final List<ZoneRecord> records = new ArrayList<>();
        private List<ZoneRecord> before = List.of();
        private int staleLists;

        Content(String id) {
            this.id = id;
        }
    }

    private final Map<DnsName, Content> zones = new TreeMap<>();
    private final Set<DnsName> refused = new HashSet<>();
    private final Set<DnsName> forbidden = new HashSet<>();
    private final Map<DnsName, Duration> limited = new HashMap<>();
    private final Map<String, TicketStatus> tickets = new HashMap<>();
    private final Map<String, Runnable> heldBack = new LinkedHashMap<>();
    private final Faults faults = new Faults();
    private boolean holdingBack;
    private Duration minTtl = Duration.ZERO;
    private boolean ignoringTtls;
    private int lag;
    private int ids;
    private int writes;

    /** Creates a server with these zones, which are empty. */
    public static MemoryDns of(String... zones) {
        MemoryDns dns = new MemoryDns();
        for (String zone : zones) {
            dns.addZone(DnsName.of(zone));
        }
        return dns;
    }

    /** Adds an empty zone. An existing zone of that name is replaced by an empty one with another id. */
    public synchronized void addZone(DnsName zone) {
        zones.put(zone, new Content("zone-" + ++ids));
    }

    /** Removes a zone. */
    public synchronized void removeZone(DnsName zone) {
        zones.remove(zone);
    }

    /**
     * Puts a value into a zone, as if a person had done so. Its id is replaced, and a missing time to live is added.
     */
    public synchronized void put(DnsName zone, ZoneRecord record) {
        content(zone).records.add(complete(record.name(), record.address(), record.attributes(), record.marker()));
    }

    /** Puts addresses into the zone of the name, as if a person had done so. */
    public synchronized void put(String name, String... addresses) {
        DnsName dnsName = DnsName.of(name);
        for (String address : addresses) {
            put(zoneOf(dnsName), new ZoneRecord("", dnsName, IpAddress.parse(address), Map.of(), Optional.empty()));
        }
    }

    /** Returns a zone's values. */
    public synchronized List<ZoneRecord> records(DnsName zone) {
        return List.copyOf(content(zone).records);
    }

    /** Returns the addresses of a name in its zone. */
    public synchronized Set<IpAddress> addresses(String name, RecordType type) {
        DnsName dnsName = DnsName.of(name);
        return content(zoneOf(dnsName)).records.stream()
                .filter(record -> record.name().equals(dnsName) && record.type() == type)
                .map(ZoneRecord::address)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the number of calls that wrote something or tried to. */
    public synchronized int writes() {
        return writes;
    }

    /** Returns the faults of this server. */
    public Faults faults() {
        return faults;
    }

    /** Refuses every write to that name. */
    public synchronized void refuse(DnsName name) {
        refused.add(name);
    }

    /** Refuses every write to that name, or every request for that zone, because a permission is missing. */
    public synchronized void forbid(DnsName nameOrZone) {
        forbidden.add(nameOrZone);
    }

    /** Reports too many requests for that zone, with that wait. */
    public synchronized void limit(DnsName zone, Duration wait) {
        limited.put(zone, wait);
    }

    private void admit(Zone zone) {
        if (forbidden.contains(zone.name())) {
            throw AuthenticationException.ofZone("the credentials may not use the zone " + zone.name());
        }
        if (limited.containsKey(zone.name())) {
            throw new RateLimitedException(
                    ProblemScope.ZONE,
                    "too many requests for the zone " + zone.name(),
                    Optional.of(limited.get(zone.name())));
        }
    }

    /** Raises shorter times to live to this one. */
    public synchronized void minTtl(Duration duration) {
        minTtl = duration;
    }

    /** From now on, times to live that are sent are silently ignored. */
    public synchronized void ignoreTtls() {
        ignoringTtls = true;
    }

    /**
     * Simulates eventual consistency: a write becomes visible only after its zone was listed that many times with the
     * previous values.
     */
    public synchronized void lag(int lists) {
        lag = lists;
    }

    synchronized List<Zone> zones() {
        return faults.call(
                false,
                () -> zones.entrySet().stream()
                        .map(entry -> new Zone(entry.getKey(), entry.getValue().id))
                        .toList());
    }

    synchronized List<ZoneRecord> list(Zone zone) {
        return faults.call(false, () -> {
            admit(zone);
            Content content = content(zone);
            if (content.staleLists > 0) {
                content.staleLists--;
                return content.before;
            }
            return List.copyOf(content.records);
        });
    }

    /**
     * Carries out all writes that are not refused, or none if one is refused and the call is atomic. Returns the names
     * that were refused.
     */
    synchronized Set<DnsName> write(Zone zone, Collection<SetWrite> sets, boolean atomic) {
        writes++;
        return faults.call(true, () -> carryOut(zone, sets, atomic));
    }

    private Set<DnsName> carryOut(Zone zone, Collection<SetWrite> sets, boolean atomic) {
        admit(zone);
        Content content = content(zone);
        Set<DnsName> bad = sets.stream()
                .map(SetWrite::name)
                .filter(name -> refused.contains(name) || forbidden.contains(name))
                .collect(Collectors.toSet());
        if (bad.size() == 1 && sets.size() == 1 && forbidden.containsAll(bad)) {
            throw AuthenticationException.ofRecord("the credentials may not change one of the names");
        }
        if (!bad.isEmpty() && (atomic || bad.size() == sets.size())) {
            throw RejectedException.invalid("the server does not like one of the records");
        }
        List<ZoneRecord> after = new ArrayList<>(content.records);
        sets.stream().filter(set -> !bad.contains(set.name())).forEach(set -> apply(set, after));
        if (content.staleLists == 0) {
            content.before = List.copyOf(content.records);
        }
        content.staleLists = lag;
        content.records.clear();
        content.records.addAll(after);
        return bad;
    }

    /**
     * Accepts all writes of a call, or refuses them at once as {@link #write} does.
     *
     * @return the ticket
     */
    synchronized String accept(Zone zone, Collection<SetWrite> sets) {
        writes++;
        return faults.call(true, () -> {
            String ticket = "change-" + ++ids;
            if (holdingBack) {
                tickets.put(ticket, TicketStatus.pending());
                heldBack.put(ticket, () -> carryOut(zone, sets, true));
            } else {
                carryOut(zone, sets, true);
                tickets.put(ticket, TicketStatus.done());
            }
            return ticket;
        });
    }

    /** Tells what became of a change. */
    synchronized TicketStatus status(String ticket) {
        return faults.call(false, () -> tickets.getOrDefault(ticket, TicketStatus.unknown()));
    }

    /** From now on, writes that are accepted with a ticket are not carried out until {@link #carryOut()}. */
    public synchronized void holdBack() {
        holdingBack = true;
    }

    /** Carries out the changes that were held back. */
    public synchronized void carryOut() {
        heldBack.forEach((ticket, change) -> {
            change.run();
            tickets.put(ticket, TicketStatus.done());
        });
        heldBack.clear();
    }

    /** Gives up the changes that were held back, for that reason. */
    public synchronized void giveUp(String reason) {
        heldBack.keySet()
                .forEach(ticket -> tickets.put(
                        ticket, TicketStatus.failed(ProblemKind.TRANSIENT, "GET memory/changes/{ticket}", reason)));
        heldBack.clear();
    }

    /** Forgets all tickets. Changes that were held back are not carried out. */
    public synchronized void forgetTickets() {
        heldBack.clear();
        tickets.clear();
    }

    private void apply(SetWrite set, List<ZoneRecord> records) {
        set.deletes().forEach(record -> remove(records, record));
        for (SetWrite.Update update : set.updates()) {
            ZoneRecord old = remove(records, update.record());
            Map<String, Object> attributes = new TreeMap<>(old.attributes());
            attributes.putAll(taken(update.attributes()));
            records.add(complete(old.name(), update.address(), attributes, old.marker()));
        }
        for (SetWrite.Create create : set.creates()) {
            records.add(complete(
                    set.name(),
                    create.address(),
                    taken(create.attributes()),
                    set.change().marker()));
        }
    }

    private Map<String, Object> taken(Map<String, Object> sent) {
        Map<String, Object> taken = new TreeMap<>(sent);
        if (ignoringTtls) {
            taken.remove(Attributes.TTL);
        }
        return taken;
    }

    private static ZoneRecord remove(List<ZoneRecord> records, ZoneRecord listed) {
        ZoneRecord there = records.stream()
                .filter(record -> record.id().equals(listed.id()))
                .findFirst()
                .orElseThrow(() ->
                        new RejectedException(RejectedException.Reason.NOT_FOUND, "there is no value " + listed.id()));
        records.remove(there);
        return there;
    }

    private ZoneRecord complete(DnsName name, IpAddress address, Map<String, Object> given, Optional<String> marker) {
        Map<String, Object> attributes = new TreeMap<>(given);
        Duration ttl = (Duration) attributes.getOrDefault(Attributes.TTL, DEFAULT_TTL);
        attributes.put(Attributes.TTL, ttl.compareTo(minTtl) < 0 ? minTtl : ttl);
        return new ZoneRecord("value-" + ++ids, name, address, attributes, marker);
    }

    private Content content(Zone zone) {
        Content content = content(zone.name());
        if (!content.id.equals(zone.id())) {
            throw new RejectedException(RejectedException.Reason.NOT_FOUND, "there is no zone " + zone.id());
        }
        return content;
    }

    private Content content(DnsName zone) {
        Content content = zones.get(zone);
        if (content == null) {
            throw new RejectedException(RejectedException.Reason.NOT_FOUND, "there is no zone " + zone);
        }
        return content;
    }

    private DnsName zoneOf(DnsName name) {
        Optional<DnsName> candidate = Optional.of(name);
        while (candidate.isPresent() && !zones.containsKey(candidate.get())) {
            candidate = candidate.get().parent();
        }
        return candidate.orElseThrow(() -> new IllegalArgumentException("no zone contains " + name));
    }
}

package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A provider in memory that can be written and not read, as many dynamic-DNS services: one call sets one host, which must
 * be there. How the families hang together is a {@link Abilities.Joint}. Thread-safe.
 */
public final class MemorySimpleProvider implements DnsProvider {
    private final Map<DnsName, Map<RecordType, Set<IpAddress>>> hosts = new TreeMap<>();
    private final Faults faults = new Faults();
    private final Abilities abilities;
    private int writes;

    /** Makes one without hosts. */
    public MemorySimpleProvider(Abilities.Joint joint) {
        abilities = Abilities.builder().delete().wildcard().joint(joint).build();
    }

    /** Makes a host, or gives it these addresses by hand. */
    public synchronized void put(DnsName host, RecordType type, Set<IpAddress> addresses) {
        hosts.computeIfAbsent(host, name -> new TreeMap<>()).put(type, Set.copyOf(addresses));
    }

    /** Returns a host's addresses; none where there is no such host. */
    public synchronized Set<IpAddress> get(DnsName host, RecordType type) {
        return hosts.getOrDefault(host, Map.of()).getOrDefault(type, Set.of());
    }

    /** Returns how many calls wrote something, or tried to. */
    public synchronized int writes() {
        return writes;
    }

    /** Returns what goes wrong next. */
    public Faults faults() {
        return faults;
    }

    @Override
    public Abilities abilities() {
        return abilities;
    }

    @Override
    public String account() {
        return Accounts.key("memory-simple", "");
    }

    @Override
    public String fingerprint() {
        return abilities.joint().toString();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        boolean joint = abilities.joint() != Abilities.Joint.SEPARATE;
        Map<String, List<RecordChange>> calls = changes.stream()
                .collect(Collectors.groupingBy(
                        change -> change.name() + (joint ? "" : " " + change.type()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        for (List<RecordChange> call : calls.values()) {
            List<RecordChange> meant =
                    call.stream().filter(c -> c.intent() != Intent.KEEP).toList();
            if (meant.isEmpty()) {
                continue;
            }
            try {
                publication.attempting(meant);
                publication.exchange("GET memory/update", () -> faults.call(true, () -> set(call)));
                meant.forEach(change -> publication.report(change, applied(change)));
            } catch (DdnsException e) {
                publication.failed(meant, e);
            }
        }
    }

    private synchronized int set(List<RecordChange> call) {
        writes++;
        DnsName name = call.get(0).name();
        Map<RecordType, Set<IpAddress>> host = hosts.get(name);
        if (host == null) {
            throw new RejectedException(RejectedException.Reason.NOT_FOUND, "there is no host " + name);
        }
        if (abilities.joint() == Abilities.Joint.OMISSION_CHANGES) {
            host.clear();
        }
        call.forEach(change -> host.put(change.type(), change.addresses()));
        return writes;
    }

    private static ChangeResult applied(RecordChange change) {
        Outcome outcome = change.intent() == Intent.WITHDRAW ? Outcome.WITHDRAWN : Outcome.UPDATED;
        return new ChangeResult.Applied(outcome, Set.of(), Map.of());
    }
}

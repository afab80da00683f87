package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A provider that cannot be read: one call for each name, with all that is said of it. It lets refusals of the gate
 * through. It has no zones and no values with ids, so it is no way to {@link FakeCloud}. Where exchanges must be real,
 * {@link HostsByHttp} is the server.
 */
public final class FakeHosts implements DnsProvider {
    final Map<DnsName, Map<RecordType, Set<IpAddress>>> hosts = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    final List<DdnsException> faults = new ArrayList<>();
    final List<DdnsException> faultsAfter = new ArrayList<>();
    String settings = "settings-1";
    /** Runs once, while the next call is under way. */
    Runnable during = () -> {};

    private final String account;
    private final Abilities abilities;

    public FakeHosts(Abilities abilities) {
        this("hosts", abilities);
    }

    FakeHosts(String account, Abilities abilities) {
        this.account = account;
        this.abilities = abilities;
    }

    @Override
    public Abilities abilities() {
        return abilities;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String fingerprint() {
        return settings;
    }

    Set<IpAddress> at(String name, RecordType type) {
        return hosts.getOrDefault(DnsName.of(name), Map.of()).getOrDefault(type, Set.of());
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        Map<DnsName, List<RecordChange>> byName = new TreeMap<>();
        changes.forEach(change ->
                byName.computeIfAbsent(change.name(), n -> new ArrayList<>()).add(change));
        for (Map.Entry<DnsName, List<RecordChange>> host : byName.entrySet()) {
            List<RecordChange> writes = host.getValue().stream()
                    .filter(change -> change.intent() != Intent.KEEP)
                    .toList();
            publication.attempting(writes);
            try {
                publication.exchange("GET /update", () -> update(host.getKey(), host.getValue()));
                writes.forEach(change ->
                        publication.report(change, new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of())));
            } catch (DdnsException e) {
                publication.failed(writes, e);
            }
        }
    }

    private boolean update(DnsName name, List<RecordChange> changes) {
        calls.add(name + " "
                + changes.stream().map(c -> c.intent() + "" + c.addresses()).toList());
        Runnable once = during;
        during = () -> {};
        once.run();
        if (!faults.isEmpty()) {
            throw faults.remove(0);
        }
        Map<RecordType, Set<IpAddress>> host = hosts.computeIfAbsent(name, n -> new TreeMap<>());
        if (abilities.joint() == Abilities.Joint.OMISSION_CHANGES) {
            host.clear();
        }
        changes.forEach(change -> host.put(change.type(), change.addresses()));
        if (!faultsAfter.isEmpty()) {
            throw faultsAfter.remove(0);
        }
        return true;
    }
}

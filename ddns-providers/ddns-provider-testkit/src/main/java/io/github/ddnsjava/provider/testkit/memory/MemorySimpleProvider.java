package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A provider in memory that can be written and not read, like many dynamic-DNS services. One call sets one or several
 * hosts to the same addresses. A host must exist before. {@link Abilities.Joint} says how the families depend on each
 * other. Thread-safe.
 */
public final class MemorySimpleProvider implements DnsProvider {
    private final Map<DnsName, Map<RecordType, Set<IpAddress>>> hosts = new TreeMap<>();
    private final Faults faults = new Faults();
    private final Abilities abilities;
    private int writes;

    /** Creates a provider without hosts. A call updates one host. */
    public MemorySimpleProvider(Abilities.Joint joint) {
        this(joint, 1);
    }

    /** Creates a provider without hosts. A call updates up to that number of hosts. */
    public MemorySimpleProvider(Abilities.Joint joint, int hostsPerCall) {
        abilities = Abilities.builder()
                .delete()
                .wildcard()
                .joint(joint)
                .hostsPerCall(hostsPerCall)
                .build();
    }

    /** Creates a host, or gives an existing host these addresses, as if a person had done so. */
    public synchronized void put(DnsName host, RecordType type, Set<IpAddress> addresses) {
        hosts.computeIfAbsent(host, name -> new TreeMap<>()).put(type, Set.copyOf(addresses));
    }

    /** Returns the addresses of a host; empty if there is no such host. */
    public synchronized Set<IpAddress> get(DnsName host, RecordType type) {
        return hosts.getOrDefault(host, Map.of()).getOrDefault(type, Set.of());
    }

    /** Returns the number of calls that wrote something or tried to. */
    public synchronized int writes() {
        return writes;
    }

    /** Returns the faults of this server. */
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
        for (List<Host> call : calls(changes)) {
            List<RecordChange> meant =
                    call.stream().flatMap(host -> host.meant().stream()).toList();
            try {
                publication.attempting(meant);
                Set<DnsName> unknown =
                        publication.exchange("GET memory/update", () -> faults.call(true, () -> set(call)));
                meant.forEach(change -> publication.report(change, result(change, unknown)));
            } catch (DdnsException e) {
                publication.failed(meant, e);
            }
        }
    }

    /** Everything that one call sends for one host. */
    private record Host(DnsName name, List<RecordChange> changes) {
        List<RecordChange> meant() {
            return changes.stream().filter(c -> c.intent() != Intent.KEEP).toList();
        }

        /** Returns what is sent, without the host. Hosts with the same content are sent together. */
        Map<RecordType, Set<IpAddress>> content() {
            return changes.stream().collect(Collectors.toMap(RecordChange::type, RecordChange::addresses));
        }
    }

    private List<List<Host>> calls(List<RecordChange> changes) {
        boolean joint = abilities.joint() != Abilities.Joint.SEPARATE;
        Map<String, List<RecordChange>> byHost = new LinkedHashMap<>();
        for (RecordChange change : changes) {
            String host = change.name() + (joint ? "" : " " + change.type());
            byHost.computeIfAbsent(host, name -> new ArrayList<>()).add(change);
        }
        Map<Map<RecordType, Set<IpAddress>>, List<Host>> open = new HashMap<>();
        List<List<Host>> calls = new ArrayList<>();
        for (List<RecordChange> ofHost : byHost.values()) {
            Host host = new Host(ofHost.get(0).name(), ofHost);
            if (host.meant().isEmpty()) {
                continue;
            }
            List<Host> call = open.get(host.content());
            if (call == null || call.size() == abilities.hostsPerCall()) {
                call = new ArrayList<>();
                calls.add(call);
                open.put(host.content(), call);
            }
            call.add(host);
        }
        return calls;
    }

    /** Sets hosts, and returns those that do not exist. */
    private synchronized Set<DnsName> set(List<Host> call) {
        writes++;
        Set<DnsName> unknown = new HashSet<>();
        for (Host host : call) {
            Map<RecordType, Set<IpAddress>> there = hosts.get(host.name());
            if (there == null) {
                unknown.add(host.name());
                continue;
            }
            if (abilities.joint() == Abilities.Joint.OMISSION_CHANGES) {
                there.clear();
            }
            there.putAll(host.content());
        }
        return unknown;
    }

    private static ChangeResult result(RecordChange change, Set<DnsName> unknown) {
        if (unknown.contains(change.name())) {
            return new ChangeResult.Failed(Problem.of(ProblemKind.REJECTED, "there is no host " + change.name()));
        }
        Outcome outcome = change.intent() == Intent.WITHDRAW ? Outcome.WITHDRAWN : Outcome.UPDATED;
        return new ChangeResult.Applied(outcome, Set.of(), Map.of());
    }
}

package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One call: names that get the same addresses.
 *
 * @param addresses the addresses to send, IPv4 first
 * @param hosts the names, in the order of the answer's lines
 */
record UpdateCall(Map<IpFamily, IpAddress> addresses, List<Host> hosts) {
    /**
     * One name in a call.
     *
     * @param name the name
     * @param changes the changes whose results are reported; a companion that is only sent along is not included
     */
    record Host(DnsName name, List<RecordChange> changes) {}

    /** Puts changes into the fewest calls. */
    static List<UpdateCall> of(List<RecordChange> changes, boolean joint, int maxHosts) {
        Map<Map<IpFamily, IpAddress>, List<Host>> byAddresses = new LinkedHashMap<>();
        for (List<RecordChange> together : together(changes, joint)) {
            List<RecordChange> toReport = together.stream()
                    .filter(change -> change.intent() != Intent.KEEP)
                    .collect(Collectors.toList());
            if (!toReport.isEmpty()) {
                byAddresses
                        .computeIfAbsent(addresses(together), none -> new ArrayList<>())
                        .add(new Host(toReport.get(0).name(), toReport));
            }
        }
        List<UpdateCall> calls = new ArrayList<>();
        byAddresses.forEach((addresses, hosts) -> {
            for (int i = 0; i < hosts.size(); i += maxHosts) {
                calls.add(new UpdateCall(addresses, hosts.subList(i, Math.min(i + maxHosts, hosts.size()))));
            }
        });
        return calls;
    }

    private static Iterable<List<RecordChange>> together(List<RecordChange> changes, boolean joint) {
        if (!joint) {
            return changes.stream().map(List::of).collect(Collectors.toList());
        }
        return changes.stream()
                .collect(Collectors.groupingBy(RecordChange::name, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static Map<IpFamily, IpAddress> addresses(List<RecordChange> changes) {
        Map<IpFamily, IpAddress> addresses = new EnumMap<>(IpFamily.class);
        changes.stream()
                .flatMap(change -> change.addresses().stream())
                .forEach(address -> addresses.put(address.family(), address));
        return addresses;
    }

    /** Returns every change to report. */
    List<RecordChange> changes() {
        return hosts.stream().flatMap(host -> host.changes().stream()).collect(Collectors.toList());
    }

    /** Returns the same call for each name by itself. */
    List<UpdateCall> split() {
        return hosts.stream()
                .map(host -> new UpdateCall(addresses, List.of(host)))
                .collect(Collectors.toList());
    }

    /** Returns the parameter {@code hostname}. A {@link DnsName} has nothing to encode, and commas stay bare. */
    String hostnames() {
        return hosts.stream().map(host -> host.name().toString()).collect(Collectors.joining(","));
    }
}

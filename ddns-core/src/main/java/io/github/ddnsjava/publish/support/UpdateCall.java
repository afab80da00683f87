package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.NameRule;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One call of an update URL: names that get the same addresses. Immutable and thread-safe.
 *
 * @param addresses the addresses to send, IPv4 first; for a withdrawal those of the other family, which the names keep
 * @param hosts the names, in the order of the changes
 * @param rule which names the provider can publish, by its abilities
 */
public record UpdateCall(Map<IpFamily, IpAddress> addresses, List<Host> hosts, NameRule rule) {
    /**
     * One name in a call.
     *
     * @param name the name
     * @param changes the changes whose results are reported; a companion that is only sent along is not included
     */
    public record Host(DnsName name, List<RecordChange> changes) {}

    /** Returns the changes whose names that rule allows, and says of the others that they are refused. */
    static List<RecordChange> allowed(List<RecordChange> changes, NameRule rule, Publication publication) {
        changes.stream()
                .filter(change -> !rule.allows(change.name()) && change.intent() != Intent.KEEP)
                .forEach(change -> publication.failed(List.of(change), refusal(change.name(), rule)));
        return changes.stream().filter(change -> rule.allows(change.name())).toList();
    }

    /**
     * Checks a name.
     *
     * @throws RejectedException if the rule does not allow it
     */
    static void check(DnsName name, NameRule rule) {
        if (!rule.allows(name)) {
            throw refusal(name, rule);
        }
    }

    private static RejectedException refusal(DnsName name, NameRule rule) {
        return RejectedException.invalid(
                name + " cannot be published by this provider; it publishes " + rule.allowed());
    }

    /** Puts changes into the fewest calls. */
    static List<UpdateCall> of(List<RecordChange> changes, boolean joint, int maxHosts, NameRule rule) {
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
                calls.add(new UpdateCall(addresses, hosts.subList(i, Math.min(i + maxHosts, hosts.size())), rule));
            }
        });
        return calls;
    }

    /**
     * Where a call for one family removes the other one, moves the withdrawals of companions of what is sent to what is
     * sent: a second call would say the same again.
     */
    static void withdrawByOmission(List<RecordChange> toSend, List<RecordChange> toWithdraw) {
        Set<RecordKey> sent = toSend.stream()
                .filter(change -> change.intent() != Intent.KEEP)
                .map(RecordChange::key)
                .collect(Collectors.toSet());
        List<RecordChange> omitted = toWithdraw.stream()
                .filter(change -> sent.contains(change.key().companion()))
                .toList();
        toSend.addAll(omitted);
        toWithdraw.removeAll(omitted);
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

    /** Returns the address of a family; empty if the call sends none. */
    public Optional<IpAddress> address(IpFamily family) {
        return Optional.ofNullable(addresses.get(family));
    }

    /** Returns every change to report. */
    public List<RecordChange> changes() {
        return hosts.stream().flatMap(host -> host.changes().stream()).collect(Collectors.toList());
    }

    /**
     * Returns the only change, for services that take one name and one family at a time.
     *
     * @throws IllegalStateException if there are several
     */
    public RecordChange change() {
        List<RecordChange> all = changes();
        if (all.size() != 1) {
            throw new IllegalStateException("a call with " + all.size() + " changes");
        }
        return all.get(0);
    }

    /** Returns the names with commas between them. A name has nothing to encode in a URL. */
    public String names() {
        return hosts.stream().map(host -> host.name().toString()).collect(Collectors.joining(","));
    }

    /**
     * Returns the first labels of the names with commas between them, for services whose names have one label below a
     * domain of theirs.
     *
     * @throws IllegalStateException if the abilities do not say {@link NameRule#oneLabelBelow}: the first label of any
     *     other name could be the label of another one
     */
    public String labels() {
        if (rule.kind() != NameRule.Kind.ONE_LABEL_BELOW) {
            throw new IllegalStateException(
                    "the first label of a name is sent, but the abilities of the provider allow " + rule.allowed()
                            + "; add names(NameRule.oneLabelBelow(…)) to them");
        }
        return hosts.stream().map(host -> host.name().labels().get(0)).collect(Collectors.joining(","));
    }

    /**
     * Checks an answer that says yes, and returns it: no word of it is an address of a family that was sent, but
     * another one.
     *
     * @throws ProtocolException if one is
     */
    public String checkAddresses(String answer) {
        Arrays.stream(answer.split("\\s+"))
                .flatMap(word -> IpAddress.tryParse(word).stream())
                .filter(shown -> addresses.containsKey(shown.family()) && !addresses.containsValue(shown))
                .findFirst()
                .ifPresent(other -> {
                    throw new ProtocolException("the provider reports success, but with " + other);
                });
        return answer;
    }

    /** Returns that result for every change. */
    public Map<RecordKey, ChangeResult> all(ChangeResult result) {
        return changes().stream().collect(Collectors.toMap(RecordChange::key, change -> result));
    }

    /** Returns the same call for each name by itself. */
    public List<UpdateCall> split() {
        return hosts.stream()
                .map(host -> new UpdateCall(addresses, List.of(host), rule))
                .collect(Collectors.toList());
    }
}

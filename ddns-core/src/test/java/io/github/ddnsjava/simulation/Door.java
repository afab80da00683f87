package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.cluster.FakeLocks;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A DNS provider that all nodes of a cluster use, and that judges them at its door: a request may leave only while its node
 * holds the lease, and no other node's request may leave before it has arrived. The lock server can break its own word; for
 * as long as a lease lasts after that, two may write.
 */
final class Door {
    private final Time time;
    private final Dice dice;
    private final Chronicle chronicle;
    private final FakeLocks locks;
    private final Duration lease;
    private final Share share;
    private final boolean readable;
    private final Map<DnsName, Set<IpAddress>> values = new TreeMap<>();
    /** Which node's request has left last, of each group. */
    private final Map<Integer, String> last = new HashMap<>();

    private Duration brokenWord = Duration.ofDays(-1);
    /** How many requests two nodes sent within one lease because the lock server broke its word. */
    long doubles;

    boolean calm;

    Door(Time time, Dice dice, Chronicle chronicle, FakeLocks locks, Duration lease, int groups, boolean readable) {
        this.time = time;
        this.dice = dice;
        this.chronicle = chronicle;
        this.locks = locks;
        this.lease = lease;
        this.share = new Share(groups, Set.of());
        this.readable = readable;
    }

    /** The lock server gives a lease away that it had promised to somebody. */
    void wordIsBroken() {
        brokenWord = time.passed();
    }

    Optional<Set<IpAddress>> at(DnsName name) {
        return Optional.ofNullable(values.get(name));
    }

    private void judge(String node, int group, boolean good, String how) {
        if (good) {
            return;
        }
        if (time.passed().minus(brokenWord).compareTo(lease) <= 0) {
            doubles++;
            return;
        }
        throw chronicle.broken("one writer", "node " + node + " sent a request for group g" + group + ", " + how);
    }

    private void departs(String node, int group) {
        String holder = locks.holder("ddns-" + Share.name(group));
        judge(
                node,
                group,
                holder.equals(node),
                (holder.isEmpty() ? "which nobody" : "which node " + holder) + " leads");
        last.put(group, node);
    }

    private void arrives(String node, int group) {
        String newest = last.get(group);
        judge(node, group, node.equals(newest), "which arrived after one that node " + newest + " has sent since");
    }

    /** Returns the provider as one process sees it. */
    DnsProvider of(String node, Machine machine) {
        return new Provider(node, machine);
    }

    private final class Provider implements DnsProvider {
        private final String node;
        private final Machine machine;

        Provider(String node, Machine machine) {
            this.node = node;
            this.machine = machine;
        }

        @Override
        public Abilities abilities() {
            return readable
                    ? Abilities.builder().read().build()
                    : Abilities.builder().build();
        }

        @Override
        public String account() {
            return "account";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            for (RecordChange change : changes) {
                Set<IpAddress> before = readable ? ask(change.name(), publication) : Set.of();
                if (readable && before.equals(change.addresses())) {
                    publication.report(change, new ChangeResult.AlreadyRight(Map.of()));
                    continue;
                }
                publication.attempting(List.of(change));
                exchange("PUT", change.name(), publication, () -> {
                    values.put(change.name(), change.addresses());
                    chronicle.tell(node, () -> "has written " + change.name() + " " + change.addresses());
                    return Set.of();
                });
                publication.report(change, new ChangeResult.Applied(Outcome.UPDATED, before, Map.of()));
            }
        }

        @Override
        public List<RecordView> read(List<RecordChange> questions, Publication publication)
                throws InterruptedException {
            List<RecordView> views = new ArrayList<>();
            for (RecordChange question : questions) {
                views.add(new RecordView(question.key(), ask(question.name(), publication), Map.of()));
            }
            return views;
        }

        private Set<IpAddress> ask(DnsName name, Publication publication) throws InterruptedException {
            return exchange("GET", name, publication, () -> values.getOrDefault(name, Set.of()));
        }

        /**
         * One request: it leaves, it arrives, whatever becomes of the process meanwhile, and the answer comes back. It can be
         * lost on either way, and it can arrive long after its sender has given it up.
         */
        private Set<IpAddress> exchange(
                String what, DnsName name, Publication publication, Supplier<Set<IpAddress>> effect)
                throws InterruptedException {
            int group = share.groupOf(name);
            return publication.exchange(what + " " + name, () -> {
                chronicle.providerCalls++;
                chronicle.tell(node, () -> "sends " + what + " " + name);
                departs(node, group);
                Duration limit = Duration.between(publication.now(), publication.deadline());
                Duration there = latency();
                Duration whole = there.plus(latency());
                boolean lost = !calm && dice.chance(0.02);
                List<Set<IpAddress>> answer = new ArrayList<>();
                if (!lost) {
                    time.in(there, () -> {
                        if (there.compareTo(limit) <= 0) {
                            arrives(node, group);
                        }
                        answer.add(effect.get());
                    });
                }
                boolean answered = !lost && whole.compareTo(limit) <= 0 && (calm || !dice.chance(0.02));
                machine.pause(answered ? whole : limit);
                if (!answered || answer.isEmpty()) {
                    chronicle.faults++;
                    throw TransientException.unknownOutcome("https://api.example.net: no answer", null);
                }
                return answer.get(0);
            });
        }

        private Duration latency() {
            boolean usual = calm || dice.chance(0.9);
            return dice.between(Duration.ofMillis(20), Duration.ofSeconds(usual ? 1 : 40));
        }
    }
}

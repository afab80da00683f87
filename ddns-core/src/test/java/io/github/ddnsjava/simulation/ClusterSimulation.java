package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.internal.engine.SharedRows;
import io.github.ddnsjava.internal.engine.cluster.FakeLocks;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One seed of a cluster: several nodes behind one line, with one lock server, live through trouble: processes die, are stopped
 * and go on, hosts sleep, clocks differ, the lock server does not answer, ends leases early and loses its memory. The {@link
 * Door} judges each request. Then there is a calm, in which every name must become right, and the leader dies.
 */
final class ClusterSimulation implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);
    /** Waits between attempts last up to an hour, and are kept by clocks that differ by minutes. */
    private static final Duration CALM = Duration.ofHours(3);
    /** A lease, a round of another node, and a cycle. */
    private static final Duration FAIL_OVER = LEASE.plus(LEASE.dividedBy(3)).plus(Duration.ofSeconds(15));

    private final Dice dice;
    private final Time time = new Time();
    private final Chronicle chronicle = new Chronicle(time);
    private final FakeLocks locks = new FakeLocks(time);
    private final SharedRows rows = new SharedRows();
    private final int groups;
    private final boolean shared;
    private final Door door;
    private final List<DnsName> names = new ArrayList<>();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private IpAddress address = IpAddress.parse("93.184.216.1");
    private int addresses = 1;
    private boolean calm;

    ClusterSimulation(long seed) {
        this.dice = new Dice(seed);
        this.groups = seed % 3 == 2 ? 8 : 1;
        this.shared = seed % 4 != 3;
        this.locks.tells = groups > 1 || seed % 5 != 4;
        this.door = new Door(time, dice, chronicle, locks, LEASE, groups, seed % 2 == 0);
        int count = groups > 1 ? 12 : 1 + dice.nextInt(2);
        IntStream.range(0, count).forEach(i -> names.add(DnsName.of("n" + i + ".example.com")));
        int size = 2 + dice.nextInt(3);
        for (int i = 0; i < size; i++) {
            // Without a shared store, each machine has its own, which outlives the process.
            StateStore own = StateStores.memory();
            nodes.add(new ClusterNode("node-" + (char) ('a' + i), time, dice, chronicle, this::setUp, own));
        }
    }

    /** What a node is told when it starts. */
    private ClusterNode.SetUp setUp(ClusterNode node) {
        return new ClusterNode.SetUp(
                Cluster.of(node.through(locks.of(node.name())), node.name())
                        .withLease(LEASE)
                        .withGroups(groups),
                shared ? rows.node() : node.own(),
                door.of(node.name(), node.machine()),
                this::detect,
                names,
                name -> door.at(name));
    }

    private Detection detect(IpFamily family) {
        SourceAnswer answer = new SourceAnswer("line", "line", Set.of(address), "", Duration.ZERO);
        return Detection.known(family, Set.of(address), answer);
    }

    /** Lives through it. */
    Chronicle live(Duration trouble) {
        nodes.forEach(node -> time.in(dice.upTo(Duration.ofSeconds(20)), node::start));
        time.in(Duration.ofMinutes(1), this::somethingHappens);
        time.in(Duration.ofMinutes(2), this::lineChanges);
        pass(trouble);
        calm = true;
        door.calm = true;
        nodes.forEach(ClusterNode::calm);
        pass(CALM);
        checkRight("calm");
        failsOver();
        return chronicle;
    }

    private void pass(Duration span) {
        time.run(span);
        chronicle.check();
    }

    private void lineChanges() {
        if (!calm) {
            newAddress();
            time.in(dice.between(Duration.ofMinutes(1), Duration.ofHours(1)), this::lineChanges);
        }
    }

    private void newAddress() {
        addresses++;
        address = IpAddress.parse("93.184." + addresses / 200 % 200 + "." + (1 + addresses % 200));
        chronicle.addressChanges++;
        chronicle.tell("line", () -> "has " + address);
    }

    private void somethingHappens() {
        if (calm) {
            return;
        }
        ClusterNode node = dice.oneOf(nodes);
        Duration length = dice.between(Duration.ofSeconds(1), Duration.ofMinutes(3));
        switch (dice.nextInt(9)) {
            case 0 -> node.crash(length);
            case 1 -> node.freeze(length, false);
            case 2 -> node.freeze(length, true);
            case 3 -> node.cutFromLocks(length);
            case 4 -> nodes.forEach(each -> each.cutFromLocks(length));
            case 5 -> node.restart(length);
            case 6 -> breaksItsWord("ends all leases early", locks::expire);
            case 7 -> breaksItsWord("loses its memory", locks::forget);
            default -> node.cutFromSource(length);
        }
        time.in(dice.between(Duration.ofSeconds(5), Duration.ofMinutes(4)), this::somethingHappens);
    }

    private void breaksItsWord(String how, Runnable what) {
        chronicle.faults++;
        chronicle.tell("locks", () -> how);
        door.wordIsBroken();
        what.run();
    }

    private void checkPublished(String when) {
        for (DnsName name : names) {
            if (!door.at(name).equals(Optional.of(Set.of(address)))) {
                throw chronicle.broken(
                        "every name becomes right", when + ": " + name + " has " + door.at(name) + ", not " + address);
            }
        }
    }

    private void checkRight(String when) {
        checkPublished(when);
        for (DnsName name : names) {
            if (shared
                    && !rows.row(RecordKey.of(name.toString(), RecordType.A))
                            .confirmed()
                            .equals(Optional.of(Set.of(address)))) {
                throw chronicle.broken("confirmed means confirmed", when + ": " + name);
            }
        }
        for (int group = 0; group < groups; group++) {
            int number = group;
            long leaders = nodes.stream()
                    .filter(node -> !node.machine().isDead())
                    .filter(node -> node.status().groups().get(number).ours())
                    .count();
            if (leaders != 1) {
                throw chronicle.broken("one leader", when + ": " + leaders + " lead g" + group);
            }
        }
        for (ClusterNode node : nodes) {
            UpdaterStatus status = node.machine().isDead() ? null : node.status();
            if (status != null && !status.records().stream().allMatch(RecordReport::isRight)) {
                throw chronicle.broken("a status is right", when + ": " + node.name() + " " + status.records());
            }
        }
    }

    /** The leader dies in the moment in which the address changes. */
    private void failsOver() {
        ClusterNode leader = nodes.stream()
                .filter(node -> node.status().groups().get(0).ours())
                .findFirst()
                .orElseThrow();
        leader.crash(Duration.ofDays(1));
        newAddress();
        nodes.forEach(ClusterNode::announce);
        pass(groups == 1 ? FAIL_OVER : FAIL_OVER.plus(LEASE));
        checkPublished("fail-over");
        pass(LEASE.multipliedBy(2)); // and another look, after which all is as it was
        checkRight("after the fail-over");
    }

    long doubles() {
        return door.doubles;
    }

    String trace() {
        return chronicle.trace();
    }

    @Override
    public void close() {
        time.end();
    }
}

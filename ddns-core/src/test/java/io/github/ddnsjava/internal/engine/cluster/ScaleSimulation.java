package io.github.ddnsjava.internal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.internal.engine.records.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/**
 * A cluster of 1,000 nodes with 1,024 groups and 1,000,000 names: how much the engine of the leases is asked, and how groups
 * move when all start, when a third of the nodes is lost, and when they are back. Run only by name, for {@code docs/scale.md}.
 */
class ScaleSimulation {
    private static final int NODES = Integer.getInteger("ddns.nodes", 1000);
    private static final int GROUPS = Integer.getInteger("ddns.groups", 1024);
    private static final int NAMES = 1_000_000;
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ManyNodes world = new ManyNodes(GROUPS);

    /** Lets time pass until nothing is left of what is counted. */
    private Duration until(LongSupplier left) {
        Duration passed = Duration.ZERO;
        while (left.getAsLong() > 0) {
            world.run(LOOK);
            passed = passed.plus(LOOK);
            assertThat(passed).isLessThan(Duration.ofHours(2));
        }
        return passed;
    }

    @Test
    void aRegionIsLostAndComesBack() {
        System.out.printf("%,d nodes, %,d groups, %,d names, a lease of %s%n", NODES, GROUPS, NAMES, ManyNodes.LEASE);
        long[] sizes = new long[GROUPS];
        Share share = new Share(GROUPS, Set.of());
        for (int i = 0; i < NAMES; i++) {
            sizes[share.groupOf(DnsName.of("host-" + i + ".customers.example.com"))]++;
        }
        System.out.printf(
                "names in a group: %,d to %,d%n",
                Arrays.stream(sizes).min().orElseThrow(),
                Arrays.stream(sizes).max().orElseThrow());

        Duration starts = Duration.ofMinutes(1);
        for (int i = 0; i < NODES; i++) {
            world.startWithin(starts, "node-" + i);
        }
        world.run(starts);
        phase("all nodes start within " + starts, starts);
        rest();

        List<ManyNodes.Node> region = List.copyOf(world.nodes.subList(0, NODES * 3 / 10));
        region.forEach(ManyNodes.Node::die);
        System.out.printf("%,d groups lose their leader%n", world.free());
        phase("3 of 10 nodes are lost", Duration.ZERO);
        rest();

        region.forEach(node -> world.startWithin(starts, node.name));
        world.run(starts);
        phase("they start again within " + starts, starts);
        rest();
    }

    private void phase(String what, Duration passed) {
        long before = world.moves;
        Duration led = until(world::free);
        Duration placed = led.plus(until(world::misplaced));
        System.out.printf(
                "%s: all groups are led after %s, and by the nodes meant for them after %s; %,d moves since; the busiest node"
                        + " leads %d groups; %s%n",
                what, led, placed, world.moves - before, world.mostLed(), world.traffic(passed.plus(placed)));
    }

    private void rest() {
        Duration rest = Duration.ofMinutes(1);
        world.traffic(rest);
        world.run(rest);
        System.out.printf("at rest: %s%n", world.traffic(rest));
    }
}

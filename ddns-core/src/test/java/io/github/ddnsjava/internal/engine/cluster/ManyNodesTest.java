package io.github.ddnsjava.internal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the groups of many nodes move. */
@Tag("promise-24")
class ManyNodesTest {
    private static final int GROUPS = 64;

    private final ManyNodes world = new ManyNodes(GROUPS);

    private void sixteenStart() {
        for (int i = 0; i < 16; i++) {
            world.startWithin(Duration.ofMinutes(1), "n" + i);
        }
        world.run(Duration.ofMinutes(15));
    }

    @Test
    void eachGroupComesToTheNodeThatIsMeantForIt() {
        sixteenStart();

        assertThat(world.free()).isZero();
        assertThat(world.misplaced()).isZero();
        assertThat(world.mostLed()).isLessThan(GROUPS / 4);
        assertThat(world.mostHandedOver).isLessThanOrEqualTo(0.1);
        assertThat(world.moves).isLessThanOrEqualTo(GROUPS + GROUPS / 10); // nearly each moves once at the most
    }

    @Test
    void nodesThatDieMoveNoGroupsButTheirOwn() {
        sixteenStart();
        long before = world.moves;
        List<ManyNodes.Node> gone = world.nodes.subList(3, 8);
        long theirs = gone.stream().mapToLong(node -> node.led.size()).sum();
        gone.forEach(ManyNodes.Node::die);
        world.run(ManyNodes.LEASE.plus(ManyNodes.LEASE.dividedBy(3)).plusSeconds(1));

        assertThat(world.free()).isZero();
        world.run(Duration.ofMinutes(10));
        assertThat(world.misplaced()).isZero();
        assertThat(world.moves - before).isEqualTo(theirs);
    }

    @Test
    void anExtraNodeGetsOnlyWhatIsMeantForIt() {
        sixteenStart();
        long before = world.moves;
        ManyNodes.Node late = world.start("late");
        world.run(ManyNodes.LEASE);
        assertThat(late.led).isEmpty(); // whether it stays is not known yet
        world.run(Duration.ofMinutes(5));

        assertThat(world.misplaced()).isZero();
        assertThat(world.moves - before).isEqualTo(late.led.size()).isPositive();
    }

    /** A leader has no use for it, and on one line nobody waits for the address of another node. */
    @Test
    void aFollowerWithALineOfItsOwnPreparesOnceToLead() {
        for (Cluster.Mode mode : Cluster.Mode.values()) {
            ManyNodes two = new ManyNodes(1, mode);
            ManyNodes.Node leader = two.start("a");
            two.run(ManyNodes.LEASE);
            ManyNodes.Node follower = two.start("b");
            two.run(ManyNodes.LEASE.multipliedBy(3));

            assertThat(leader.prepared).as("the leader, %s", mode).isZero();
            assertThat(follower.prepared).as("the follower, %s", mode).isEqualTo(mode == Cluster.Mode.OWN_LINE ? 1 : 0);
        }
    }
}

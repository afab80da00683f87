package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.UpdateEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes that have a line of their own each: DNS follows the leader, and who is not well gives way. */
@Tag("promise-24")
class ClusterOwnLineTest extends SimulatedCluster {
    @Test
    void withLinesOfTheirOwnANodeThatIsNotWellGivesWay() {
        UnaryOperator<Cluster> ownLine = how -> how.withMode(Cluster.Mode.OWN_LINE);
        Node a = node("a", more -> more, ownLine);
        Node b = node("b", more -> more, ownLine);
        b.wan.sees(A2);
        a.updater.start();
        world.time.settle();
        b.updater.start();
        run(Duration.ofMinutes(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);

        a.wan.fails(IpFamily.IPV4);
        a.wan.announce();
        run(ROUND.multipliedBy(4));
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);

        a.wan.sees(A1);
        b.wan.fails(IpFamily.IPV4);
        b.wan.announce();
        run(ROUND.multipliedBy(5).plus(LEASE));
        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void withLinesOfTheirOwnDnsFollowsWithinASecondWhenTheLeaderLeavesInOrder() {
        UnaryOperator<Cluster> ownLine = how -> how.withMode(Cluster.Mode.OWN_LINE);
        for (UnaryOperator<Cluster> how :
                List.of(ownLine, ownLine.andThen(more -> more.withPreferred("a", Duration.ofMinutes(5)))::apply)) {
            Node a = node("a", more -> more, how);
            Node b = node("b", more -> more, how);
            b.wan.sees(A2);
            a.updater.start();
            world.time.settle();
            b.updater.start();
            run(Duration.ofMinutes(10).plusSeconds(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);

            a.updater.close();
            run(Duration.ofSeconds(1));
            assertThat(b.leads()).isTrue();
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            b.updater.close();
        }
    }

    @Test
    void withLinesOfTheirOwnANodeThatHasEndedOrIsPausedAsksNoMore() {
        UnaryOperator<Cluster> ownLine = how -> how.withMode(Cluster.Mode.OWN_LINE);
        node("a", more -> more, ownLine).updater.start();
        world.time.settle();
        Node once = node("b", more -> more, ownLine);
        world.once(once.updater);
        Node paused = node("c", more -> more, ownLine);
        paused.updater.start();
        run(Duration.ofMinutes(1));
        paused.updater.pause();
        run(ROUND);
        locks.calls();
        run(Duration.ofMinutes(1));

        assertThat(locks.calls()).isBetween(12, 16); // the rounds of two nodes
    }

    @Test
    void withLinesOfTheirOwnAFollowerThatMayNotLeadLooksInItsRoundsOnly() {
        Node a = node("a", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE));
        Node b = node(
                "b", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE).withHealthCheck(() -> false));
        a.updater.start();
        world.time.settle();
        b.updater.start();
        run(Duration.ofMinutes(2));
        a.dead = true;
        locks.calls();
        run(LEASE.multipliedBy(2));

        assertThat(locks.calls()).isBetween(5, 7);
        assertThat(b.leads()).isFalse();
    }

    @Test
    void theApplicationsCheckDecidesToo() {
        boolean[] well = {true};
        Node a = node(
                "a", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE).withHealthCheck(() -> well[0]));
        Node b = node("b", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE));
        a.updater.start();
        world.time.settle();
        b.updater.start();
        run(Duration.ofMinutes(2));
        well[0] = false;
        run(ROUND.multipliedBy(2));
        assertThat(b.leads()).isTrue();
        assertThat(a.events(UpdateEvent.LeadershipChanged.class))
                .anySatisfy(e -> assertThat(e.why())
                        .isEqualTo("node a is not well: its network, its detectors or the application's check fail"));

        well[0] = true;
        b.dead = true;
        run(LEASE.plus(ROUND).plusSeconds(5));
        assertThat(a.leads()).isTrue();
    }

    @Test
    void anApplicationsCheckThatThrowsSaysThatTheNodeIsNotWell() {
        boolean[] throwing = {false};
        Node a = node(
                "a",
                more -> more,
                how -> how.withMode(Cluster.Mode.OWN_LINE).withHealthCheck(() -> {
                    if (throwing[0]) {
                        throw new IllegalStateException("the check fails");
                    }
                    return true;
                }));
        a.updater.start();
        world.time.settle();
        Node b = node("b", more -> more, how -> how.withMode(Cluster.Mode.OWN_LINE));
        b.updater.start();
        run(Duration.ofMinutes(2));
        throwing[0] = true;
        run(Duration.ofMinutes(5));

        assertThat(b.leads()).isTrue();
        assertThat(a.leads()).isFalse();
        assertThat(a.events(UpdateEvent.Defect.class))
                .singleElement()
                .satisfies(e -> assertThat(e.part()).isEqualTo(DefectPart.HEALTH_CHECK));
    }
}

package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the host of a node asks of it, and how it is set up. */
@Tag("promise-24")
class ClusterNodeTest extends SimulatedCluster {
    @Test
    void aPausedLeaderGivesWayAtOnceAndTakesNothingUntilItIsResumed() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.updater.pause();
        world.time.settle();
        assertThat(locks.holder("ddns-g0")).isEmpty();
        all(A2);
        run(ROUND.plusSeconds(5));
        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        assertThat(a.events(UpdateEvent.LeadershipChanged.class))
                .anySatisfy(e -> assertThat(e.why()).isEqualTo("node a is paused"));

        b.dead = true;
        all(A3);
        run(LEASE.multipliedBy(3));
        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        a.updater.resume();
        world.time.settle();
        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
    }

    /** The lease of the former process has not ended, and bears the name of this node: no other is to be suspected. */
    @Test
    void aNodeThatFindsALeaseInItsOwnNameBlamesNoOtherNode() {
        Node former = started("a");
        run(Duration.ofMinutes(2));
        former.dead = true;
        Node a = started("a");

        assertThat(a.leads()).isFalse();
        assertThat(a.updater.status().groups().get(0).leader()).isEmpty();
        assertThat(a.events(UpdateEvent.LeadershipChanged.class))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.leader()).isEmpty();
                    assertThat(e.why())
                            .isEqualTo(
                                    "its lease is still in the name of this node, but not held by this process; it becomes"
                                            + " free when it ends");
                });
        assertThat(world.once(a.updater).records().get(0).problem())
                .hasValueSatisfying(problem -> assertThat(problem.message())
                        .isEqualTo(
                                "this process does not hold the lease of group g0, which is not free: another process keeps"
                                        + " this record, or this one does when that lease has ended"));
        run(LEASE.multipliedBy(2));
        assertThat(a.leads()).isTrue();
    }

    @Test
    void aNodeBlamesNoOtherNodeIfTheEngineCannotTellWhoHoldsALease() {
        locks.tells = false;
        Node former = started("a");
        former.dead = true;
        Node a = started("a");

        assertThat(a.events(UpdateEvent.LeadershipChanged.class))
                .singleElement()
                .satisfies(e -> assertThat(e.why())
                        .isEqualTo("its lease is not free: another node holds it, or this node has lost it before its"
                                + " end"));
    }

    @Test
    void anUpdaterThatIsPausedBeforeItsStartLeadsNothingButRunsOnce() {
        Node a = node("a");
        a.updater.pause();
        assertThat(world.once(a.updater).records().get(0).outcome()).isEqualTo(Outcome.CREATED);
        a.updater.start();
        run(Duration.ofMinutes(2));
        assertThat(locks.holder("ddns-g0")).isEmpty();

        a.updater.resume();
        world.time.settle();
        assertThat(a.leads()).isTrue();
    }

    @Test
    void onceOnAFollowerSaysWhoLeadsAndThatAllIsRight() {
        started("a");
        run(Duration.ofMinutes(1));
        world.cloud.calls.clear();
        Node b = node("b");
        UpdateReport report = world.once(b.updater);

        assertThat(report.isRight()).isTrue();
        assertThat(report.records())
                .singleElement()
                .satisfies(record ->
                        assertThat(record.problem().orElseThrow().kind()).isEqualTo(ProblemKind.LED_ELSEWHERE));
        assertThat(world.cloud.calls).isEmpty();
    }

    @Test
    void onceTakesWhatIsFreeAndGivesItBack() {
        Node b = node("b");
        UpdateReport report = world.once(b.updater);

        assertThat(report.records())
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.CREATED));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
        assertThat(locks.holder("ddns-g0")).isEmpty();
        assertThat(world.once(b.updater).records().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void planCheckAndDetectWorkOnAFollower() {
        started("a");
        Node b = started("b");
        run(Duration.ofMinutes(1));
        b.wan.sees(A2);
        UpdateReport plan = world.time.await(b.updater::plan);
        UpdateReport check = world.time.await(b.updater::check);

        assertThat(plan.records())
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.UPDATED));
        assertThat(check.records()).hasSize(1);
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void aPushedAddressWaitsUntilItsNodeLeads() {
        Node a = new Node("a", rows.node(), (builder, wan) -> builder.pushed(), how -> how);
        Node b = new Node("b", rows.node(), (builder, wan) -> builder.pushed(), how -> how);
        a.updater.start();
        world.time.settle();
        b.updater.start();
        a.updater.push(Map.of(World.home(RecordType.A), World.addresses(A1)));
        run(Duration.ofMinutes(1));
        b.updater.push(Map.of(World.home(RecordType.A), World.addresses(A2)));
        run(Duration.ofMinutes(10));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
        a.dead = true;
        run(LEASE.plus(ROUND).plusSeconds(5));

        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void nodesThatAreReconfiguredAlikeDoNotDiffer() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(1));
        List<ManagedRecord> records = List.of(
                ManagedRecord.builder(HOME, RecordType.A).build(),
                ManagedRecord.builder("nas.example.com", RecordType.A).build());
        a.updater.replaceRecords(records);
        b.updater.replaceRecords(records);
        run(Duration.ofMinutes(2));

        assertThat(a.leads()).isTrue();
        assertThat(world.cloud.at("nas.example.com")).containsExactly(A1);
        assertThat(b.updater.status().health().cause()).isEmpty();
    }

    @Test
    void aNodeWithOtherRecordsIsNoticed() {
        started("a");
        Node b = node("b", more -> more.record("nas.example.com", RecordType.A), how -> how);
        b.updater.start();
        run(Duration.ofMinutes(1));

        assertThat(b.events(UpdateEvent.ClusterTroubled.class))
                .singleElement()
                .satisfies(e -> assertThat(e.problem().message())
                        .isEqualTo("node a leads group g0 of the cluster with other records than node b has; give all"
                                + " nodes the same records"));
    }

    @Test
    void aClusterIsNotNamedLikeTheNodesOfAnother() {
        for (String name : List.of("home-node", "home-node-b")) {
            assertThatThrownBy(() -> Cluster.of(locks.of("a"), "a").withName(name))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("could be mistaken for the nodes of another cluster");
        }
    }

    @Test
    void aClusterWithdrawsNothingOnClose() {
        assertThatThrownBy(() -> node("a", more -> more.withdrawOnClose(Duration.ofSeconds(5)), how -> how))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be used in a cluster, because another node takes the records over");
    }

    @Test
    void aLeaseThatIsShorterThanAnExchangeMayTakeIsRefused() {
        assertThatThrownBy(() -> Cluster.of(locks.of("a"), "a").withLease(Duration.ofSeconds(5)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cluster.lease")
                .hasMessageContaining("5s is shorter than an exchange with a provider may take")
                .hasMessageContaining("15s to 10m");
    }
}

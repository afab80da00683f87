package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.event.UpdateEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who leads a cluster, and who follows when the leader is gone. */
@Tag("promise-24")
class ClusterLeaderTest extends SimulatedCluster {
    @Test
    void oneOfTwoNodesThatStartTogetherDetectsAndWrites() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(20));
        all(A2);
        run(Duration.ofMinutes(20));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
        assertThat(world.cloud.count("write")).isEqualTo(2);
        assertThat(b.wan.asked).isZero();
    }

    @Test
    void aFollowerAtRestMakesOneQueryInEachRoundAndNothingElse() {
        started("a");
        Node b = started("b");
        run(Duration.ofMinutes(10));
        locks.calls();
        world.cloud.calls.clear();

        nodes.get(0).freeze(); // so that only the other is counted
        locks.calls();
        run(ROUND.minusSeconds(1));

        assertThat(locks.calls()).isEqualTo(1);
        assertThat(b.wan.asked).isZero();
        assertThat(world.cloud.calls).isEmpty();
    }

    @Test
    void anEngineThatCannotTellWhoLeadsIsAskedOnceInEachRoundToo() {
        locks.tells = false;
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(10));
        a.freeze();
        locks.calls();
        run(ROUND.minusSeconds(1));

        assertThat(locks.calls()).isEqualTo(1);
        assertThat(b.updater.status().records()).allMatch(RecordReport::isRight);
        assertThat(b.updater.status().groups().get(0).leader()).isEmpty();
    }

    @Test
    void aFollowerSaysWhoLeadsAndThatItsRecordsAreRight() {
        started("a");
        Node b = started("b");
        run(Duration.ofMinutes(1));

        RecordReport report = b.updater.status().records().get(0);
        assertThat(report.outcome()).isEqualTo(Outcome.HELD);
        assertThat(report.isRight()).isTrue();
        assertThat(report.problem().orElseThrow().kind()).isEqualTo(ProblemKind.LED_ELSEWHERE);
        assertThat(report.problem().orElseThrow().message()).isEqualTo("node a leads group g0, and keeps this record");
        UpdaterStatus.Group group = b.updater.status().groups().get(0);
        assertThat(group.leader()).contains("a");
        assertThat(group.ours()).isFalse();
        assertThat(group.records()).isEqualTo(1);
    }

    @Test
    void aNodeThatDiesIsReplacedWithinALeaseAndARound() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.dead = true;
        all(A2);
        run(LEASE.plus(ROUND).plusSeconds(5));

        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aNodeThatClosesIsReplacedWithinARound() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        world.time.await(() -> {
            a.updater.close();
            return true;
        });
        run(ROUND);

        assertThat(b.leads()).isTrue();
    }

    @Test
    void anUpdaterThatIsClosedLeadsNoGroup() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.updater.close();
        b.updater.close();

        UpdaterStatus.Group ofA = a.updater.status().groups().get(0);
        assertThat(ofA.ours()).isFalse();
        assertThat(ofA.leader()).isEmpty();
        assertThat(b.updater.status().groups().get(0).leader())
                .as("what it knew of others when it was closed")
                .contains("a");
        assertThat(b.updater.status().records()).allMatch(RecordReport::isRight);
    }

    @Test
    void whatTheNewLeaderFindsIsComparedWithTheProviderAtOnceAndAfterALease() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.dead = true;
        world.cloud.clear(HOME);
        world.cloud.put(HOME, A3); // a late write of the former leader
        world.time.runUntil(b::leads, LEASE.plus(ROUND));
        world.time.settle();
        assertThat(world.cloud.at(HOME)).containsExactly(A1);

        world.cloud.clear(HOME);
        world.cloud.put(HOME, A3); // a still later one
        run(LEASE.plusSeconds(1));
        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    void theNewLeaderPublishesAlthoughTheFormerOneHasCountedFurther() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofHours(9));
        all(A2);
        run(Duration.ofHours(1));
        a.dead = true;
        all(A3);
        run(LEASE.plus(ROUND).plusSeconds(5));

        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        assertThat(rows.row(World.home(RecordType.A)).confirmed()).contains(World.addresses(A3));
    }

    @Test
    void aLeaderWithoutTheLockServerStopsBeforeItsLeaseEndsAndSaysSoOnce() {
        Node a = started("a");
        run(Duration.ofMinutes(2));
        locks.silent.add("a");
        run(LEASE);
        world.cloud.calls.clear();
        all(A2);
        run(Duration.ofHours(1));

        assertThat(a.leads()).isFalse();
        assertThat(world.cloud.calls).isEmpty();
        assertThat(a.events(UpdateEvent.ClusterTroubled.class)).hasSize(1);
        RecordReport report = a.updater.status().records().get(0);
        assertThat(report.isRight()).isFalse();
        assertThat(report.problem().orElseThrow().message())
                .isEqualTo(
                        "no node leads group g0 of the cluster, as far as is known: the lock server does not answer");

        locks.silent.clear();
        run(ROUND.plusSeconds(5));
        assertThat(a.events(UpdateEvent.ClusterRecovered.class)).hasSize(1);
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aLeaderThatMissesOneRoundStaysLeader() {
        Node a = started("a");
        run(Duration.ofMinutes(2));
        locks.silent.add("a");
        run(ROUND.plusSeconds(1));
        locks.silent.clear();
        run(Duration.ofMinutes(2));

        assertThat(a.events(UpdateEvent.LeadershipChanged.class)).hasSize(1);
    }

    @Test
    void theSecondLookIsNotLostIfTheRecordsAreReplacedMeanwhile() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        a.dead = true;
        world.time.runUntil(b::leads, LEASE.plus(ROUND).plusSeconds(5));
        b.updater.replaceRecords(List.of(
                ManagedRecord.builder(HOME, RecordType.A).build(),
                ManagedRecord.builder("nas.example.com", RecordType.A).build()));
        run(LEASE.minusSeconds(5));
        assertThat(world.cloud.at("nas.example.com")).containsExactly(A1);
        world.cloud.clear(HOME);
        world.cloud.put(HOME, A3); // a late write of the former leader
        run(Duration.ofSeconds(6));

        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }
}

package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.coordination.RecordingServer.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to a cluster of real processes when machines die, sleep and lose their lines. Each node is a JVM of its own;
 * engine, provider and echo are reached through lines that can be cut. The provider is the judge: it writes down who called,
 * and asks the engine who had the lease. All but one are thorough. No limit of time is checked; how long it took is printed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(OS.WINDOWS)
@Timeout(500)
abstract class ClusterCases {
    /** With the shortest lease that is allowed, the scenarios would take five times as long. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    static Path directory;

    private ScenarioEngine engine;
    private ScenarioEngine states;

    /** Starts the engine. */
    abstract ScenarioEngine engine() throws Exception;

    @BeforeAll
    void start() throws Exception {
        engine = engine();
        states = engine.keepsState() ? engine : ScenarioEngine.h2();
    }

    @AfterAll
    void stop() throws Exception {
        if (engine != null) {
            engine.end().run();
            if (states != engine) {
                states.end().run();
            }
        }
    }

    private Scenario scenario(String name) throws IOException {
        return scenario(name, SHORT);
    }

    private Scenario scenario(String name, Duration lease) throws IOException {
        return new Scenario(name, lease, engine, states, directory);
    }

    /** Judges a scenario at its end, and prints its figures. */
    private void judge(Scenario scenario, String what, String failOver) {
        scenario.judge();
        note(scenario, what, failOver);
    }

    private void note(Scenario scenario, String what, String failOver) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d | %d |%n",
                engine.product(),
                what,
                failOver,
                scenario.writesByTwo(),
                scenario.callsByFollowers().size(),
                scenario.outside().calls().size());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    @Test
    void aLeaderThatIsKilledIsReplaced() throws Exception {
        try (Scenario cluster = scenario("killed")) {
            cluster.startTwo();
            ScenarioProcess next = cluster.other();
            cluster.leader().kill();
            Duration failOver = cluster.awaitPublished(next);

            judge(cluster, "the leader is killed", seconds(failOver));
        }
    }

    @Test
    @Tag("thorough")
    void aLeaderThatWasFrozenPastItsLeaseSendsNothingWhenItGoesOn() throws Exception {
        try (Scenario cluster = scenario("frozen")) {
            cluster.startTwo();
            ScenarioProcess former = cluster.leader();
            ScenarioProcess next = cluster.other();
            cluster.takeAway(former::freeze, former::thaw);
            Duration failOver = cluster.awaitPublished(next);
            cluster.newAddress(former.node()); // it would like to send this one
            former.thaw();
            awaitFollows(cluster, former, next);
            cluster.newAddress(next.node());
            cluster.awaitPublished(next);

            judge(cluster, "the leader is frozen past its lease, and goes on", seconds(failOver));
        }
    }

    /** A node that has led says that another one does now. */
    private static void awaitFollows(Scenario cluster, ScenarioProcess former, ScenarioProcess next) throws Exception {
        cluster.await(
                former.node() + " knows that it does not lead any more",
                () -> former.said().contains("leader=Optional[" + next.node() + "]"));
    }

    /** The lease is longer, for the late write has to come before the second look, which is a lease after the first. */
    @Test
    @Tag("thorough")
    void aWriteThatArrivesAfterTheNextOneLeadsIsRepaired() throws Exception {
        try (Scenario cluster = scenario("late", Duration.ofSeconds(8))) {
            cluster.startTwo();
            ScenarioProcess former = cluster.leader();
            ScenarioProcess next = cluster.other();
            CountDownLatch arrives = cluster.outside().holdNextWrite();
            String late = cluster.newAddress(former.node());
            cluster.await("a write is on its way", cluster.outside()::holds);
            cluster.takeAway(former::freeze, former::thaw);
            Duration failOver = cluster.awaitPublished(next);
            arrives.countDown();
            cluster.await(
                    "the late write is carried out",
                    () -> cluster.outside().values().contains(late));
            cluster.awaitPublished(next);
            former.thaw();
            awaitFollows(cluster, former, next);

            judge(cluster, "the leader is frozen with a write on its way, which arrives late", seconds(failOver));
        }
    }

    @Test
    @Tag("thorough")
    void aLeaderThatIsCutOffFromTheEngineStopsBeforeTheNextOneBegins() throws Exception {
        try (Scenario cluster = scenario("engine")) {
            cluster.startTwo();
            ScenarioProcess former = cluster.leader();
            ScenarioProcess next = cluster.other();
            cluster.takeAway(former.toEngine()::cut, former.toEngine()::mend);
            cluster.newAddress(former.node());
            Duration failOver = cluster.awaitPublished(next);
            former.toEngine().mend();
            awaitFollows(cluster, former, next);
            cluster.newAddress(next.node());
            cluster.awaitPublished(next);

            judge(cluster, "the leader is cut off from the engine", seconds(failOver));
        }
    }

    @Test
    @Tag("thorough")
    void aMachineThatIsUnpluggedIsReplacedAndFollowsWhenItIsBack() throws Exception {
        try (Cable cable = Cable.plugged();
                Scenario cluster = scenario("unplugged")) {
            ScenarioProcess former = cluster.start("a", new ScenarioProcess.Place(cable.onMachine(), cable.address()));
            cluster.awaitPublished(former);
            ScenarioProcess next = cluster.start("b");
            awaitFollows(cluster, next, former);
            cluster.takeAway(cable::unplug, cable::plug);
            Duration failOver = cluster.awaitPublished(next);
            cable.plug();
            awaitFollows(cluster, former, next);
            cluster.newAddress(next.node());
            cluster.awaitPublished(next);

            judge(cluster, "the leader's machine is unplugged (a network namespace)", seconds(failOver));
        }
    }

    @Test
    @Tag("thorough")
    void aLeaderThatIsCutOffFromTheProviderGoesOnWhenItIsBack() throws Exception {
        try (Scenario cluster = scenario("provider")) {
            cluster.startTwo();
            ScenarioProcess leader = cluster.leader();
            leader.toProvider().cut();
            cluster.newAddress(leader.node());
            cluster.await("the leader notices", () -> leader.said().contains("\nTroubled["));
            leader.toProvider().mend();
            cluster.awaitPublished(leader);

            assertThat(cluster.leader()).isSameAs(leader);
            assertThat(cluster.outside().calls()).extracting(Call::node).containsOnly(leader.node());
            judge(cluster, "the leader is cut off from the provider", "none");
        }
    }

    @Test
    @Tag("thorough")
    void aLeaderWhoseEchoDoesNotAnswerGivesWay() throws Exception {
        try (Scenario cluster = scenario("echo")) {
            cluster.startTwo();
            ScenarioProcess former = cluster.leader();
            ScenarioProcess next = cluster.other();
            former.toEcho().cut();
            Duration failOver = cluster.awaitPublished(next);
            former.toEcho().mend();
            awaitFollows(cluster, former, next);

            judge(cluster, "the leader's echo does not answer", seconds(failOver));
        }
    }

    @Test
    @Tag("thorough")
    void anEngineThatIsRestartedStopsNobodyForLong() throws Exception {
        try (Scenario cluster = scenario("restarted")) {
            cluster.startTwo();
            List<ScenarioProcess> both = List.of(cluster.leader(), cluster.other());
            engine.stop().run();
            for (ScenarioProcess node : both) {
                cluster.await(node.node() + " has no engine", () -> node.said().contains("ClusterTroubled["));
            }
            engine.restart().run();
            both.forEach(node -> cluster.newAddress(node.node()));
            Duration back = Duration.ZERO;
            for (ScenarioProcess node : both) {
                back = back.plus(cluster.await(
                        node.node() + " has its engine again", () -> node.said().contains("ClusterRecovered[")));
            }
            back = back.plus(cluster.await("DNS follows", cluster::isSettled));

            judge(cluster, "the engine is restarted (time from then on)", seconds(back));
        }
    }

    /**
     * The engine breaks its word here: it gives a lease that is held. Calls of the former leader, which does not know it yet,
     * are counted. The new leader waits until that one must have noticed.
     */
    @Test
    @Tag("thorough")
    void anEngineThatHasForgottenItsLeasesLeavesOneWriter() throws Exception {
        try (Scenario cluster = scenario("forgotten")) {
            cluster.raiseTokens();
            cluster.startTwo();
            List<ScenarioProcess> both = List.of(cluster.leader(), cluster.other());
            engine.forget().run();
            both.forEach(node -> cluster.newAddress(node.node()));
            Duration again = cluster.await(
                    "a node leads anew",
                    () -> both.stream().anyMatch(node -> node.said().contains("so this node has waited for")));
            again = again.plus(cluster.await("DNS follows", cluster::isSettled));

            cluster.judgeAnswer();
            note(cluster, "the engine loses its leases", seconds(again));
        }
    }

    @Test
    @Tag("thorough")
    void clocksThatAreFiveMinutesApartMoveNothing() throws Exception {
        try (Scenario cluster = scenario("clocks")) {
            cluster.start("a", "-PT5M");
            ScenarioProcess first = cluster.awaitLeader();
            ScenarioProcess next = cluster.start("b", "PT5M");
            awaitFollows(cluster, next, first);
            cluster.newAddress(first.node());
            cluster.awaitPublished(first);
            first.kill();
            Duration failOver = cluster.awaitPublished(next);
            ScenarioProcess third = cluster.start("c");
            awaitFollows(cluster, third, next);
            next.kill();
            cluster.awaitPublished(third);

            judge(cluster, "clocks are 5 minutes apart, and leaders are killed", seconds(failOver));
        }
    }

    @Test
    @Tag("thorough")
    void ofTenNodesThatStartTogetherOneWrites() throws Exception {
        try (Scenario cluster = scenario("ten", Duration.ofSeconds(15))) {
            List<ScenarioProcess> ten = new ArrayList<>();
            for (String node : Stream.of("abcdefghij".split("")).toList()) {
                ten.add(cluster.start(node));
            }
            ScenarioProcess leader = cluster.awaitLeader();
            for (ScenarioProcess node : ten) {
                cluster.await(
                        node.node() + " knows the leader",
                        () -> node.said().contains("leader=Optional[" + leader.node() + "]"));
            }

            assertThat(cluster.outside().calls()).extracting(Call::node).containsOnly(leader.node());
            judge(cluster, "ten nodes start together", "none");
        }
    }

    /** The next leader has been a follower for some time, and not only since a moment ago: it has warmed up. */
    @Test
    @Tag("thorough")
    void aNodeThatLeavesInOrderIsReplaced() throws Exception {
        try (Scenario cluster = scenario("leaves")) {
            cluster.startTwo();
            ScenarioProcess former = cluster.leader();
            ScenarioProcess next = cluster.other();
            cluster.newAddress(former.node());
            cluster.awaitPublished(former);
            former.leave();
            Duration failOver = cluster.awaitPublished(next);
            assertThat(former.endsWithin(10)).isTrue();

            judge(cluster, "the leader leaves in order", seconds(failOver));
        }
    }
}

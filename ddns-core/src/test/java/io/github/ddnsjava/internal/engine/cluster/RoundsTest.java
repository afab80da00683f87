package io.github.ddnsjava.internal.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node takes part as long as anybody wants it to, in whatever order they begin and end. */
@Tag("promise-24")
class RoundsTest {
    private final ManyNodes world = new ManyNodes(4);
    private final ManyNodes.Node node = world.add("a");

    private void settle() {
        world.run(Duration.ZERO);
    }

    private void aLongTimePasses() {
        world.run(ManyNodes.LEASE.multipliedBy(10));
    }

    @Test
    void oneCycleLeadsForItsTimeOnly() {
        CompletableFuture<Boolean> begun = node.rounds.begin();
        settle();
        assertThat(begun).isCompleted();
        assertThat(node.led).hasSize(4);
        CompletableFuture<Boolean> ended = node.rounds.end();
        settle();
        assertThat(ended).isCompleted();
        aLongTimePasses();
        assertThat(node.led).isEmpty();
    }

    @Test
    void anUpdaterThatIsStartedWhileItsCycleEndsKeepsItsRounds() {
        node.rounds.begin();
        settle();
        node.rounds.start(); // after the cycle found that nobody had started it, and before its end is heard
        node.rounds.end();
        aLongTimePasses();
        assertThat(node.led).hasSize(4);
    }

    @Test
    void anUpdaterThatIsStartedAfterTheEndOfItsCycleWasAskedForKeepsItsRounds() {
        node.rounds.begin();
        settle();
        node.rounds.end();
        node.rounds.start();
        aLongTimePasses();
        assertThat(node.led).hasSize(4);
    }

    @Test
    void aCycleThatEndsLeavesTheLeasesToAnotherOne() {
        node.rounds.begin();
        node.rounds.begin();
        settle();
        node.rounds.end();
        aLongTimePasses();
        assertThat(node.led).hasSize(4);
        node.rounds.end();
        aLongTimePasses();
        assertThat(node.led).isEmpty();
    }

    @Test
    void aCycleThatBeginsAfterTheUpdaterWasClosedTakesNothingAndDoesNotWait() {
        node.rounds.start();
        node.rounds.stop();
        CompletableFuture<Boolean> begun = node.rounds.begin();
        assertThat(begun).isCompleted();
        aLongTimePasses();
        assertThat(node.led).isEmpty();
    }
}

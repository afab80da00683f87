package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Wall clocks of nodes that are wrong, or are set. */
@Tag("promise-24")
class ClusterClocksTest extends SimulatedCluster {
    @Test
    void aNodeWhoseClockIsAnHourAheadTakesNoLeaseTooEarly() {
        Node a = started("a");
        Node b = node(
                "b",
                more -> more.environment(
                        world.environment().withClock(() -> world.time.instant().plus(Duration.ofHours(1)))),
                how -> how);
        b.updater.start();
        run(Duration.ofMinutes(2));
        assertThat(b.leads()).isFalse();
        a.dead = true;
        b.wan.sees(A2);
        run(LEASE.minus(ROUND));
        assertThat(b.leads()).isFalse();
        run(ROUND.multipliedBy(2).plusSeconds(5));

        assertThat(b.leads()).isTrue();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aClockThatIsSetMovesNoLease() {
        Node a = started("a");
        Node b = started("b");
        run(Duration.ofMinutes(2));
        for (Duration by : List.of(Duration.ofHours(2), Duration.ofHours(-3), Duration.ofMinutes(5))) {
            world.time.setClock(by);
            run(Duration.ofMinutes(2));
        }
        all(A2);
        run(Duration.ofMinutes(10));

        assertThat(a.leads()).isTrue();
        assertThat(b.leads()).isFalse();
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void aClockThatIsSetAheadDoesNotShortenTheWaitForAFormerLeader() {
        Node before = started("before");
        run(Duration.ofSeconds(1));
        world.time.await(() -> {
            before.updater.close();
            return true;
        });
        Node another = started("another");
        another.dead = true;
        locks.forget();
        Node a = started("a");
        run(ROUND.minusSeconds(2));
        world.time.setClock(Duration.ofHours(2));
        run(LEASE.minus(ROUND));
        assertThat(a.leads()).isFalse();

        run(ROUND.multipliedBy(2));
        assertThat(a.leads()).isTrue();
    }
}

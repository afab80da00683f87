package io.github.ddnsjava.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several production updaters with one lock server live through simulated trouble, in every build. More of it: {@code mvn
 * -Psimulation test -pl ddns-core -Dtest=ClusterSimulationTest -Dddns.clusters=N}; {@code -Dddns.seed=N} is one seed, with its
 * trace if it fails.
 */
@Tag("simulation")
class ClusterSimulationTest {
    private static final int SEEDS = 1;
    private static final Duration TROUBLE = Duration.ofHours(Long.getLong("ddns.hours", 3));

    @Test
    @Tag("promise-24")
    @Tag("promise-15")
    @Tag("promise-6")
    void inEverySeedOneNodeWritesAndEveryNameBecomesRight() {
        Long one = Long.getLong("ddns.seed");
        long first = one != null ? one : 0;
        long seeds = one != null ? 1 : Integer.getInteger("ddns.clusters", SEEDS);
        long doubles = 0;
        long calls = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            try (ClusterSimulation simulation = new ClusterSimulation(seed)) {
                try {
                    calls += simulation.live(TROUBLE).providerCalls;
                } catch (AssertionError | RuntimeException | Chronicle.BrokenPromise e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    throw new AssertionError("\n" + simulation.trace() + "\n\nseed " + seed + ": " + cause, e);
                }
                doubles += simulation.doubles();
            }
        }
        System.out.printf(
                "cluster simulation: %,d seeds, %,d simulated hours, %,d provider calls, %,d by a second node within a"
                        + " lease after the lock server broke its word%n",
                seeds, seeds * TROUBLE.toHours(), calls, doubles);
        assertThat(calls).isPositive();
    }

    @Tag("thorough")
    @Test
    void equalSeedsLiveEqualLives() {
        for (long seed = 0; seed < 6; seed++) {
            assertThat(mark(seed)).as("seed %d", seed).isEqualTo(mark(seed));
        }
    }

    private static long mark(long seed) {
        try (ClusterSimulation simulation = new ClusterSimulation(seed)) {
            return simulation.live(Duration.ofHours(1)).mark();
        }
    }
}

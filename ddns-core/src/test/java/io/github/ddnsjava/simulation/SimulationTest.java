package io.github.ddnsjava.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The production updater, policies, journal and provider bases live through simulated trouble, in every build. More of
 * it: {@code mvn -Psimulation test -pl ddns-core -Dddns.seeds=N -Dddns.days=N}; {@code -Dddns.seed=N} is one seed, with
 * its trace if it fails.
 */
@Tag("simulation")
class SimulationTest {
    private static final int SEEDS = 2;
    private static final int THREADS = 2;
    private static final int FAILURES_SHOWN = 5;

    private final int days = Integer.getInteger("ddns.days", 12);
    private final Figures figures = new Figures();
    private final Map<Long, String> failures = new TreeMap<>();
    private final AtomicInteger failed = new AtomicInteger();

    @Test
    @Tag("promise-1")
    @Tag("promise-2")
    @Tag("promise-3")
    @Tag("promise-6")
    @Tag("promise-7")
    @Tag("promise-9")
    @Tag("promise-10")
    @Tag("promise-13")
    @Tag("promise-14")
    @Tag("promise-15")
    @Tag("promise-16")
    @Tag("promise-17")
    void everySeedKeepsEveryPromise() throws Exception {
        Long one = Long.getLong("ddns.seed");
        long first = one != null ? one : Long.getLong("ddns.first", 0);
        int seeds = one != null ? 1 : Integer.getInteger("ddns.seeds", SEEDS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (long seed = first + seeds - 1; seed >= first; seed--) { // the last is a long one
                long mine = seed;
                all.add(threads.submit(() -> live(mine)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        System.out.println(figures.line(seeds, days));
        assertThat(failures.values())
                .as("%d of %d seeds broke a promise", failed.get(), seeds)
                .isEmpty();
    }

    @Test
    @Tag("thorough")
    void equalSeedsLiveEqualLives() throws Exception {
        for (long seed = 0; seed < 5; seed++) {
            assertThat(mark(seed)).as("seed %d", seed).isEqualTo(mark(seed));
        }
    }

    private static long mark(long seed) throws IOException {
        try (Simulation simulation = new Simulation(seed)) {
            return simulation.live(Duration.ofDays(6)).mark();
        }
    }

    private void live(long seed) {
        Simulation simulation = new Simulation(seed);
        try (simulation) {
            figures.add(simulation.live(Duration.ofDays(days)));
        } catch (Exception | Error e) {
            if (failed.incrementAndGet() <= FAILURES_SHOWN) {
                synchronized (failures) {
                    failures.put(seed, report(seed, simulation, e));
                }
            }
        }
    }

    private String report(long seed, Simulation simulation, Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return "\n" + simulation.trace() + "\n\nseed " + seed + ": " + cause
                + "\nreplay: mvn -Psimulation test -pl ddns-core -Dtest=SimulationTest -Dddns.trace=100000 -Dddns.days="
                + days + " -Dddns.seed=" + seed + "\n";
    }

    /** What all seeds came to. */
    private static final class Figures {
        private long changes;
        private long faults;
        private long crashes;
        private long calls;
        private Duration worst = Duration.ZERO;

        synchronized void add(Chronicle chronicle) {
            changes += chronicle.addressChanges;
            faults += chronicle.faults;
            crashes += chronicle.crashes;
            calls += chronicle.providerCalls;
            worst = worst.compareTo(chronicle.worstCorrection) > 0 ? worst : chronicle.worstCorrection;
        }

        synchronized String line(int seeds, int days) {
            return String.format(
                    "simulation: %,d seeds, %,d simulated days, %,d address changes, %,d faults, %,d crashes,"
                            + " %,d provider calls, worst time to correct %d:%02d",
                    seeds,
                    (long) seeds * days,
                    changes,
                    faults,
                    crashes,
                    calls,
                    worst.toMinutes(),
                    worst.toSecondsPart());
        }
    }
}

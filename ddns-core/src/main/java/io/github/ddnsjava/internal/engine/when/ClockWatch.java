package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the wall clock and the timers do not go alike: the clock was set, or this host slept, or the process was
 * stopped for a while. Timers stand still meanwhile on most systems, so an address that changed in between would be
 * noticed a whole period later. Thread-safe.
 */
public final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** Costs a comparison. */
    public static final Duration TICK = Duration.ofSeconds(15);

    private final Workers workers;
    private final InstantSource clock;
    private final Consumer<Duration> jumped;

    /**
     * Makes one.
     *
     * @param jumped is told by how much the clock is ahead of where the timers expect it, negative if behind
     */
    ClockWatch(Workers workers, InstantSource clock, Consumer<Duration> jumped) {
        this.workers = workers;
        this.clock = clock;
        this.jumped = jumped;
    }

    void start() {
        Instant expected = clock.instant().plus(TICK);
        workers.after(TICK, () -> {
            Duration ahead = Duration.between(expected, clock.instant());
            start();
            if (ahead.abs().compareTo(ClockRules.TOLERANCE) > 0) {
                LOG.info("the clock jumped by {}, or this host slept: looking at once", ahead);
                jumped.accept(ahead);
            }
        });
    }
}

package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.log.KeyValues;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the wall clock and the timers disagree. The cause is that the clock was set, this host slept, or the
 * process was stopped for a while. On most systems, timers stop during that time. A changed address would then be
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
     * @param jumped receives by how much the clock is ahead of the time that the timers expect; negative if it is
     *     behind
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
                KeyValues.none()
                        .lasted(ahead)
                        .on(LOG.atInfo())
                        .log(
                                "the clock of this host jumped {} by {}: it was set, or this host slept; addresses are checked now",
                                ahead.isNegative() ? "back" : "ahead",
                                Durations.format(ahead.abs().truncatedTo(ChronoUnit.SECONDS)));
                jumped.accept(ahead);
            }
        });
    }
}

package io.github.ddnsjava;

import java.time.Duration;

/**
 * How often an updater polls its detectors. Immutable and thread-safe.
 *
 * @param every the period between two cycles
 * @param jitter the part of the period, 0 to 1, by which each period is lengthened or shortened at random; the first
 *     cycle after {@code start()} comes after a random part of {@code jitter × every}
 * @param probe the first delay until a detector is polled again after it failed, or after it reported or announced a
 *     new address. Each further delay is twice as long, until the period is reached. It is also the period in which a
 *     lost network is checked
 * @param adaptive whether detectors are polled more often around the times of day at which the address usually changes.
 *     These times are learnt from the changes of the last week. The extra polls are taken from polls saved at other
 *     times by the longer half of the jitter. The number of polls never exceeds that of a fixed period
 */
public record Schedule(Duration every, double jitter, Duration probe, boolean adaptive) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * Every five minutes, plus or minus a tenth. The first poll after a failure or a change comes after five seconds.
     * The schedule is adaptive.
     */
    public static final Schedule DEFAULT = new Schedule(Duration.ofMinutes(5), 0.1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a duration is shorter than 1 second, or the jitter is not within 0..1
     */
    public Schedule {
        if (every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the period must be at least 1s, not " + every);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("the jitter must be within 0..1, not " + jitter);
        }
        if (probe.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the first probe must come after at least 1s, not " + probe);
        }
    }

    /** Creates a schedule with that period and jitter. The rest is as in {@link #DEFAULT}. */
    public Schedule(Duration every, double jitter) {
        this(every, jitter, Duration.ofSeconds(5), true);
    }
}

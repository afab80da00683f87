package io.github.ddnsjava;

import java.time.Duration;

/**
 * How often an updater looks at the address.
 *
 * @param every the period between two cycles
 * @param jitter the part of the period, 0 to 1, by which each is lengthened or shortened at random; the first cycle
 *     after {@code start()} comes after a random part of {@code jitter × every}
 * @param probe how soon a detector is asked again after it failed, or said or announced something new; each further
 *     time after twice as long, until the period is reached; and how often it is seen whether a lost network is back
 * @param adaptive whether it looks more often about the times of day at which the address usually changes, learnt from
 *     the changes of the last week; what that costs is saved at other times, by the longer half of the jitter, so
 *     that there are never more looks than the period alone would make
 */
public record Schedule(Duration every, double jitter, Duration probe, boolean adaptive) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Every five minutes, give or take a tenth; from five seconds after a failure or a change; adaptive. */
    public static final Schedule DEFAULT = new Schedule(Duration.ofMinutes(5), 0.1);

    /** Checks that the durations are at least a second and the jitter within 0..1. */
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

    /** A schedule of that period; the rest as in {@link #DEFAULT}. */
    public Schedule(Duration every, double jitter) {
        this(every, jitter, Duration.ofSeconds(5), true);
    }
}

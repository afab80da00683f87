package io.github.ddnsjava;

import java.time.Duration;

/**
 * How often an updater looks at the address.
 *
 * @param every the period between two cycles
 * @param jitter the part of the period, 0 to 1, by which each is lengthened or shortened at random; the first cycle
 *     after {@code start()} comes after a random part of {@code jitter × every}
 */
public record Schedule(Duration every, double jitter) {
    /** Every five minutes, give or take a tenth. */
    public static final Schedule DEFAULT = new Schedule(Duration.ofMinutes(5), 0.1);

    /** Checks that the period is at least a second and the jitter within 0..1. */
    public Schedule {
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the period must be at least 1s, not " + every);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("the jitter must be within 0..1, not " + jitter);
        }
    }
}

package io.github.ddnsjava;

import java.time.Duration;

/**
 * How an attempt is repeated after a temporary failure. The delays double and have jitter. They continue across cycles
 * and restarts. A wait that a server names can only lengthen a delay.
 *
 * <p>With all allowed settings, a server that keeps refusing gets at most ten attempts in the first 100 seconds, and
 * later one attempt for each {@code maxDelay}. Immutable and thread-safe.
 *
 * @param firstDelay the upper bound of the first delay, at least 1 second; the first delay is drawn from the upper half
 * @param maxDelay the upper bound of every delay, at least 1 minute; when the delays have reached it, they have no
 *     jitter
 * @param retryWithin how long one cycle repeats an attempt before it reports the record as failed; later attempts
 *     belong to later cycles
 */
public record RetrySettings(Duration firstDelay, Duration maxDelay, Duration retryWithin) {
    /** The shortest delay. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The smallest {@code maxDelay}. */
    public static final Duration SHORTEST_MAX = Duration.ofMinutes(1);

    /** The delays grow from 2 seconds to 1 hour, and one cycle repeats an attempt for at most 30 seconds. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofSeconds(30));

    /** Checks that the delays are long enough and ordered. */
    public RetrySettings {
        if (firstDelay.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "firstDelay is " + firstDelay + "; it must be at least " + SHORTEST + ", to protect the servers");
        }
        if (maxDelay.compareTo(SHORTEST_MAX) < 0 || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("maxDelay is " + maxDelay + "; it must be at least " + SHORTEST_MAX
                    + " and at least firstDelay, which is " + firstDelay);
        }
        if (retryWithin.isNegative()) {
            throw new IllegalArgumentException("retryWithin must not be negative");
        }
    }
}

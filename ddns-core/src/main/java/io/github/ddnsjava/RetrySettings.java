package io.github.ddnsjava;

import java.time.Duration;

/**
 * How an attempt that failed, but may pass, is repeated: after full-jittered, exponentially growing delays, across
 * cycles and restarts. A server's Retry-After is always honoured instead.
 *
 * @param firstDelay the upper bound of the first delay
 * @param maxDelay the upper bound of every delay
 * @param settleWithin how long one cycle goes on repeating before it reports the record as failed; later repeats
 *     belong to the following cycles
 */
public record RetrySettings(Duration firstDelay, Duration maxDelay, Duration settleWithin) {
    /** From 2 seconds to 1 hour; a cycle settles within 30 seconds. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofSeconds(30));

    /** Checks that the delays are positive and ordered. */
    public RetrySettings {
        if (firstDelay.isNegative() || firstDelay.isZero() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "delays must be positive and ordered, not " + firstDelay + ".." + maxDelay);
        }
        if (settleWithin.isNegative()) {
            throw new IllegalArgumentException("settleWithin must not be negative");
        }
    }
}

package io.github.ddnsjava;

import java.time.Duration;

/**
 * How an attempt that failed, but may pass, is repeated: after jittered delays that double, across cycles and restarts.
 * A wait that a server names can only lengthen a delay, never shorten it.
 *
 * <p>With every setting that is allowed, a server that goes on refusing gets at most ten attempts in the first 100
 * seconds, and then one for each {@code maxDelay}.
 *
 * @param firstDelay the longest first delay, at least 1 second; the first delay is drawn from its upper half
 * @param maxDelay the longest delay, at least 1 minute; from there on the delays are equal
 * @param settleWithin how long one cycle goes on repeating before it reports the record as failed; later repeats
 *     belong to the following cycles
 */
public record RetrySettings(Duration firstDelay, Duration maxDelay, Duration settleWithin) {
    /** No delay is shorter. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** {@code maxDelay} is not shorter. */
    public static final Duration SHORTEST_MAX = Duration.ofMinutes(1);

    /** From 2 seconds to 1 hour; a cycle settles within 30 seconds. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofSeconds(30));

    /** Checks that the delays are long enough and ordered. */
    public RetrySettings {
        if (firstDelay.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "firstDelay is " + firstDelay + "; it must be at least " + SHORTEST + ": servers are not hammered");
        }
        if (maxDelay.compareTo(SHORTEST_MAX) < 0 || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("maxDelay is " + maxDelay + "; it must be at least " + SHORTEST_MAX
                    + " and at least firstDelay, which is " + firstDelay);
        }
        if (settleWithin.isNegative()) {
            throw new IllegalArgumentException("settleWithin must not be negative");
        }
    }
}

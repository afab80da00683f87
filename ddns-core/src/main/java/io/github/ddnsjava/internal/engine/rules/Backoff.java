package io.github.ddnsjava.internal.engine.rules;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import io.github.ddnsjava.RetrySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Computes how long to wait after a number of consecutive failures. This is the only place that does it, for records
 * and for accounts. The delays double (Failsafe's exponential backoff). Each delay is drawn from the upper half of its
 * range. Clients that failed together are thus spread, and none returns before half of its delay. The longest delay is
 * not drawn, because the clients are spread by then. The number of failures is state, and the delays continue to grow
 * after a restart. Thread-safe.
 */
public final class Backoff {
    /** The maximum wait. If a server names a longer wait, the next request is sent after this one. */
    public static final Duration LONGEST_NAMED = Duration.ofDays(7);

    /** From here on every delay is at its bound. */
    private static final int TOP = 40;

    private final Supplier<RetrySettings> settings;
    private final RandomGenerator random;

    /**
     * Makes one.
     *
     * @param settings returns the settings at present
     */
    public Backoff(Supplier<RetrySettings> settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    private static RetryPolicy<Object> policy(RetrySettings settings) {
        // Failsafe wants a maximum above the first delay.
        Duration max = settings.maxDelay().compareTo(settings.firstDelay()) > 0
                ? settings.maxDelay()
                : settings.firstDelay().plusMillis(1);
        return RetryPolicy.builder()
                .withMaxRetries(-1)
                .withBackoff(settings.firstDelay(), max)
                .build();
    }

    /** Returns the longest delay of our own. */
    Duration longest() {
        return settings.get().maxDelay();
    }

    /**
     * Returns when to try again: after our own delay, or after the wait that the server named, whichever is later. A
     * server can therefore only lengthen our waits.
     *
     * @param failures how many failures in a row there were, at least 1
     * @param named the wait that the server named, whatever it is: zero, negative, or years
     */
    public Instant notBefore(int failures, Optional<Duration> named, Instant now) {
        return later(now.plus(delay(failures)), named, now);
    }

    /** Returns the end of our own delay, or the end of the wait that the server named, whichever is later. */
    static Instant later(Instant own, Optional<Duration> named, Instant now) {
        return named.map(wait -> wait.compareTo(LONGEST_NAMED) < 0 ? wait : LONGEST_NAMED)
                .map(wait -> wait.isNegative() ? now : now.plus(wait))
                .filter(own::isBefore)
                .orElse(own);
    }

    /** Returns the shortest delay after that many failures in a row. */
    Duration shortest(int failures) {
        return shortest(bound(failures));
    }

    private Duration shortest(Duration bound) {
        if (bound.compareTo(longest()) >= 0) {
            return longest();
        }
        Duration half = bound.dividedBy(2);
        return half.compareTo(RetrySettings.SHORTEST) > 0 ? half : RetrySettings.SHORTEST;
    }

    private Duration delay(int failures) {
        Duration bound = Holds.shorter(bound(failures), longest());
        Duration least = shortest(bound);
        return least.plusNanos((long) (random.nextDouble() * bound.minus(least).toNanos()));
    }

    private Duration bound(int failures) {
        Execution<Object> execution = Execution.of(policy(settings.get()));
        IllegalStateException failure = new IllegalStateException();
        for (int i = 0; i < Math.min(failures, TOP); i++) {
            execution.recordException(failure);
        }
        return execution.getDelay();
    }
}

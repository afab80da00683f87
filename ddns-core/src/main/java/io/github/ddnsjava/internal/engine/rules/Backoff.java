package io.github.ddnsjava.internal.engine.rules;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import io.github.ddnsjava.RetrySettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures in a row: Failsafe's exponential backoff, with full jitter from our own
 * randomness. The number of failures is state, so the ladder goes on after a restart. Thread-safe.
 */
public final class Backoff {
    /** From here on every delay is at its bound. */
    private static final int TOP = 40;

    private final RetryPolicy<Object> policy;
    private final RandomGenerator random;

    public Backoff(RetrySettings settings, RandomGenerator random) {
        // Failsafe wants a maximum above the first delay.
        Duration max = settings.maxDelay().compareTo(settings.firstDelay()) > 0
                ? settings.maxDelay()
                : settings.firstDelay().plusMillis(1);
        this.policy = RetryPolicy.builder()
                .withMaxRetries(-1)
                .withBackoff(settings.firstDelay(), max)
                .build();
        this.random = random;
    }

    /** Returns a delay after that many failures in a row, at least 1. */
    public Duration after(int failures) {
        Execution<Object> execution = Execution.of(policy);
        IllegalStateException failure = new IllegalStateException();
        for (int i = 0; i < Math.min(failures, TOP); i++) {
            execution.recordException(failure);
        }
        return Duration.ofNanos(
                1 + (long) (random.nextDouble() * execution.getDelay().toNanos()));
    }
}

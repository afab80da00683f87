package io.github.ddnsjava.provider.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test advances it. Thread-safe. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    /** Creates a clock that stands at noon (UTC) of 1 January 2026. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** Creates a clock that stands at that time. */
    public ManualClock(Instant start) {
        now = start;
    }

    /** Advances the clock. A negative duration turns it back. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public String toString() {
        return now.toString();
    }
}

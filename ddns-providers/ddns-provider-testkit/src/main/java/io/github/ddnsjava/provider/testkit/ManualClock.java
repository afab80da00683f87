package io.github.ddnsjava.provider.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told otherwise. Thread-safe. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    /** Begins at noon (UTC) of the first of January 2026. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** Begins at that time. */
    public ManualClock(Instant start) {
        now = start;
    }

    /** Lets time pass; a negative duration turns the clock back. */
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

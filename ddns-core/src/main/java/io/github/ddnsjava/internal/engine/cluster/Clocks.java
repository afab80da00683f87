package io.github.ddnsjava.internal.engine.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Two clocks, because each is wrong in its own way: the wall clock can be set back, and the count of nanoseconds stands still
 * while the host sleeps. Thread-safe.
 *
 * @param monotonic counts nanoseconds
 * @param wall tells the time
 */
public record Clocks(LongSupplier monotonic, InstantSource wall) {
    /** A moment on both clocks. */
    record Moment(long nanos, Instant time) {
        /** Returns how much time has passed from an earlier moment to this one, at the most. */
        Duration since(Moment earlier) {
            Duration counted = Duration.ofNanos(nanos - earlier.nanos);
            Duration told = Duration.between(earlier.time, time);
            return counted.compareTo(told) > 0 ? counted : told;
        }

        /**
         * Returns whether a wait that began at an earlier moment is over. Only the count says so: a wall clock that is set ahead
         * must not end a wait before another node's lease has ended.
         */
        boolean hasCounted(Duration wait, Moment earlier) {
            return Duration.ofNanos(nanos - earlier.nanos).compareTo(wait) >= 0;
        }
    }

    Moment now() {
        return new Moment(monotonic.getAsLong(), wall.instant());
    }
}

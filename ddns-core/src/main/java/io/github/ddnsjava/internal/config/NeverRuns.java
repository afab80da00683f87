package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;

/** A scheduler that runs nothing: for a listener that is only made to check its settings. Stateless and thread-safe. */
final class NeverRuns implements DelayScheduler {
    static final DelayScheduler SCHEDULER = new NeverRuns();

    private NeverRuns() {}

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return () -> {};
    }

    @Override
    public void pause(Duration duration) {
        // Nobody waits for a listener that is only checked.
    }
}

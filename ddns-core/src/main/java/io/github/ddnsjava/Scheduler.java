package io.github.ddnsjava;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Everything that waits in an updater waits here, so that a test can live through years in seconds. Implementations are
 * thread-safe.
 */
public interface Scheduler {
    /**
     * Runs the task once, after the delay, on a thread of the scheduler. The updater's tasks are short and do not
     * block.
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** Blocks the calling worker for that time, or until it is interrupted. */
    void pause(Duration duration) throws InterruptedException;

    /**
     * Tells whether its delays are those of real time. Where they may not be, as in a test that lives through years in
     * seconds, everything happens on the threads that were given, and a detector that never returns holds its own.
     */
    default boolean keepsRealTime() {
        return false;
    }

    /** A scheduled task that can be taken back. */
    @FunctionalInterface
    interface Cancellable {
        /** Takes the task back if it has not begun; otherwise does nothing. */
        void cancel();
    }

    /** Uses the JDK's timers of that executor; {@code pause} sleeps. The caller keeps owning the executor. */
    static Scheduler on(ScheduledExecutorService executor) {
        return new Scheduler() {
            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }

            @Override
            public boolean keepsRealTime() {
                return true;
            }
        };
    }
}

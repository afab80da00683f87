package io.github.ddnsjava;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Performs all delays of an updater, so that a test can simulate years in seconds. Implementations are thread-safe.
 */
public interface DelayScheduler {
    /**
     * Runs the task once, after the delay, on a thread of the scheduler. The updater's tasks are short and do not
     * block. A delay of zero runs the task as soon as a thread of the scheduler is free. The task never runs within
     * this call.
     *
     * @param delay is never negative
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler accepts no task, because it was shut
     *     down; the updater then drops the task
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * Blocks the calling worker for that time.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    void pause(Duration duration) throws InterruptedException;

    /**
     * Returns whether the time of this scheduler is simulated, as in a test that simulates years in seconds. The
     * updater then runs everything on the threads that it was given, and a detector that never returns blocks its
     * thread. In real time, which is the default, such a detector is left after its time limit.
     */
    default boolean isSimulated() {
        return false;
    }

    /** A scheduled task that can be cancelled. */
    @FunctionalInterface
    interface Cancellable {
        /** Cancels the task if it has not begun; otherwise does nothing. */
        void cancel();
    }

    /**
     * Returns a scheduler that uses that executor for tasks; {@code pause} sleeps. The caller remains the owner of the
     * executor and shuts it down.
     */
    static DelayScheduler on(ScheduledExecutorService executor) {
        return new DelayScheduler() {
            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }
        };
    }
}

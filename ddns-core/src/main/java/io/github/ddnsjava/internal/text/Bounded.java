package io.github.ddnsjava.internal.text;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a call that can block in the operating system, where neither an interrupt nor a timeout reaches it. A separate
 * daemon thread makes the call. The thread is abandoned if the call does not return in time. Stateless.
 */
final class Bounded {
    /** How long an interrupted caller still waits. The call usually takes less than a millisecond. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private Bounded() {}

    /**
     * Runs it.
     *
     * @throws IOException that of the call, or that it did not return in time
     * @throws InterruptedException if the caller is interrupted; the call goes on by itself
     */
    static <T> T call(String thread, Duration atMost, Callable<T> call) throws IOException, InterruptedException {
        return await(start(thread, call), atMost);
    }

    /** As {@link #call}, for callers that can't be interrupted: an interrupt stays set, and shortens the wait. */
    static <T> T callUninterruptibly(String thread, Duration atMost, Callable<T> call) throws IOException {
        FutureTask<T> task = start(thread, call);
        try {
            return await(task, atMost);
        } catch (InterruptedException e) {
            try {
                return await(task, GRACE);
            } catch (InterruptedException again) {
                throw new IOException("reading it was interrupted", again);
            } finally {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> FutureTask<T> start(String name, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static <T> T await(FutureTask<T> task, Duration atMost) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(); // which get() does not look at where the task is done already
        }
        try {
            return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it could not be read to its end within " + seconds(atMost), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("it cannot be read: " + e.getCause(), e);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}

package io.github.ddnsjava.coordination;

import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs calls to code of others, such as drivers and pools, that may block for longer than promised. A call that takes longer
 * is interrupted and left alone. It still counts among those that run at once until it ends, so that an engine that hangs
 * cannot collect threads without end. Thread-safe.
 */
final class CallBulkhead implements AutoCloseable {
    /** How long a thread waits for another call. Polls that come four times a second, and the steps of a take-over, reuse one. */
    private static final Duration IDLE = Duration.ofSeconds(3);

    private final String engine;
    private final Duration longest;
    private final Semaphore atOnce;
    private final ExecutorService threads;

    /**
     * Makes it without a thread; threads come with the calls.
     *
     * @param engine what is called, for messages
     * @param most how many calls run at once
     * @param longest how long a call may take, its wait for others included
     */
    CallBulkhead(String engine, int most, Duration longest) {
        this(engine, most, longest, () -> {});
    }

    /**
     * Makes it without a thread; threads come with the calls.
     *
     * @param engine what is called, for messages
     * @param most how many calls run at once
     * @param longest how long a call may take, its wait for others included
     * @param atThreadEnd is run by each thread when it ends: three seconds after its last call, or when this is closed
     */
    CallBulkhead(String engine, int most, Duration longest, Runnable atThreadEnd) {
        this.engine = engine;
        this.longest = longest;
        this.atOnce = new Semaphore(most);
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(() -> runThen(work, atThreadEnd), "ddns-coordination");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private static void runThen(Runnable work, Runnable atThreadEnd) {
        try {
            work.run();
        } finally {
            atThreadEnd.run();
        }
    }

    /**
     * Runs a call.
     *
     * @throws TransientException if it did not end in time, or this thread was interrupted
     */
    <T> T run(Callable<T> call) {
        return run(call, true);
    }

    /**
     * Runs a call that an interrupt of this thread does not end.
     *
     * @throws TransientException if it did not end in time
     */
    <T> T runUninterruptibly(Callable<T> call) {
        return run(call, false);
    }

    private <T> T run(Callable<T> call, boolean heedsInterrupts) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            if (!waiting(heedsInterrupts, () -> atOnce.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS))) {
                throw TransientException.notSent(
                        engine + ": earlier calls have not ended for " + longest.toSeconds()
                                + " s; check whether it answers",
                        null);
            }
            Future<T> running = start(call);
            try {
                return waiting(heedsInterrupts, () -> running.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            } finally {
                running.cancel(true);
            }
        } catch (TimeoutException e) {
            throw TransientException.unknownOutcome(
                    engine + ": no answer within " + longest.toSeconds() + " s; check whether it answers", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientException.unknownOutcome(engine + ": the call was interrupted", null);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Something that a thread waits for. */
    private interface Wait<T> {
        T end() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <T> T waiting(boolean heedsInterrupts, Wait<T> wait)
            throws InterruptedException, ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.end();
                } catch (InterruptedException e) {
                    if (heedsInterrupts) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> Future<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        try {
            threads.execute(() -> {
                try {
                    task.run(); // which does not make the call if it was cancelled before
                } finally {
                    atOnce.release();
                }
            });
            return task;
        } catch (RejectedExecutionException e) {
            atOnce.release();
            throw TransientException.notSent(engine + ": it is closed", null);
        } catch (Error e) {
            atOnce.release(); // there is no memory for another thread
            throw e;
        }
    }

    private RuntimeException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known
                ? known
                : TransientException.unknownOutcome(engine + ": the call failed with a checked exception", cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

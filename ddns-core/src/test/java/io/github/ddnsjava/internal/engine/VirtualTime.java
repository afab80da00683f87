package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Clock, scheduler and executor in one: everything that an updater does becomes an event, and the test runs them in
 * order on its own thread, so that equal tests go equal ways. A task that pauses lets the others go on meanwhile,
 * nested in its pause.
 *
 * <p>The simulation's {@code Time} is another, because there a test's thread is not enough: tasks pause in any order, and
 * a process that has crashed must do nothing more.
 */
public final class VirtualTime implements InstantSource, DelayScheduler, Executor {
    private static final long REAL_PATIENCE = 60_000_000_000L;

    private record Event(Instant at, long number, Runnable task) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Duration skew = Duration.ZERO;
    private long numbers;

    @Override
    public synchronized Instant instant() {
        return now.plus(skew);
    }

    /** Returns the time of a clock that nobody sets. */
    public synchronized Instant trueTime() {
        return now;
    }

    /** Counts nanoseconds, which nobody can set. */
    public synchronized long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    /** Sets the wall clock forward, or back; timers do not care. */
    synchronized void setClock(Duration by) {
        skew = skew.plus(by);
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        Event event = new Event(now.plus(delay), numbers++, task);
        queue.add(event);
        return () -> {
            synchronized (this) {
                queue.remove(event);
            }
        };
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        run(duration);
    }

    @Override
    public boolean isSimulated() {
        return true;
    }

    /** Lets that much time pass. */
    public void run(Duration duration) {
        Instant end;
        synchronized (this) {
            end = now.plus(duration);
        }
        while (step(end)) {
            // the next one
        }
        synchronized (this) {
            now = end.isAfter(now) ? end : now;
        }
    }

    /** Runs what is due now. */
    public void settle() {
        run(Duration.ZERO);
    }

    /** Lets time pass until the condition is met. */
    void runUntil(BooleanSupplier condition, Duration limit) {
        Instant end;
        synchronized (this) {
            end = now.plus(limit);
        }
        while (!condition.getAsBoolean()) {
            if (!step(end)) {
                throw new AssertionError("not within " + limit);
            }
        }
    }

    private boolean step(Instant end) {
        Event event;
        synchronized (this) {
            event = queue.peek();
            if (event == null || event.at().isAfter(end)) {
                return false;
            }
            queue.remove();
            now = event.at().isAfter(now) ? event.at() : now;
        }
        event.task().run();
        return true;
    }

    /**
     * Tells whether a thread waits for something that has not happened yet. One for which it has happened counts as
     * waiting until the system lets it run, which on a busy machine takes long enough for a timer to go off.
     */
    private static boolean isBlocked(Thread caller) {
        if (caller.getState() != Thread.State.WAITING) {
            return false;
        }
        Object blocker = LockSupport.getBlocker(caller);
        if (blocker instanceof ForkJoinPool.ManagedBlocker waiter) { // of a CompletableFuture
            // It asks, and clears, the interrupt of the thread that asks: here the test's, which some task may have
            // left.
            boolean interrupted = Thread.interrupted();
            try {
                return !waiter.isReleasable();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return !(blocker instanceof Future<?> future) || !future.isDone();
    }

    /**
     * Makes a call that blocks, on a thread of its own, and lets time pass until it returns: a few minutes at most,
     * since the caller is not awake at once when it could go on.
     */
    <T> T await(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread caller = new Thread(task, "caller");
        caller.setDaemon(true);
        caller.start();
        long patience = System.nanoTime() + REAL_PATIENCE;
        Instant end = now.plus(Duration.ofMinutes(3));
        while (!task.isDone()) {
            boolean moved = false;
            if (isBlocked(caller)) {
                moved = step(now);
                if (!moved) {
                    LockSupport.parkNanos(1_000_000);
                    moved = isBlocked(caller) && step(end);
                }
            }
            if (moved) {
                patience = System.nanoTime() + REAL_PATIENCE;
            } else if (System.nanoTime() > patience) {
                AssertionError stuck = new AssertionError("nothing is left to do, and the call has not returned");
                stuck.setStackTrace(caller.getStackTrace());
                throw stuck;
            } else {
                Thread.onSpinWait();
            }
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an updater's work is done: timers that never block, and workers that do. Its own threads are daemons with
 * names; what was brought from outside is used and left as it was. Thread-safe.
 */
public final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private static final Duration LATER = Duration.ofSeconds(1);
    /** Far longer than what heeds an interrupt needs to end. */
    private static final Duration RETURNS_WITHIN = Duration.ofSeconds(5);
    /** Far longer than a free thread needs to begin. */
    private static final long BEGINS_WITHIN_MILLIS = 100;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ThreadFactory apart;
    private final Set<FutureTask<?>> running = ConcurrentHashMap.newKeySet();
    /** Questions that nobody waits for any more, and whose threads have not come back. */
    private final Set<Errand<?>> left = ConcurrentHashMap.newKeySet();

    private final boolean realTime;
    private final DelayScheduler scheduler;
    private final Executor executor;
    private final Executor eventExecutor;
    private final @Nullable ScheduledThreadPoolExecutor ownTimers;
    private final @Nullable ThreadPoolExecutor ownWorkers;
    private final @Nullable ThreadPoolExecutor ownEvents;
    private volatile boolean closed;

    public Workers(@Nullable DelayScheduler scheduler, @Nullable Executor executor) {
        String name = "ddns-updater-" + Integer.toHexString(System.identityHashCode(this));
        apart = daemons(name + "-apart");
        realTime = scheduler == null || scheduler.keepsRealTime();
        if (scheduler == null) {
            ownTimers = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
            ownTimers.setRemoveOnCancelPolicy(true);
            this.scheduler = DelayScheduler.on(ownTimers);
        } else {
            ownTimers = null;
            this.scheduler = scheduler;
        }
        if (executor == null) {
            ownWorkers = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name + "-worker"));
            ownEvents = new ThreadPoolExecutor(
                    1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name + "-events"));
            ownEvents.allowCoreThreadTimeOut(true);
            this.executor = ownWorkers;
            this.eventExecutor = ownEvents;
        } else {
            ownWorkers = null;
            ownEvents = null;
            this.executor = executor;
            this.eventExecutor = executor;
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Tells whether the threads are its own, of which there are always enough. */
    boolean areOwn() {
        return ownWorkers != null;
    }

    /** Returns where to wait. */
    public DelayScheduler scheduler() {
        return scheduler;
    }

    /** Returns where listeners are told. */
    public Executor eventExecutor() {
        return eventExecutor;
    }

    /** Runs a blocking task; an executor that is too busy gets it again a little later. */
    public void run(Runnable task) {
        FutureTask<?> future =
                new FutureTask<>(
                        () -> {
                            try {
                                task.run();
                            } catch (Throwable e) {
                                LOG.error("a task of the updater failed; this is a defect, please report it", e);
                            }
                        },
                        null) {
                    @Override
                    protected void done() {
                        running.remove(this);
                    }
                };
        running.add(future);
        submit(future);
    }

    private void submit(FutureTask<?> future) {
        try {
            executor.execute(future);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                LOG.warn("the executor that was given to the updater refuses work: {}", e.toString());
                after(LATER, () -> submit(future));
            }
        }
        if (closed) {
            future.cancel(true);
        } else if (ownWorkers == null && left.stream().anyMatch(Errand::isStuck)) {
            // Nobody knows whether the executor that was given has a thread beside those that do not come back.
            after(LATER, () -> runApartUnlessBegun(future));
        }
    }

    private void runApartUnlessBegun(FutureTask<?> future) {
        if (!future.isDone()) {
            runApart(future); // which does nothing where another thread has begun it
        }
    }

    /** Runs code of the application's that may never end, on a daemon thread of its own. */
    public void runApart(Runnable task) {
        apart.newThread(task).start();
    }

    /**
     * Asks on another thread than the caller's, so that the caller can leave it when it is interrupted. Where the
     * scheduler is one that need not keep real time, in place: a simulated world has one thread, and nothing that is
     * stuck.
     */
    public <T> T askApart(Errand<T> errand) throws InterruptedException, ExecutionException {
        if (!realTime) {
            errand.run();
            return errand.get();
        }
        errand.keepOff(Thread.currentThread());
        try {
            run(errand);
            if (!errand.beginsWithin(BEGINS_WITHIN_MILLIS)) {
                runApart(errand);
            }
            return errand.get();
        } finally {
            errand.leave();
        }
    }

    /** Takes note that nobody waits for a question any more, which is still being asked. */
    void left(Errand<?> errand) {
        left.add(errand);
        after(RETURNS_WITHIN, () -> {
            if (left.contains(errand)) {
                errand.isStuckNow();
                LOG.warn("{} does not return although it was interrupted; its thread is left alone", errand);
                if (ownWorkers == null) {
                    running.forEach(this::runApartUnlessBegun);
                }
            }
        });
    }

    /** Takes note that its thread came back. */
    void returned(Errand<?> errand) {
        left.remove(errand);
    }

    /** Tells whether that question is still being asked, although nobody waits for it any more. */
    public boolean isLeft(Object who) {
        return left.stream().anyMatch(errand -> errand.who().equals(who));
    }

    /** Returns which questions hold a thread although nobody waits for them any more. */
    public List<String> stuck() {
        return left.stream()
                .filter(Errand::isStuck)
                .map(Errand::toString)
                .sorted()
                .toList();
    }

    /**
     * Runs code of the application's or of the disk's, and waits for it, but no longer than that, in real time.
     *
     * @return whether it ended in time
     */
    public boolean runWithin(Duration limit, Runnable task) {
        FutureTask<?> future = new FutureTask<>(task, null);
        runApart(future);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true; // the wait is short, and what it is for must not be lost
                }
            }
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            LOG.error("closing failed; this is a defect, please report it", e.getCause());
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs a task after a delay; a mistake in it must not end the timer. */
    public DelayScheduler.Cancellable after(Duration delay, Runnable task) {
        try {
            return scheduler.schedule(delay.isNegative() ? Duration.ZERO : delay, () -> {
                try {
                    if (!closed) {
                        task.run();
                    }
                } catch (Throwable e) {
                    LOG.error("a timer's task failed; this is a defect, please report it", e);
                }
            });
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** Interrupts what is under way, ends our own threads, and waits for them, two seconds at most. */
    public void close() {
        closed = true;
        running.forEach(future -> future.cancel(true));
        for (ExecutorService own : new ExecutorService[] {ownTimers, ownWorkers}) {
            if (own != null) {
                own.shutdownNow();
            }
        }
        if (ownEvents != null) {
            ownEvents.shutdown();
        }
        runWithin(CLOSE_LIMIT, () -> {
            ExecutorService[] pools = {ownTimers, ownWorkers, ownEvents};
            for (ExecutorService own : pools) {
                if (own != null) {
                    await(own, CLOSE_LIMIT.dividedBy(pools.length)); // so that the thread that waits ends in time, too
                }
            }
        });
        if (ownEvents != null) {
            ownEvents.shutdownNow();
        }
    }

    private static void await(ExecutorService own, Duration limit) {
        try {
            own.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

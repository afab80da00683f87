package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.Scheduler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final ThreadFactory apart;
    private final Set<FutureTask<?>> running = ConcurrentHashMap.newKeySet();
    private final Scheduler scheduler;
    private final Executor executor;
    private final Executor eventExecutor;
    private final @Nullable ScheduledThreadPoolExecutor ownTimers;
    private final @Nullable ThreadPoolExecutor ownWorkers;
    private final @Nullable ThreadPoolExecutor ownEvents;
    private volatile boolean closed;

    public Workers(@Nullable Scheduler scheduler, @Nullable Executor executor) {
        String name = "ddns-updater-" + Integer.toHexString(System.identityHashCode(this));
        apart = daemons(name + "-hook");
        if (scheduler == null) {
            ownTimers = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
            ownTimers.setRemoveOnCancelPolicy(true);
            this.scheduler = Scheduler.on(ownTimers);
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
    public Scheduler scheduler() {
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
        }
    }

    /** Runs code of the application's that may never end, on a daemon thread of its own. */
    public void runApart(Runnable task) {
        apart.newThread(task).start();
    }

    /** Runs a task after a delay; a mistake in it must not end the timer. */
    public Scheduler.Cancellable after(Duration delay, Runnable task) {
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

    /** Interrupts what is under way, ends our own threads, and waits for them, a few seconds at most. */
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
        for (ExecutorService own : new ExecutorService[] {ownTimers, ownWorkers, ownEvents}) {
            if (own != null) {
                await(own);
            }
        }
    }

    private static void await(ExecutorService own) {
        try {
            if (!own.awaitTermination(2, TimeUnit.SECONDS)) {
                own.shutdownNow();
            }
        } catch (InterruptedException e) {
            own.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

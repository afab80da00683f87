package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.internal.follow.FileEvents;
import io.github.ddnsjava.internal.follow.FileWatch;
import io.github.ddnsjava.internal.text.OneLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of an updater: timers, which never block, and workers, which may block. Its own threads are daemons with
 * names. A scheduler or executor of the host is used, and is not shut down. Thread-safe.
 */
public final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private static final Duration LATER = Duration.ofSeconds(1);
    /** Far longer than what heeds an interrupt needs to end. */
    private static final Duration RETURNS_WITHIN = Duration.ofSeconds(5);
    /** Far longer than a free thread needs to begin. */
    private static final long BEGINS_WITHIN_MILLIS = 100;

    private static final Duration REFUSAL_TOLD_EVERY = Duration.ofMinutes(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ThreadFactory apart;
    private final Set<Task> running = ConcurrentHashMap.newKeySet();
    /** Calls that somebody waits for. */
    private final Set<Errand<?>> asked = ConcurrentHashMap.newKeySet();
    /** Calls that nobody waits for any more, and that have not returned. */
    private final Set<Errand<?>> left = ConcurrentHashMap.newKeySet();

    private final boolean simulated;
    private final DelayScheduler scheduler;
    private final Timers timers;
    private final Executor executor;
    private final Executor eventExecutor;
    private final @Nullable ScheduledThreadPoolExecutor ownTimers;
    private final @Nullable ThreadPoolExecutor ownWorkers;
    private final @Nullable ThreadPoolExecutor ownEvents;
    /** Whether the log says already that the executor refuses tasks. */
    private final AtomicBoolean refusedLately = new AtomicBoolean();

    private volatile boolean closed;
    private volatile BiConsumer<DefectPart, Throwable> defects = (part, thrown) -> {};

    public Workers(@Nullable DelayScheduler scheduler, @Nullable Executor executor) {
        String name = "ddns-updater-" + Integer.toHexString(System.identityHashCode(this));
        apart = daemons(name + "-apart");
        simulated = scheduler != null && scheduler.isSimulated();
        if (scheduler == null) {
            ownTimers = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
            ownTimers.setRemoveOnCancelPolicy(true);
            this.scheduler = DelayScheduler.on(ownTimers);
        } else {
            ownTimers = null;
            this.scheduler = scheduler;
        }
        timers = new Timers(this.scheduler, e -> defect(DefectPart.ENGINE, e));
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

    /** Passes each defect to this consumer, which never throws. */
    public void onDefect(BiConsumer<DefectPart, Throwable> consumer) {
        defects = consumer;
    }

    /** Notes that something threw what nobody expected. */
    public void defect(DefectPart part, Throwable thrown) {
        defects.accept(part, thrown);
    }

    /** Returns whether the threads are its own. There are always enough of these. */
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

    /**
     * Runs a blocking task. If the executor refuses it, or cannot start a thread, it is submitted again a little later.
     */
    public void run(Runnable task) {
        Task future = new Task(task, this::failed, running::remove);
        running.add(future);
        submit(future);
    }

    private void failed(Throwable thrown) {
        defect(DefectPart.ENGINE, thrown);
        LOG.error(
                "a task of the updater failed; this is a defect of ddnsjava, please report it: {}",
                OneLine.whole(thrown.toString()),
                thrown);
    }

    /** Returns the tasks that threads are working on. Calls that are made apart are not among them: their time is limited. */
    public List<Task> atWork() {
        return running.stream().filter(Task::isAtWork).toList();
    }

    private void submit(Task future) {
        try {
            executor.execute(future);
        } catch (Throwable e) {
            refused(e, () -> submit(future));
        }
        if (closed) {
            future.cancel(true);
        } else if (ownWorkers == null && left.stream().anyMatch(Errand::isStuck)) {
            // Nobody knows whether the executor that was given has a thread beside those that do not come back.
            after(LATER, () -> runApartUnlessBegun(future));
        }
    }

    /**
     * An executor refused a task, or could not start a thread for it. The task is submitted again a little later,
     * unless the updater is closed.
     *
     * @param again submits the task; it must do no harm if the executor runs the refused task as well
     */
    public void refused(Throwable why, Runnable again) {
        if (closed) {
            return;
        }
        if (!refusedLately.getAndSet(true)) {
            after(REFUSAL_TOLD_EVERY, () -> refusedLately.set(false));
            LOG.warn(
                    "the executor of the updater's tasks refuses a task, which is submitted again in {}; give the updater"
                            + " an executor with more threads or a longer queue, or allow the process more threads: {}",
                    Durations.format(LATER),
                    OneLine.whole(why.toString()));
        }
        after(LATER, again);
    }

    private void runApartUnlessBegun(Task future) {
        if (!future.isDone()) {
            runApart(future); // which does nothing where another thread has begun it
        }
    }

    /** Runs code of the application that may never return, on a separate daemon thread. */
    public void runApart(Runnable task) {
        apart.newThread(task).start();
    }

    /**
     * Watches files on a thread of its own. In simulated time nothing is watched, because a simulation has only one thread.
     *
     * @param like a file of the file system that is watched
     * @param changed is called after something happened to one of the files
     */
    public FileEvents fileEvents(Path like, Runnable changed) {
        return simulated ? FileEvents.none() : new FileWatch(like, this::runApart, changed);
    }

    /**
     * Makes the call on another thread, and leaves it after that time, or when the calling thread is interrupted. If the
     * scheduler is {@linkplain DelayScheduler#isSimulated simulated}, the call is made on the calling thread, because a
     * simulation has only one thread, and no call that never returns.
     *
     * @throws TimeoutException if the call was left because its time was over
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public <T> T askApart(Errand<T> errand, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        asked.add(errand);
        // The waiting thread looks at the time itself, too: it may be the thread of the timers, or these may have
        // ended.
        DelayScheduler.Cancellable watchdog = ownTimers == null ? after(limit, errand::leave) : () -> {};
        try {
            if (closed) {
                throw new InterruptedException();
            }
            if (simulated) {
                errand.run();
            } else {
                errand.keepOff(Thread.currentThread());
                run(errand);
                if (!errand.beginsWithin(BEGINS_WITHIN_MILLIS)) {
                    try {
                        runApart(errand);
                    } catch (OutOfMemoryError e) {
                        // Without a thread for it, the executor still has the task, or gets it again.
                    }
                }
            }
            return simulated ? errand.get() : errand.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (CancellationException e) {
            if (simulated) {
                Thread.interrupted(); // that was the watchdog, and it has had its effect
            }
            if (closed) {
                throw new InterruptedException();
            }
            throw new TimeoutException();
        } finally {
            watchdog.cancel();
            errand.leave();
            asked.remove(errand);
        }
    }

    /** Notes that nobody waits any more for a call that has not returned. */
    void left(Errand<?> errand) {
        left.add(errand);
        after(RETURNS_WITHIN, () -> {
            if (left.contains(errand)) {
                errand.isStuckNow();
                LOG.warn(
                        "{} has not returned within {} after it was interrupted; the updater continues without it, and its"
                                + " thread stays occupied until it returns",
                        errand,
                        Durations.format(RETURNS_WITHIN));
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

    /** Returns whether a call to this code has not returned long after it was interrupted. */
    public boolean isStuck(Object who) {
        return left.stream().anyMatch(errand -> errand.isStuck() && errand.who().equals(who));
    }

    /** Returns the calls that occupy a thread although nobody waits for them any more. */
    public List<String> stuck() {
        return left.stream()
                .filter(Errand::isStuck)
                .map(Errand::toString)
                .sorted()
                .toList();
    }

    /**
     * Runs code of the application, or a write to the disk, and waits for it up to this limit, in real time.
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
            defect(DefectPart.ENGINE, e.getCause() == null ? e : e.getCause());
            LOG.error(
                    "a step of closing the updater failed; this is a defect of ddnsjava, please report it: {}",
                    OneLine.whole(String.valueOf(e.getCause())),
                    e.getCause());
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs a task after a delay. A failure of the task is logged and does not end the timer. When the updater closes,
     * the task is cancelled; afterwards nothing is scheduled.
     */
    public DelayScheduler.Cancellable after(Duration delay, Runnable task) {
        return after(delay, task, () -> {});
    }

    /**
     * Runs a task after a delay, like {@link #after(Duration, Runnable)}.
     *
     * @param refused runs at once if the scheduler, which has ended say, takes no task
     */
    public DelayScheduler.Cancellable after(Duration delay, Runnable task, Runnable refused) {
        return timers.after(delay, task, refused);
    }

    public boolean isClosed() {
        return closed;
    }

    /** Interrupts running tasks, ends our own threads, and waits for them for at most two seconds. */
    public void close() {
        closed = true;
        timers.close();
        asked.forEach(Errand::leave);
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

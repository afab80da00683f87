package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.internal.text.OneLine;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers that an updater has set. When it closes, they are cancelled: a scheduler of the host would otherwise hold
 * the updater, and its class loader, until their delays are over. Thread-safe.
 */
final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final DelayScheduler scheduler;
    private final Consumer<Throwable> defects;
    private final Set<Timer> ahead = ConcurrentHashMap.newKeySet();
    /** Whether the log says already that the scheduler takes no timer. */
    private final AtomicBoolean told = new AtomicBoolean();

    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param defects takes what a task has thrown
     */
    Timers(DelayScheduler scheduler, Consumer<Throwable> defects) {
        this.scheduler = scheduler;
        this.defects = defects;
    }

    /**
     * Runs a task after a delay. A failure of the task is logged. After {@link #close}, nothing is scheduled.
     *
     * @param refused runs at once if the scheduler takes no task
     */
    DelayScheduler.Cancellable after(Duration delay, Runnable task, Runnable refused) {
        Timer timer = new Timer(task);
        if (closed) {
            return timer;
        }
        ahead.add(timer);
        try {
            timer.scheduled = scheduler.schedule(delay.isNegative() ? Duration.ZERO : delay, timer);
        } catch (OutOfMemoryError e) {
            // Timers that cannot start their thread keep the task in their queue, and start it with the next task.
            return timer;
        } catch (RuntimeException | Error e) {
            ahead.remove(timer);
            if (!closed) {
                refused(e);
                refused.run();
            }
            return timer;
        }
        if (closed) {
            timer.cancel();
        }
        return timer;
    }

    private void refused(Throwable why) {
        if (!told.getAndSet(true)) {
            LOG.warn(
                    "the scheduler that was given to the updater takes no timer: nothing is polled on schedule or repeated;"
                            + " close the updater before its scheduler: {}",
                    OneLine.whole(why.toString()));
        }
    }

    /** Cancels all. */
    void close() {
        closed = true;
        ahead.forEach(Timer::cancel);
    }

    private final class Timer implements Runnable, DelayScheduler.Cancellable {
        private volatile Runnable task;
        private volatile DelayScheduler.Cancellable scheduled = () -> {};

        Timer(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            ahead.remove(this);
            try {
                if (!closed) {
                    task.run();
                }
            } catch (Throwable e) {
                defects.accept(e);
                LOG.error(
                        "a timer of the updater failed; this is a defect of ddnsjava, please report it: {}",
                        OneLine.whole(e.toString()),
                        e);
            }
        }

        @Override
        public void cancel() {
            ahead.remove(this);
            task = () -> {}; // a scheduler may keep what was cancelled, and must not keep the updater by it
            try {
                scheduled.cancel();
            } catch (RuntimeException | Error e) {
                LOG.debug(
                        "the scheduler that was given to the updater cannot cancel a timer: {}",
                        OneLine.whole(e.toString()));
            }
        }
    }
}

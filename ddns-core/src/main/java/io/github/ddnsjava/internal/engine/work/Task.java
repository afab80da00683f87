package io.github.ddnsjava.internal.engine.work;

import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task of the workers. It knows the thread that works on it. Two threads may get it; one of them runs it. Thread-safe. */
public final class Task extends FutureTask<Void> {
    /** The work, apart from the task, because the task is not complete while this is made. */
    private static final class Work implements Runnable {
        private final Runnable task;
        private final Consumer<Throwable> failed;
        private volatile @Nullable Thread thread;

        Work(Runnable task, Consumer<Throwable> failed) {
            this.task = task;
            this.failed = failed;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                task.run();
            } catch (Throwable e) {
                failed.accept(e);
            } finally {
                thread = null;
            }
        }
    }

    private final Work work;
    private final Consumer<Task> done;

    Task(Runnable task, Consumer<Throwable> failed, Consumer<Task> done) {
        this(new Work(task, failed), done);
    }

    private Task(Work work, Consumer<Task> done) {
        super(work, null);
        this.work = work;
        this.done = done;
    }

    @Override
    protected void done() {
        done.accept(this);
    }

    /** Returns whether a thread works on it. An errand is not counted: whoever waits for it leaves it in time. */
    boolean isAtWork() {
        return work.thread != null && !(work.task instanceof Errand);
    }

    /** Returns the thread that works on it; null before and after. */
    public @Nullable Thread thread() {
        return work.thread;
    }
}

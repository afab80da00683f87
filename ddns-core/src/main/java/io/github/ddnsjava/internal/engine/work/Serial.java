package io.github.ddnsjava.internal.engine.work;

import dev.failsafe.Bulkhead;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the workers, one at a time and in order. Tasks of one account do not wait for those of another, because
 * each has a {@code Serial} of its own. Thread-safe.
 */
public final class Serial {
    private final Workers workers;
    private final Bulkhead<Object> permit = Bulkhead.of(1);
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    public Serial(Workers workers) {
        this.workers = workers;
    }

    public void execute(Runnable task) {
        add(task);
        pump();
    }

    private synchronized void add(Runnable task) {
        tasks.add(task);
    }

    private void pump() {
        Runnable task = next();
        if (task != null) {
            workers.run(() -> {
                try {
                    task.run();
                } finally {
                    permit.releasePermit();
                    pump();
                }
            });
        }
    }

    private synchronized @Nullable Runnable next() {
        return tasks.isEmpty() || !permit.tryAcquirePermit() ? null : tasks.remove();
    }
}

package io.github.ddnsjava.internal.engine;

import dev.failsafe.Bulkhead;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on the workers, one at a time and in order: what waits for one account waits for no other. Thread-safe. */
final class Serial {
    private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

    private final Workers workers;
    private final Bulkhead<Object> permit = Bulkhead.of(1);
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    Serial(Workers workers) {
        this.workers = workers;
    }

    void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
        }
        pump();
    }

    private void pump() {
        Runnable task = next();
        if (task != null) {
            workers.run(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("a task of the updater failed; this is a defect, please report it", e);
                } finally {
                    permit.releasePermit();
                    pump();
                }
            });
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.isEmpty() || !permit.tryAcquirePermit() ? null : tasks.remove();
        }
    }
}

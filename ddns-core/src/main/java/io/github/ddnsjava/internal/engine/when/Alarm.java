package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.Scheduler;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One timer, which goes off at the earliest of the times that it was told. Thread-safe. */
final class Alarm {
    private final Workers workers;
    private final InstantSource clock;
    private final Runnable task;
    private @Nullable Instant setTo;
    private Scheduler.Cancellable timer = () -> {};

    Alarm(Workers workers, InstantSource clock, Runnable task) {
        this.workers = workers;
        this.clock = clock;
        this.task = task;
    }

    /** Goes off then at the latest. */
    synchronized void by(Instant at) {
        if (setTo != null && !at.isBefore(setTo)) {
            return;
        }
        timer.cancel();
        setTo = at;
        timer = workers.after(Duration.between(clock.instant(), at), () -> ring(at));
    }

    /** Forgets what it was told. */
    synchronized void reset() {
        timer.cancel();
        setTo = null;
    }

    private void ring(Instant at) {
        synchronized (this) {
            if (!at.equals(setTo)) {
                return; // it was set anew while it rang
            }
            setTo = null;
        }
        task.run();
    }
}

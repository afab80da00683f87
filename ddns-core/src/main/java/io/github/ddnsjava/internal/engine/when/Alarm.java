package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One timer, which fires at the earliest of the times that were set. Thread-safe. */
final class Alarm {
    private final Workers workers;
    private final InstantSource clock;
    private final Runnable task;
    private @Nullable Instant setTo;
    private DelayScheduler.Cancellable timer = () -> {};

    Alarm(Workers workers, InstantSource clock, Runnable task) {
        this.workers = workers;
        this.clock = clock;
        this.task = task;
    }

    /** Goes off then at the latest. */
    void by(Instant at) {
        if (set(at)) {
            DelayScheduler.Cancellable mine = workers.after(Duration.between(clock.instant(), at), () -> ring(at));
            keep(at, mine).cancel();
        }
    }

    private synchronized boolean set(Instant at) {
        boolean earlier = setTo == null || at.isBefore(setTo);
        setTo = earlier ? at : setTo;
        return earlier;
    }

    /** Returns the timer that is no longer needed: the previous one, or this one if another was set in the meantime. */
    private synchronized DelayScheduler.Cancellable keep(Instant at, DelayScheduler.Cancellable mine) {
        if (!at.equals(setTo)) {
            return mine;
        }
        DelayScheduler.Cancellable before = timer;
        timer = mine;
        return before;
    }

    /** Forgets what it was told. */
    void reset() {
        forget().cancel();
    }

    private synchronized DelayScheduler.Cancellable forget() {
        setTo = null;
        return timer;
    }

    private void ring(Instant at) {
        if (isSetTo(at)) {
            task.run();
        }
    }

    /** It may have been set anew while it rang. */
    private synchronized boolean isSetTo(Instant at) {
        boolean counts = at.equals(setTo);
        setTo = counts ? null : setTo;
        return counts;
    }
}

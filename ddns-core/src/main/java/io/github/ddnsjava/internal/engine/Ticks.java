package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The regular cycles: one after each period, with jitter, and where the line has a habit, when that says. Thread-safe. */
final class Ticks {
    private final Schedule schedule;
    private final Workers workers;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Supplier<Collection<Instant>> changes;
    private final Runnable cycle;
    private @Nullable Habit habit;
    private Duration saved = Duration.ZERO;
    private Optional<Instant> next = Optional.empty();
    private Scheduler.Cancellable timer = () -> {};

    /**
     * Makes one.
     *
     * @param changes returns when the line changed its address, as far as that is remembered
     * @param cycle begins a cycle
     */
    Ticks(EngineParts parts, Workers workers, Supplier<Collection<Instant>> changes, Runnable cycle) {
        this.schedule = parts.schedule();
        this.workers = workers;
        this.clock = parts.clock();
        this.random = parts.random();
        this.changes = changes;
        this.cycle = cycle;
    }

    /** Begins, within the first jitter, so that what starts together does not ask together. */
    void start() {
        tickAfter(Duration.ofNanos((long)
                (random.nextDouble() * schedule.jitter() * schedule.every().toNanos())));
    }

    /** Begins a period now: a cycle has just begun for another reason. */
    void startAnew() {
        tickAfter(gap());
    }

    /** Learns the line's habit from what is remembered, when it is needed next. */
    synchronized void learnAnew() {
        habit = null;
    }

    /** Returns when the next one comes. */
    synchronized Optional<Instant> next() {
        return next;
    }

    private synchronized void tickAfter(Duration delay) {
        timer.cancel();
        next = Optional.of(clock.instant().plus(delay));
        timer = workers.after(delay, () -> {
            tickAfter(gap());
            cycle.run();
        });
    }

    private synchronized Duration gap() {
        Instant now = clock.instant();
        Habit known = habit;
        if (known == null) {
            known = schedule.adaptive() ? Habit.learnt(changes.get(), now, schedule.every()) : Habit.NONE;
            habit = known;
        }
        Habit.Gap gap = known.next(now, schedule, saved, random.nextDouble());
        saved = gap.saved();
        return gap.length();
    }
}

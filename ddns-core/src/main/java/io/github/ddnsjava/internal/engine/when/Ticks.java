package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The regular cycles: one after each period, with jitter. If the line has a habit ({@link Habit}), the habit decides
 * the time. Thread-safe.
 */
final class Ticks {
    private record Learnt(Habit habit, Schedule by, Instant at) {}

    /** A habit that is no more is forgotten, too. */
    private static final Duration RELEARN = Duration.ofDays(1);

    private final Supplier<Schedule> schedule;
    private final Workers workers;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Supplier<Collection<Instant>> changes;
    private final Consumer<Boolean> cycle;
    private volatile @Nullable Learnt learnt;
    private Duration saved = Duration.ZERO;
    private Optional<Instant> next = Optional.empty();
    private DelayScheduler.Cancellable timer = () -> {};
    /** The number of the next tick. A timer that was cancelled too late has another number, and does nothing. */
    private long number;

    /**
     * Makes one.
     *
     * @param schedule returns the schedule at present
     * @param changes returns the remembered times at which the line changed its address
     * @param cycle begins a cycle; its argument says whether the cycle starts earlier than a fixed period would
     */
    Ticks(
            Supplier<Schedule> schedule,
            UpdaterEnvironment environment,
            Workers workers,
            Supplier<Collection<Instant>> changes,
            Consumer<Boolean> cycle) {
        this.schedule = schedule;
        this.workers = workers;
        this.clock = environment.clock();
        this.random = environment.random();
        this.changes = changes;
        this.cycle = cycle;
    }

    /** Begins within the first jitter. Updaters that start at the same time then do not send at the same time. */
    void start() {
        Schedule present = schedule.get();
        Duration delay = Duration.ofNanos(
                (long) (random.nextDouble() * present.jitter() * present.every().toNanos()));
        tickAfter(delay, false);
    }

    /** Begins a new period now, because a cycle has just begun for another reason, or the schedule is another one. */
    void startAnew() {
        tickAfterGap();
    }

    /** Returns when the next one comes. */
    synchronized Optional<Instant> next() {
        return next;
    }

    private void tickAfterGap() {
        Instant now = clock.instant();
        Schedule present = schedule.get();
        Habit known = habit(now, present);
        Habit.Gap gap = gap(known, now, present, random.nextDouble());
        Duration shortest = Duration.ofNanos((long) (present.every().toNanos() * (1 - present.jitter())));
        tickAfter(gap.length(), gap.length().compareTo(shortest) < 0);
    }

    private synchronized Habit.Gap gap(Habit known, Instant now, Schedule by, double drawn) {
        Habit.Gap gap = known.next(now, by, saved, drawn);
        saved = gap.saved();
        return gap;
    }

    /** This method takes no lock, because it reads the changes from objects that have their own locks. */
    private Habit habit(Instant now, Schedule by) {
        Learnt known = learnt;
        if (known == null
                || !known.by().equals(by)
                || Duration.between(known.at(), now).abs().compareTo(RELEARN) > 0) {
            Habit habit = by.adaptive() ? Habit.learnt(changes.get(), now, by.every()) : Habit.NONE;
            known = new Learnt(habit, by, now);
            learnt = known;
        }
        return known.habit();
    }

    private void tickAfter(Duration delay, boolean early) {
        long mine = plan(clock.instant().plus(delay));
        DelayScheduler.Cancellable ahead = workers.after(delay, () -> {
            if (isNext(mine)) {
                tickAfterGap();
                cycle.accept(early);
            }
        });
        keep(mine, ahead).cancel();
    }

    private synchronized long plan(Instant at) {
        next = Optional.of(at);
        return ++number;
    }

    private synchronized boolean isNext(long tick) {
        return tick == number;
    }

    /**
     * Returns the timer that is no longer needed: the previous one, or this one if another was planned in the meantime.
     */
    private synchronized DelayScheduler.Cancellable keep(long tick, DelayScheduler.Cancellable ahead) {
        if (tick != number) {
            return ahead;
        }
        DelayScheduler.Cancellable before = timer;
        timer = ahead;
        return before;
    }
}

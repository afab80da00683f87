package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Task;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Notices a cycle that does not end. Each wait of a cycle has a limit, so this is a defect: of a policy, a veto or a store of
 * the application, or of the engine. The first such cycle is told with the stack of the thread that is stuck. When no
 * cycle is stuck any more, that is told, too. Thread-safe.
 *
 * <p>The time is counted in parts, by timers that follow one another. A host that sleeps, or a process that is stopped, makes
 * one timer late, and does not make a cycle stuck.
 */
final class Watchdog {
    /** How many timers count the limit. */
    static final int PARTS = 10;

    /** More than the calls to providers need that can follow one another in a cycle: each is left after three minutes. */
    private static final Duration CALLS = Duration.ofMinutes(25);
    /** A first and a second reading, each of which is left after twelve times the limit of a source. */
    private static final int DETECTIONS = 24;

    private final Workers workers;
    private final InstantSource clock;
    private final Consumer<UpdateEvent> events;
    /** What is said of the cycles that are stuck, by their number. */
    private final TreeMap<Long, Vital> stuck = new TreeMap<>();

    private Told told = Told.NOTHING;

    private enum Told {
        NOTHING,
        BEING_TOLD,
        TROUBLE
    }

    Watchdog(Workers workers, InstantSource clock, Consumer<UpdateEvent> events) {
        this.workers = workers;
        this.clock = clock;
        this.events = events;
    }

    /** Returns after what time a cycle is stuck. */
    static Duration limit(EngineParts parts) {
        return CALLS.plus(parts.detectionTimeout().multipliedBy(DETECTIONS))
                .plus(parts.retry().retryWithin());
    }

    /**
     * Watches a cycle, which begins now.
     *
     * @param number the number of the cycle
     * @param limit after what time it is stuck
     * @return what ends the watch
     */
    Runnable watch(long number, Duration limit) {
        Watch watch = new Watch(number, limit);
        watch.next();
        return watch::end;
    }

    /** Returns the cycle that has been stuck for the longest time. */
    synchronized Optional<Vital> trouble() {
        return stuck.isEmpty()
                ? Optional.empty()
                : Optional.of(stuck.firstEntry().getValue());
    }

    private void isStuck(Watch watch, List<Task> threads) {
        Instant now = clock.instant();
        Optional<Thread> thread =
                threads.stream().map(Task::thread).filter(Objects::nonNull).findFirst();
        List<StackTraceElement> stack =
                thread.map(at -> List.of(at.getStackTrace())).orElse(List.of());
        String message = "cycle " + watch.number + " of the updater has not ended after "
                + Durations.format(watch.limit.truncatedTo(ChronoUnit.MINUTES))
                + ", and its records may not be updated: " + where(thread, stack)
                + "; if the cycle does not end by itself, restart the process";
        if (begins(watch, new Vital(Part.CYCLE, "", Condition.BAD, Optional.of(now), message))) {
            events.accept(
                    new UpdateEvent.CycleTroubled(now, Problem.of(ProblemKind.STUCK, message), watch.number, stack));
            if (isOverAlready()) {
                events.accept(new UpdateEvent.CycleRecovered(clock.instant()));
            }
        }
    }

    private static String where(Optional<Thread> thread, List<StackTraceElement> stack) {
        if (stack.isEmpty()) {
            return "no thread of the updater works on it";
        }
        StackTraceElement place = stack.stream()
                .filter(frame -> Stream.of("java.", "jdk.", "sun.").noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .orElse(stack.get(0));
        return "the thread " + thread.map(Thread::getName).orElse("") + " is stuck in " + place.getClassName() + "."
                + place.getMethodName() + " (line " + place.getLineNumber() + ")";
    }

    /** Returns whether this is to be told: nothing was stuck before. */
    private synchronized boolean begins(Watch watch, Vital vital) {
        if (watch.ended) {
            return false;
        }
        stuck.put(watch.number, vital);
        boolean first = told == Told.NOTHING;
        told = first ? Told.BEING_TOLD : told;
        return first;
    }

    /** The trouble was told. Returns whether it has ended meanwhile, so that this is to be told, too. */
    private synchronized boolean isOverAlready() {
        told = stuck.isEmpty() ? Told.NOTHING : Told.TROUBLE;
        return stuck.isEmpty();
    }

    /** Returns whether this is to be told: nothing is stuck any more. */
    private synchronized boolean ends(Watch watch) {
        watch.ended = true;
        boolean last = stuck.remove(watch.number) != null && stuck.isEmpty() && told == Told.TROUBLE;
        told = last ? Told.NOTHING : told;
        return last;
    }

    private final class Watch {
        private final long number;
        private final Duration limit;
        private int parts;
        private Set<Task> before = Set.of();
        private volatile boolean ended;
        private volatile Runnable cancel = () -> {};

        Watch(long number, Duration limit) {
            this.number = number;
            this.limit = limit;
        }

        void next() {
            cancel = workers.after(limit.dividedBy(PARTS), this::part)::cancel;
            if (ended) {
                cancel.run();
            }
        }

        private void part() {
            parts++;
            if (ended) {
                return;
            } else if (parts < PARTS) {
                before = Set.copyOf(workers.atWork());
                next();
            } else {
                // A thread that has worked on one task for a whole part is the one that is stuck.
                isStuck(this, workers.atWork().stream().filter(before::contains).toList());
            }
        }

        void end() {
            boolean over = ends(this);
            cancel.run();
            if (over && !workers.isClosed()) {
                events.accept(new UpdateEvent.CycleRecovered(clock.instant()));
            }
        }
    }
}

package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Scheduler;
import io.github.ddnsjava.internal.engine.records.Source;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Looks between the regular ones, at a source that failed, or whose address may just be changing: soon at first, each
 * next after twice as long, with jitter, until the period is reached. A source that goes on failing, or says something else
 * each time, then costs no more than others, until it has been quiet again. Thread-safe.
 */
final class Probes {
    /** What the last look brought. */
    private enum Look {
        QUIET,
        NEWS,
        FAILURE
    }

    private record Step(Duration delay, Look last, Scheduler.Cancellable timer) {}

    private final Schedule schedule;
    private final RandomGenerator random;
    private final Workers workers;
    private final Consumer<Source> look;
    private final Map<Source, Step> steps = new HashMap<>();

    /**
     * Makes one.
     *
     * @param look looks at a source
     */
    Probes(EngineParts parts, Workers workers, Consumer<Source> look) {
        this.schedule = parts.schedule();
        this.random = parts.random();
        this.workers = workers;
        this.look = look;
    }

    /** Takes note that a source was looked at: well or not, and whether it said something new. */
    synchronized void looked(Source source, boolean well, boolean news) {
        Look now = !well ? Look.FAILURE : news ? Look.NEWS : Look.QUIET;
        Step step = steps.get(source);
        if (now != Look.QUIET && (step == null || step.last() == Look.QUIET)) {
            put(source, schedule.probe(), now);
        } else if (step == null) {
            return;
        } else if (now == Look.QUIET && step.last() == Look.FAILURE) {
            step.timer().cancel();
            steps.remove(source);
        } else {
            put(source, step.delay().multipliedBy(2), now);
        }
    }

    /** Begins anew with sources that may soon say something new, unless that is being watched already. */
    synchronized void expect(Collection<Source> sources) {
        sources.forEach(source -> {
            if (!steps.containsKey(source)) {
                put(source, schedule.probe(), Look.QUIET);
            }
        });
    }

    /** Forgets all: they are well for all that is known, or are no more. */
    synchronized void clear() {
        steps.values().forEach(step -> step.timer().cancel());
        steps.clear();
    }

    private void put(Source source, Duration delay, Look last) {
        Step before = steps.remove(source);
        if (before != null) {
            before.timer().cancel();
        }
        if (delay.compareTo(schedule.every()) < 0) {
            double factor = 1 + schedule.jitter() * (2 * random.nextDouble() - 1);
            Duration jittered = Duration.ofNanos((long) (delay.toNanos() * factor));
            steps.put(source, new Step(delay, last, workers.after(jittered, () -> look.accept(source))));
        } else if (last != Look.QUIET) {
            steps.put(source, new Step(schedule.every(), last, () -> {}));
        }
    }
}

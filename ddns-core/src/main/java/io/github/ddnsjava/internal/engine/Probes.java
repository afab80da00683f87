package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Looks between the regular ones, at a source that failed, or whose address may just be changing: soon at first, each
 * next after twice as long, with jitter, until the period is reached. A source that goes on failing then costs no more
 * than others, until it has been well again. Thread-safe.
 */
final class Probes {
    private record Step(Duration delay, boolean failing, Scheduler.Cancellable timer) {}

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
        Step step = steps.get(source);
        boolean fails = !well && (step == null || !step.failing());
        if (news || fails) {
            put(source, schedule.probe(), !well);
        } else if (step != null && well && step.failing()) {
            step.timer().cancel();
            steps.remove(source);
        } else if (step != null) {
            put(source, step.delay().multipliedBy(2), !well);
        }
    }

    /** Begins anew with sources that may soon say something new, unless that is being watched already. */
    synchronized void expect(Collection<Source> sources) {
        sources.forEach(source -> {
            if (!steps.containsKey(source)) {
                put(source, schedule.probe(), false);
            }
        });
    }

    /** Forgets all: they are well for all that is known, or are no more. */
    synchronized void clear() {
        steps.values().forEach(step -> step.timer().cancel());
        steps.clear();
    }

    private void put(Source source, Duration delay, boolean failing) {
        Step before = steps.remove(source);
        if (before != null) {
            before.timer().cancel();
        }
        if (delay.compareTo(schedule.every()) < 0) {
            double factor = 1 + schedule.jitter() * (2 * random.nextDouble() - 1);
            Duration jittered = Duration.ofNanos((long) (delay.toNanos() * factor));
            steps.put(source, new Step(delay, failing, workers.after(jittered, () -> look.accept(source))));
        } else if (failing) {
            steps.put(source, new Step(schedule.every(), true, () -> {}));
        }
    }
}

package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks between the regular ones, at a feed that failed, or whose address may just be changing: soon at first, each
 * next after twice as long, with jitter, until the period is reached. A feed that goes on failing, or says something else
 * each time, then costs no more than others, until it has been quiet again. Thread-safe.
 */
final class Probes {
    /** What the last look brought. */
    private enum Look {
        QUIET,
        NEWS,
        FAILURE
    }

    /** Compared by identity: a timer that is taken back too late finds that its step is not the one that counts. */
    private static final class Step {
        private final Duration delay;
        private final Look last;
        private volatile DelayScheduler.Cancellable timer = () -> {};

        Step(Duration delay, Look last) {
            this.delay = delay;
            this.last = last;
        }
    }

    private final Schedule schedule;
    private final RandomGenerator random;
    private final Workers workers;
    private final Consumer<Feed> look;
    private final Map<Feed, Step> steps = new HashMap<>();

    /**
     * Makes one.
     *
     * @param look looks at a feed
     */
    Probes(EngineParts parts, Workers workers, Consumer<Feed> look) {
        this.schedule = parts.schedule();
        this.random = parts.random();
        this.workers = workers;
        this.look = look;
    }

    /** Takes note that a feed was looked at: well or not, and whether it said something new. */
    void looked(Feed feed, boolean well, boolean news) {
        Look now = !well ? Look.FAILURE : news ? Look.NEWS : Look.QUIET;
        Step step = step(feed);
        if (now != Look.QUIET && (step == null || step.last == Look.QUIET)) {
            put(feed, schedule.probe(), now);
        } else if (step == null) {
            return;
        } else if (now == Look.QUIET && step.last == Look.FAILURE) {
            replace(feed, null);
        } else {
            put(feed, step.delay.multipliedBy(2), now);
        }
    }

    /** Begins anew with feeds that may soon say something new, unless that is being watched already. */
    void expect(Collection<Feed> feeds) {
        feeds.forEach(feed -> {
            if (step(feed) == null) {
                put(feed, schedule.probe(), Look.QUIET);
            }
        });
    }

    /** Forgets all: they are well for all that is known, or are no more. */
    void clear() {
        takeAll().forEach(step -> step.timer.cancel());
    }

    private synchronized @Nullable Step step(Feed feed) {
        return steps.get(feed);
    }

    private synchronized List<Step> takeAll() {
        List<Step> all = List.copyOf(steps.values());
        steps.clear();
        return all;
    }

    private synchronized @Nullable Step swap(Feed feed, @Nullable Step step) {
        return step == null ? steps.remove(feed) : steps.put(feed, step);
    }

    private void replace(Feed feed, @Nullable Step step) {
        Step before = swap(feed, step);
        if (before != null) {
            before.timer.cancel();
        }
    }

    private void put(Feed feed, Duration delay, Look last) {
        if (delay.compareTo(schedule.every()) < 0) {
            double factor = 1 + schedule.jitter() * (2 * random.nextDouble() - 1);
            Duration jittered = Duration.ofNanos((long) (delay.toNanos() * factor));
            Step step = new Step(delay, last);
            replace(feed, step);
            step.timer = workers.after(jittered, () -> {
                if (step(feed) == step) {
                    look.accept(feed);
                }
            });
        } else {
            replace(feed, last != Look.QUIET ? new Step(schedule.every(), last) : null);
        }
    }
}

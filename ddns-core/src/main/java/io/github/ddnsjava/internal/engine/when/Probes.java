package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Additional polls of a feed that failed, or whose address may be changing. The first follows soon, and each next after
 * twice the time, with jitter, until the period is reached. A feed that continues to fail, or gives another answer each
 * time, then costs no more than other feeds. The polls begin anew only after the feed has been quiet. Thread-safe.
 */
final class Probes {
    /** What the last look brought. */
    private enum Look {
        QUIET,
        NEWS,
        FAILURE
    }

    /** Compared by identity: a timer that was cancelled too late finds that its step is no longer current. */
    private static final class Step {
        private final Duration delay;
        private final Look last;
        private volatile DelayScheduler.Cancellable timer = () -> {};

        Step(Duration delay, Look last) {
            this.delay = delay;
            this.last = last;
        }
    }

    private final Supplier<Schedule> schedule;
    private final RandomGenerator random;
    private final Workers workers;
    private final Consumer<Feed> look;
    private final Map<Feed, Step> steps = new HashMap<>();

    /**
     * Makes one.
     *
     * @param schedule returns the schedule at present
     * @param look looks at a feed
     */
    Probes(Supplier<Schedule> schedule, RandomGenerator random, Workers workers, Consumer<Feed> look) {
        this.schedule = schedule;
        this.random = random;
        this.workers = workers;
        this.look = look;
    }

    /** Notes the result of a poll of a feed: whether it succeeded, and whether its answer was new. */
    void looked(Feed feed, boolean well, boolean news) {
        Look now = !well ? Look.FAILURE : news ? Look.NEWS : Look.QUIET;
        Step step = step(feed);
        if (now != Look.QUIET && (step == null || step.last == Look.QUIET)) {
            put(feed, schedule.get().probe(), now);
        } else if (step == null) {
            return;
        } else if (now == Look.QUIET && step.last == Look.FAILURE) {
            replace(feed, null);
        } else {
            put(feed, step.delay.multipliedBy(2), now);
        }
    }

    /** Begins the additional polls of feeds whose address may soon change, unless they are already running. */
    void expect(Collection<Feed> feeds) {
        feeds.forEach(feed -> {
            if (step(feed) == null) {
                put(feed, schedule.get().probe(), Look.QUIET);
            }
        });
    }

    /** Ends the additional polls of all other feeds: those no longer exist. */
    void keepOnly(Collection<Feed> feeds) {
        Set<Feed> kept = Set.copyOf(feeds);
        known().stream().filter(feed -> !kept.contains(feed)).forEach(feed -> replace(feed, null));
    }

    private synchronized List<Feed> known() {
        return List.copyOf(steps.keySet());
    }

    /** Ends all additional polls: the feeds answer as far as is known. */
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
        Schedule present = schedule.get();
        if (delay.compareTo(present.every()) < 0) {
            double factor = 1 + present.jitter() * (2 * random.nextDouble() - 1);
            Duration jittered = Duration.ofNanos((long) (delay.toNanos() * factor));
            Step step = new Step(delay, last);
            replace(feed, step);
            step.timer = workers.after(jittered, () -> {
                if (step(feed) == step) {
                    look.accept(feed);
                }
            });
        } else {
            replace(feed, last != Look.QUIET ? new Step(present.every(), last) : null);
        }
    }
}

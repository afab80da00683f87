package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;

/**
 * The times of day at which a line usually changes its address: many access providers force a reconnect once a day. It
 * is learned from the changes of the past. When to poll next is a pure function of these changes and the time.
 * Immutable.
 *
 * @param windows the times of day with more frequent polls
 */
record Habit(List<Window> windows) {
    /** A line that nothing is known of. */
    static final Habit NONE = new Habit(List.of());

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final Duration MEMORY = Duration.ofDays(7);
    private static final Duration NEAR = Duration.ofMinutes(20);
    private static final int USUAL_DAYS = 3;
    private static final int MOST_WINDOWS = 3;
    /**
     * Saved polls are spent in the windows that begin within this time. For later windows, more polls can still be
     * saved.
     */
    private static final Duration AHEAD = HALF_A_DAY;

    private static final int MOST_OFTEN = 10;

    /**
     * A time of day.
     *
     * @param start its beginning, from midnight UTC
     * @param length how long it lasts
     */
    record Window(Duration start, Duration length) {}

    /**
     * How long to wait until the next poll.
     *
     * @param length that time
     * @param saved by how much all polls together were later than with the plain period; never negative
     */
    record Gap(Duration length, Duration saved) {}

    /**
     * Learns from changes. A change that occurred at nearly the same time of day on at least three days of the last
     * week is a habit. Times in the future, for example after damage of the state, are ignored.
     */
    static Habit learnt(Collection<Instant> changes, Instant now, Duration every) {
        List<Instant> rest = new ArrayList<>(changes.stream()
                .filter(at -> at.isAfter(now.minus(MEMORY)) && !at.isAfter(now))
                .distinct()
                .toList());
        List<Window> windows = new ArrayList<>();
        while (windows.size() < MOST_WINDOWS) {
            List<Instant> usual = rest.stream()
                    .map(at -> near(at, rest))
                    .max(Comparator.comparingLong(Habit::days))
                    .orElse(List.of());
            if (days(usual) < USUAL_DAYS) {
                break;
            }
            windows.add(window(usual, every));
            rest.removeAll(usual);
        }
        return new Habit(List.copyOf(windows));
    }

    private static List<Instant> near(Instant one, List<Instant> all) {
        return all.stream()
                .filter(at -> Math.abs(offset(one, at)) <= NEAR.toNanos())
                .toList();
    }

    /** Returns by how many nanoseconds the other time of day is later, between minus and plus half a day. */
    private static long offset(Instant one, Instant other) {
        long half = HALF_A_DAY.toNanos();
        return Math.floorMod(one.until(other, ChronoUnit.NANOS) + half, DAY.toNanos()) - half;
    }

    private static Duration remainder(Duration time) {
        return Duration.ofNanos(Math.floorMod(time.toNanos(), DAY.toNanos()));
    }

    /** Counts those that are not of one night. */
    private static long days(List<Instant> times) {
        return times.stream()
                .map(at -> Math.floorDiv(
                        Duration.between(times.get(0), at).plus(HALF_A_DAY).toNanos(), DAY.toNanos()))
                .distinct()
                .count();
    }

    /** A change was noticed up to a period after it happened, and the next may miss the range of those before. */
    private static Window window(List<Instant> usual, Duration every) {
        Instant one = usual.get(0);
        LongSummaryStatistics offsets =
                usual.stream().mapToLong(at -> offset(one, at)).summaryStatistics();
        Duration from = Duration.ofNanos(offsets.getMin());
        Duration range = Duration.ofNanos(offsets.getMax()).minus(from);
        Duration margin = times(max(every, range), 0.5);
        Duration start = Duration.ofSeconds(one.getEpochSecond(), one.getNano())
                .plus(from)
                .minus(margin);
        return new Window(remainder(start), range.plus(margin).plus(margin));
    }

    /**
     * Returns when to poll next. Outside the windows, the wait is drawn from the longer half of the jitter. The time
     * saved in this way is spent inside the windows, evenly over the rest of them. No poll is later than the period and
     * its jitter allow, and the number of polls never exceeds that of the plain period.
     *
     * @param saved what was saved so far
     * @param chance a random number, 0 to 1
     */
    Gap next(Instant now, Schedule schedule, Duration saved, double chance) {
        Duration every = schedule.every();
        double jitter = schedule.jitter();
        if (windows.isEmpty()) {
            return new Gap(times(every, 1 + jitter * (2 * chance - 1)), saved);
        }
        Duration length = times(every, 1 + jitter * (1 + chance) / 2);
        Duration timeOfDay = remainder(Duration.ofSeconds(now.getEpochSecond(), now.getNano()));
        Duration until = DAY;
        Duration left = Duration.ZERO;
        for (Window window : windows) {
            Duration since = remainder(timeOfDay.minus(window.start()));
            Duration toCome = DAY.minus(since);
            if (since.compareTo(window.length()) < 0) {
                until = Duration.ZERO;
                left = left.plus(window.length()).minus(since);
            } else if (toCome.compareTo(AHEAD) < 0) {
                until = min(until, toCome);
                left = left.plus(window.length());
            }
        }
        if (!left.isZero() && until.compareTo(length) < 0) {
            double parts = (double) left.toNanos() / left.plus(saved).toNanos();
            Duration often = max(max(times(every, parts), every.dividedBy(MOST_OFTEN)), schedule.probe());
            Duration wait =
                    until.isZero() ? times(often, 1 + jitter * (2 * chance - 1)) : until.plus(times(often, chance));
            length = min(length, max(wait, every.minus(saved)));
        }
        Duration most = times(DAY, jitter);
        return new Gap(length, min(most, saved.plus(length).minus(every)));
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

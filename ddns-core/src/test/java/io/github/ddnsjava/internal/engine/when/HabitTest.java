package io.github.ddnsjava.internal.engine.when;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;

/** What is learnt from a line's history, and what is made of it. */
class HabitTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    /** Whatever was remembered: habits, noise, damage. */
    @Provide
    static Arbitrary<List<Instant>> histories() {
        Arbitrary<Instant> any =
                Arbitraries.longs().between(-20 * 86_400L, 86_400).map(seconds -> NOW.plusSeconds(seconds));
        Arbitrary<Instant> nightly = Combinators.combine(
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.integers().between(-700, 700))
                .as((day, seconds) ->
                        NOW.minus(Duration.ofDays(day)).minusSeconds(8 * 3600L).plusSeconds(seconds));
        return Combinators.combine(nightly.list().ofMaxSize(30), any.list().ofMaxSize(30))
                .as((habit, noise) -> {
                    List<Instant> all = new ArrayList<>(habit);
                    all.addAll(noise);
                    return all;
                });
    }

    @Provide
    static Arbitrary<Schedule> schedules() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 30 * 3600),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(1, 600))
                .as((every, jitter, probe) ->
                        new Schedule(Duration.ofSeconds(every), jitter, Duration.ofSeconds(probe), true));
    }

    @Property
    @Tag("promise-8")
    void noLookComesLaterThanThePeriodAllowsAndThereAreNeverMoreThanItMakes(
            @ForAll("histories") List<Instant> history, @ForAll("schedules") Schedule schedule, @ForAll long seed) {
        Random random = new Random(seed);
        Habit habit = Habit.learnt(history, NOW, schedule.every());
        Duration every = schedule.every();
        Duration latest = Duration.ofNanos((long) (every.toNanos() * (1 + schedule.jitter())));
        Instant now = NOW;
        Duration saved = Duration.ZERO;
        for (int looks = 1; looks <= 400; looks++) {
            Habit.Gap gap = habit.next(now, schedule, saved, random.nextDouble());
            assertThat(gap.length()).isBetween(Duration.ZERO, latest);
            assertThat(gap.saved()).isGreaterThanOrEqualTo(Duration.ZERO);
            now = now.plus(gap.length());
            saved = gap.saved();
            if (!habit.windows().isEmpty()) {
                assertThat(Duration.between(NOW, now)).isGreaterThanOrEqualTo(every.multipliedBy(looks));
            }
        }
    }

    @Property
    @Tag("promise-8")
    void chanceAlwaysHasASayUnlessNoJitterIsWantedOrNothingIsSaved(
            @ForAll("histories") List<Instant> history,
            @ForAll @DoubleRange(min = 0, max = 0.4) double low,
            @ForAll @DoubleRange(min = 0.6, max = 0.99) double high) {
        Schedule schedule = Schedule.DEFAULT;
        Habit habit = Habit.learnt(history, NOW, schedule.every());
        Duration saved = Duration.ofMinutes(60);
        for (int minute = 0; minute < 24 * 60; minute += 7) {
            Instant now = NOW.plus(Duration.ofMinutes(minute));
            assertThat(habit.next(now, schedule, saved, low).length())
                    .isLessThan(habit.next(now, schedule, saved, high).length());
        }
    }

    @Property
    void whatIsLearntLiesAroundWhatHappenedOnThreeDays(@ForAll("histories") List<Instant> history) {
        Habit habit = Habit.learnt(history, NOW, Duration.ofMinutes(5));
        assertThat(habit.windows()).hasSizeLessThanOrEqualTo(3).allSatisfy(window -> {
            assertThat(window.length()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(80));
            // A window's days begin with it: what happens in it once a day may lie on both sides of any other time.
            long days = history.stream()
                    .filter(at -> !at.isAfter(NOW) && at.isAfter(NOW.minus(Duration.ofDays(7))))
                    .map(at -> Duration.ofSeconds(at.getEpochSecond()).minus(window.start()))
                    .filter(at -> Math.floorMod(at.toSeconds(), DAY.toSeconds())
                            <= window.length().toSeconds())
                    .map(at -> Math.floorDiv(at.toSeconds(), DAY.toSeconds()))
                    .distinct()
                    .count();
            assertThat(days).isGreaterThanOrEqualTo(3);
        });
    }

    private static List<Instant> nights(int count, Duration ago) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(night -> NOW.minus(Duration.ofDays(night)).minus(ago))
                .toList();
    }

    @Example
    void threeNightsMakeAHabitTwoDoNot() {
        Duration every = Duration.ofMinutes(5);
        assertThat(Habit.learnt(nights(2, Duration.ofHours(8)), NOW, every)).isEqualTo(Habit.NONE);
        assertThat(Habit.learnt(nights(3, Duration.ofHours(8)), NOW, every).windows())
                .containsExactly(new Habit.Window(Duration.ofHours(4).minusSeconds(150), every));
    }

    @Example
    void manyChangesOfOneNightAreNoHabit() {
        List<Instant> flapping = IntStream.range(0, 50)
                .mapToObj(i -> NOW.minus(Duration.ofHours(8)).plusSeconds(i * 20L))
                .toList();
        assertThat(Habit.learnt(flapping, NOW, Duration.ofMinutes(5))).isEqualTo(Habit.NONE);
    }

    @Example
    void aHabitAcrossMidnightIsOne() {
        List<Instant> nights = List.of(
                Instant.parse("2026-03-06T23:55:00Z"),
                Instant.parse("2026-03-08T00:04:00Z"),
                Instant.parse("2026-03-08T23:58:00Z"));
        assertThat(Habit.learnt(nights, NOW, Duration.ofMinutes(5)).windows())
                .containsExactly(
                        new Habit.Window(Duration.ofHours(24).minusSeconds(300 + 270), Duration.ofSeconds(540 + 540)));
    }

    @Example
    void aHabitThatMovedByAnHourIsFollowedWithinDays() {
        List<Instant> history = new ArrayList<>();
        for (int day = 9; day >= 1; day--) {
            Duration ago = day > 3 ? Duration.ofHours(8) : Duration.ofHours(9); // summer time began
            history.add(NOW.minus(Duration.ofDays(day)).minus(ago));
        }
        assertThat(Habit.learnt(history, NOW, Duration.ofMinutes(5)).windows())
                .extracting(window -> window.start().toHours())
                .containsExactlyInAnyOrder(3L, 2L);
        List<Instant> later = nights(5, Duration.ofHours(9));
        assertThat(Habit.learnt(later, NOW, Duration.ofMinutes(5)).windows()).hasSize(1);
    }

    @Example
    void aLineWithoutAHabitIsLookedAtAsBefore() {
        Schedule schedule = new Schedule(Duration.ofMinutes(10), 0.2);
        assertThat(Habit.NONE.next(NOW, schedule, Duration.ZERO, 0).length()).isEqualTo(Duration.ofMinutes(8));
        assertThat(Habit.NONE.next(NOW, schedule, Duration.ZERO, 0.5).length()).isEqualTo(Duration.ofMinutes(10));
    }
}

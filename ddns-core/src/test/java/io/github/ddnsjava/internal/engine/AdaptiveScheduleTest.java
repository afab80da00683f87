package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that is reconnected each night, and what the updater makes of that. */
class AdaptiveScheduleTest {
    private static final Schedule ADAPTIVE = new Schedule(Duration.ofMinutes(5), 0.1);
    private static final Schedule FIXED = new Schedule(Duration.ofMinutes(5), 0.1, ADAPTIVE.probe(), false);
    private static final Duration DAY = Duration.ofDays(1);

    private final World world = new World();

    @Test
    @Tag("promise-8")
    void aNightlyReconnectIsNoticedInAThirdOfTheTimeForNoMoreLooks() {
        noticesInAThirdOfTheTime(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    @Tag("promise-8")
    @Tag("thorough")
    void soItIsOnOtherLinesToo(long seed) {
        noticesInAThirdOfTheTime(seed);
    }

    private static void noticesInAThirdOfTheTime(long seed) {
        NightlyLine.Outcome fixed = NightlyLine.live(FIXED, 60, 5, seed);
        NightlyLine.Outcome adaptive = NightlyLine.live(ADAPTIVE, 60, 5, seed);

        assertThat(adaptive.looks()).isLessThanOrEqualTo(fixed.looks());
        assertThat(adaptive.median(7)).isLessThan(fixed.median(7).dividedBy(3));
        assertThat(adaptive.median(0)).isLessThan(fixed.median(0).dividedBy(3));
        assertThat(adaptive.worst(0)).isLessThan(Duration.ofSeconds(345)); // never later than the period allows
    }

    /** The gap to the next look, three hours into the third day, where the habit is. */
    private Duration gapAtItsTime(Updater updater) {
        world.time.run(DAY.multipliedBy(2).plus(Duration.ofHours(3)));
        UpdaterStatus status = updater.status();
        return Duration.between(world.time.instant(), status.nextCycle().orElseThrow());
    }

    private void remember(Duration ago) {
        Instant now = world.time.instant();
        List<RecordState.AddressChange> nights = IntStream.rangeClosed(1, 5)
                .mapToObj(night -> new RecordState.AddressChange(
                        now.minus(DAY.multipliedBy(night)).plus(ago), World.addresses(World.A3)))
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
        world.store.open();
        world.store.save(
                List.of(RecordState.unknown(World.home(RecordType.A)).with(state -> {
                    state.confirm(World.addresses(A1), now);
                    state.history = nights;
                })),
                Optional.empty());
        world.store.close();
    }

    private Updater home(Schedule schedule) {
        world.wan.sees(A1);
        return world.builder().schedule(schedule).record(HOME, RecordType.A).build();
    }

    @Test
    void aHabitOutlastsARestart() {
        remember(Duration.ofHours(3));
        try (Updater updater = home(ADAPTIVE)) {
            updater.start();
            assertThat(gapAtItsTime(updater)).isLessThan(Duration.ofSeconds(40));
        }
    }

    @Test
    void withAFixedScheduleOrAnotherTimeOfDayThePeriodStays() {
        remember(Duration.ofHours(3));
        int asked;
        try (Updater updater = home(FIXED)) {
            updater.start();
            world.time.run(DAY.multipliedBy(2).plus(Duration.ofMinutes(170)));
            asked = world.wan.asked;
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.wan.asked - asked).isBetween(3, 5);
        }
        remember(Duration.ofHours(9));
        try (Updater updater = home(ADAPTIVE)) {
            updater.start();
            world.time.run(DAY.multipliedBy(2).plus(Duration.ofMinutes(170)));
            asked = world.wan.asked;
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.wan.asked - asked).isBetween(3, 5);
        }
    }

    @Test
    void aHabitThatIsNoMoreIsForgottenInAWeek() {
        remember(Duration.ofHours(3));
        try (Updater updater = home(ADAPTIVE)) {
            updater.start();
            world.time.run(DAY.multipliedBy(9).plus(Duration.ofMinutes(170)));
            int asked = world.wan.asked;
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.wan.asked - asked).isBetween(3, 5);
        }
    }

    @Test
    void aHistoryOfTheFutureIsNoHistory() {
        remember(DAY.multipliedBy(30));
        try (Updater updater = home(ADAPTIVE)) {
            updater.start();
            world.time.run(DAY);
            assertThat(world.wan.asked).isBetween(270, 310);
        }
    }
}

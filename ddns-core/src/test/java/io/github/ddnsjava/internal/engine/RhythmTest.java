package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.when.ClockWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When cycles begin by themselves, besides the period. */
class RhythmTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);

    private final World world = new World();

    private Updater home(Schedule schedule) {
        return world.builder().schedule(schedule).record(HOME, RecordType.A).build();
    }

    private static Schedule every(Duration period) {
        return new Schedule(period, 0);
    }

    /** The seconds between looks at a family, from the last one before a time on. */
    private List<Long> gaps(Instant from, IpFamily family) {
        List<Instant> looks = world.events(UpdateEvent.Detected.class).stream()
                .filter(event -> event.detection().family() == family)
                .map(UpdateEvent.Detected::at)
                .filter(at -> !at.isBefore(from))
                .toList();
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < looks.size(); i++) {
            gaps.add(Duration.between(looks.get(i - 1), looks.get(i)).toSeconds());
        }
        return gaps;
    }

    @Test
    void afterAFailureItLooksSoonAndThenEverMoreRarelyUntilThePeriod() {
        world.wan.fails(IpFamily.IPV4);
        Instant begun = world.time.instant();
        try (Updater updater = home(every(FIVE_MINUTES))) {
            updater.start();
            world.time.run(Duration.ofMinutes(25));
        }
        // The period goes on beside: its looks climb the ladder, too.
        assertThat(gaps(begun, IpFamily.IPV4)).startsWith(5L, 10L, 20L, 40L, 80L, 145L, 300L, 300L, 300L);
    }

    @Test
    @Tag("promise-8")
    void fastLooksAreJitteredToo() {
        world.wan.fails(IpFamily.IPV4);
        Instant begun = world.time.instant();
        try (Updater updater = home(new Schedule(FIVE_MINUTES, 0.5))) {
            updater.start();
            world.time.run(Duration.ofMinutes(4));
        }
        List<Long> gaps = gaps(begun, IpFamily.IPV4);
        assertThat(gaps.get(0)).isBetween(2L, 7L);
        assertThat(gaps.get(1)).isBetween(5L, 15L);
        assertThat(gaps.subList(0, 4)).isNotEqualTo(List.of(5L, 10L, 20L, 40L));
    }

    @Test
    void whatHasFailedForLongIsAskedOncePerPeriodAndSoonAgainAfterItWasWell() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = home(every(FIVE_MINUTES))) {
            updater.start();
            world.time.run(Duration.ofHours(2));
            int asked = world.wan.asked;
            world.time.run(Duration.ofHours(2));
            assertThat(world.wan.asked - asked).isEqualTo(24);

            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(11));
            world.wan.fails(IpFamily.IPV4);
            asked = world.wan.asked;
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.wan.asked - asked).isGreaterThan(4);
        }
    }

    @Test
    @Tag("promise-14")
    void whatSaysSomethingElseEachTimeIsAskedOncePerPeriodAndSoonAgainAfterItWasQuiet() {
        AtomicInteger lies = new AtomicInteger();
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            IpAddress lie = IpAddress.parse("93.184.217." + lies.incrementAndGet() % 250);
            return Detection.found(lie, SourceAnswer.of("liar", "liar", lie, Duration.ZERO));
        });
        try (Updater updater = home(every(FIVE_MINUTES))) {
            updater.start();
            world.time.run(Duration.ofHours(2));
            int told = lies.get();
            world.time.run(Duration.ofHours(2));
            assertThat(lies.get() - told).isLessThan(3 * 24); // each of them with a second reading

            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(11));
            int asked = world.wan.asked;
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.wan.asked - asked).isGreaterThan(4);
        }
    }

    @Test
    @Tag("promise-11")
    void onlyWhatFailedIsAskedSooner() {
        world.wan.sees(A1).fails(IpFamily.IPV6);
        Instant begun = world.time.instant();
        try (Updater updater = world.builder()
                .schedule(every(FIVE_MINUTES))
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            updater.start();
            world.time.run(Duration.ofMinutes(16));
        }
        assertThat(gaps(begun, IpFamily.IPV4)).containsOnly(300L);
        assertThat(gaps(begun, IpFamily.IPV6)).contains(5L, 10L, 20L);
    }

    @Test
    @Tag("promise-14")
    void aDetectorIsToldWhichLooksComeEarlySoThatItSparesWhoRefused() {
        List<Boolean> early = new ArrayList<>();
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            early.add(context.early());
            throw new DetectionException("no answer");
        });
        try (Updater updater = home(every(Duration.ofSeconds(30)))) {
            updater.start();
            world.time.run(Duration.ofSeconds(32)); // at 0, 5, 15, 30
            world.wan.announce();
            world.time.settle();
            world.once(updater); // which asks again itself
        }
        assertThat(early).startsWith(false, true, true, false, false, false);
    }

    @Test
    void aDetectorThatIsBackIsNoticedByTheNextFastLookAndLeftAloneThen() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = home(every(Duration.ofHours(1)))) {
            updater.start();
            world.time.run(Duration.ofSeconds(40));
            world.wan.sees(A1);
            world.time.run(Duration.ofSeconds(40));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            int asked = world.wan.asked;
            world.time.run(Duration.ofMinutes(50));
            assertThat(world.wan.asked).isEqualTo(asked);
        }
    }

    @Test
    @Tag("promise-7")
    void afterAChangeItLooksSoonAgainAtThatFamilyOnly() {
        world.wan.sees(A1);
        try (Updater updater = home(every(FIVE_MINUTES))) {
            world.start(updater);
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(4));
            Instant changed = world.events(UpdateEvent.Changed.class).get(0).at();
            int calls = world.cloud.calls.size();
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(20));
            Instant last = world.events(UpdateEvent.Changed.class).get(1).at();
            assertThat(last).isAfter(changed);
            assertThat(gaps(last, IpFamily.IPV4)).startsWith(5L, 10L, 20L, 40L, 80L);
            assertThat(world.cloud.calls.size() - calls).isLessThanOrEqualTo(2); // to publish it
        }
    }

    @Test
    void afterAnAnnouncementItGoesOnLookingAtThatDetectorOnly() {
        FakeDetector other = new FakeDetector().knows(A2);
        world.wan.sees(A1);
        try (Updater updater = world.builder("a.example.com", other)
                .schedule(every(Duration.ofHours(10)))
                .build()) {
            updater.start();
            world.time.run(Duration.ofHours(1));
            int looks = world.wan.asked;
            int others = other.asked;

            world.wan.announce();
            world.time.run(Duration.ofMinutes(5));

            assertThat(world.wan.asked - looks).isEqualTo(5); // two at once, and ever more rarely
            assertThat(other.asked).isEqualTo(others);
        }
    }

    @Test
    void anAddressThatWantsSeveralReadingsGetsThemSoon() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .schedule(every(FIVE_MINUTES))
                .policy(UpdatePolicies.all(
                        UpdatePolicies.standard(), UpdatePolicies.confirmedBy(3, Duration.ofSeconds(10))))
                .record(HOME, RecordType.A)
                .build()) {
            updater.start();
            world.time.run(Duration.ofMinutes(6));
            world.wan.sees(A2);
            world.time.run(Duration.ofSeconds(4 * 60 + 16));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void aPeriodThatIsShorterThanTheFirstProbeStaysWhatItIs() {
        world.wan.fails(IpFamily.IPV4);
        Instant begun = world.time.instant();
        try (Updater updater = home(every(Duration.ofSeconds(3)))) {
            updater.start();
            world.time.run(Duration.ofMinutes(1));
        }
        assertThat(gaps(begun, IpFamily.IPV4)).containsOnly(3L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Schedule(FIVE_MINUTES, 0.1, Duration.ofMillis(999), true))
                .withMessageContaining("1s");
    }

    @Test
    void pausedItLooksAtNothingAndAfterwardsAtAll() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = home(every(FIVE_MINUTES))) {
            updater.start();
            world.time.settle();
            updater.pause();
            int asked = world.wan.asked;
            world.time.run(Duration.ofHours(1));
            assertThat(world.wan.asked).isEqualTo(asked);
            updater.resume();
            world.time.settle();
            assertThat(world.wan.asked).isEqualTo(asked + 1);
        }
    }

    @Test
    void recordsThatWereReplacedDuringALookAreNotLookedAtAgain() {
        world.wan.sees(V6A).answers(IpFamily.IPV4, (family, context) -> {
            world.time.pause(Duration.ofSeconds(2));
            throw new DetectionException("no answer");
        });
        try (Updater updater = home(every(FIVE_MINUTES))) {
            updater.start();
            world.time.schedule(
                    Duration.ofSeconds(1),
                    () -> updater.replaceRecords(
                            List.of(ManagedRecord.builder(HOME, RecordType.AAAA).build())));
            world.time.run(Duration.ofHours(1));
            assertThat(gaps(Instant.EPOCH, IpFamily.IPV4)).isEmpty();
            assertThat(gaps(Instant.EPOCH, IpFamily.IPV6)).hasSizeGreaterThan(5);
            assertThat(updater.status().health().vitals())
                    .extracting(vital -> vital.part() + " " + vital.key())
                    .containsExactly("network ", "detector default ipv6", "provider default");
        }
    }

    @Test
    void aSleepOfThisHostStartsACycleSoonAfterIt() {
        world.wan.sees(A1);
        try (Updater updater = home(every(Duration.ofHours(1)))) {
            world.start(updater);
            world.time.setClock(Duration.ofHours(8)); // timers stood still
            world.wan.sees(A2);
            world.time.run(ClockWatch.TICK);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(updater.status().nextCycle())
                    .contains(world.time.instant().plus(Duration.ofHours(1)));
        }
    }

    @Test
    void whatCameDueDuringASleepIsDoneAfterItAndTheRestAtItsOwnTime() {
        world.wan.sees(A1);
        try (Updater updater = home(every(Duration.ofHours(6)))) {
            world.start(updater);
            world.time.setClock(Duration.ofHours(20)); // the check after a day would come at the timers' day
            world.time.run(Duration.ofMinutes(2));
            assertThat(world.cloud.count("list")).isEqualTo(1);
            world.time.run(Duration.ofHours(4));
            assertThat(world.cloud.count("list")).isEqualTo(2);
        }
    }

    @Test
    void smallStepsOfTheClockStartNothing() {
        world.wan.sees(A1);
        try (Updater updater = home(every(DAY))) {
            world.start(updater);
            int asked = world.wan.asked;
            for (int i = 0; i < 100; i++) {
                world.time.setClock(Duration.ofSeconds(i % 2 == 0 ? 25 : -25));
                world.time.run(ClockWatch.TICK);
            }
            assertThat(world.wan.asked).isEqualTo(asked);
        }
    }

    @Test
    void aClockSetBackNeitherStallsTheScheduleNorProlongsAHold() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) ->
                call.equals("write") ? TransientException.askedToWait("busy", Duration.ofMinutes(30)) : null;
        try (Updater updater = home(every(FIVE_MINUTES))) {
            world.start(updater);
            assertThat(world.cloud.count("write")).isEqualTo(1);
            world.time.setClock(DAY.negated());
            int asked = world.wan.asked;
            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.wan.asked - asked).isBetween(4, 6);
            assertThat(world.cloud.count("write")).isEqualTo(1); // nor is a hold shortened
            world.time.run(Duration.ofMinutes(11));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-7")
    void aClockSetBackDoesNotPutOffWhatIsDue() {
        world.wan.sees(A1);
        try (Updater updater = home(every(FIVE_MINUTES))) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(30));
            world.time.setClock(Duration.ofDays(-300));
            world.time.run(Duration.ofHours(25));
            assertThat(world.cloud.count("list")).isEqualTo(2);
            assertThat(world.state().history()).allMatch(change -> !change.at().isAfter(world.time.instant()));
        }
    }

    @Test
    void aClockThatJumpsMakesNoUpdaterLookThatWasNotStarted() {
        world.wan.sees(A1).sees(V6A);
        try (Updater updater = home(every(FIVE_MINUTES))) {
            world.once(updater);
            world.wan.fails(IpFamily.IPV4);
            world.once(updater);
            int asked = world.wan.asked;
            world.time.setClock(DAY);
            world.time.run(DAY);
            assertThat(world.wan.asked).isEqualTo(asked);
        }
    }
}

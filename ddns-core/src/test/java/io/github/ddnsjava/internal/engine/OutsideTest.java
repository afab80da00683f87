package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of an updater from outside: pause, replace, resume, announcements, vetoes. */
class OutsideTest {
    private final World world = new World();

    @Test
    void detectionCanBeLookedAtByItself() {
        world.wan.sees(A1).fails(IpFamily.IPV6);
        try (Updater updater =
                world.builder().record(HOME, RecordType.A, RecordType.AAAA).build()) {
            assertThat(world.time.await(updater::detect))
                    .extracting(DetectionReport::family, DetectionReport::verdict)
                    .containsExactlyInAnyOrder(
                            tuple(IpFamily.IPV4, DetectionReport.Verdict.FOUND),
                            tuple(IpFamily.IPV6, DetectionReport.Verdict.FAILED));
            assertThat(world.store.opened).isZero();
            assertThat(world.events).isEmpty();
        }
    }

    @Test
    @Tag("promise-10")
    void whatAPersonResumesIsTriedWithAllOfItsAccount() {
        world.cloud.before = (call, names) -> new RateLimitedException("slow down", Optional.of(Duration.ofHours(9)));
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record("a.example.com", RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            world.start(updater);
            world.cloud.before = (call, names) -> null;
            updater.releaseHold(World.key("a.example.com", RecordType.A));
            world.time.settle();
            assertThat(world.cloud.at("a.example.com")).containsExactly(A1);
            assertThat(world.cloud.at("b.example.com")).containsExactly(A1);
        }
    }

    @Test
    void whoIsClosedTakesNoOtherRecords() {
        Updater updater = world.home();
        updater.close();

        assertThatThrownBy(() -> updater.replaceRecords(List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> updater.releaseHold(World.home(RecordType.A)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("promise-6")
    void theFileStoreCarriesOnAfterARestart(@TempDir Path directory) {
        Path file = directory.resolve("state");
        world.wan.sees(A1);
        for (int i = 0; i < 3; i++) {
            try (Updater updater = world.builder()
                    .state(StateStores.file(file))
                    .record(HOME, RecordType.A)
                    .build()) {
                assertThat(world.outcome(updater)).isEqualTo(i == 0 ? Outcome.CREATED : Outcome.UNCHANGED);
            }
        }
        assertThat(world.cloud.calls).hasSize(3);
    }

    @Test
    void whilePausedNothingIsSentAndAfterwardsEverythingIs() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            updater.pause();
            world.wan.sees(A2);
            updater.trigger();
            world.wan.announce();
            world.time.run(Duration.ofHours(30));
            assertThat(world.cloud.calls).hasSize(3);
            assertThat(updater.status().paused()).isTrue();
            updater.resume();
            world.time.settle();
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void anAnnouncementIsLookedAtAtOnceAndOnceMoreAfterTwoSeconds() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            int asked = world.wan.asked;
            world.wan.announce();
            world.time.settle();
            assertThat(world.wan.asked).isEqualTo(asked + 1);
            world.wan.sees(A2); // only now
            world.time.run(Duration.ofSeconds(2));
            assertThat(world.wan.asked).isEqualTo(asked + 2);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            world.time.run(Duration.ofSeconds(30));
            assertThat(world.wan.asked).isEqualTo(asked + 4); // a changed address may soon change again
        }
        assertThat(world.wan.ended).isTrue();
    }

    @Test
    void aChangeAnnouncedInPartsIsSeenAfterAQuarterOfASecond() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            int asked = world.wan.asked;
            world.wan.announce();
            world.time.run(Duration.ofMillis(20));
            world.wan.sees(A2); // what the second part tells
            world.wan.announce();
            world.wan.announce();
            world.time.run(Duration.ofMillis(230));
            assertThat(world.wan.asked).isEqualTo(asked + 2);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            world.time.run(Duration.ofSeconds(25));
            assertThat(world.wan.asked).isEqualTo(asked + 4);
        }
    }

    @Test
    void aDetectorThatNeverStopsAnnouncingIsAskedEveryTwoSecondsAtMost() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            int asked = world.wan.asked;
            for (int i = 0; i < 1000; i++) {
                world.wan.announce();
                world.time.run(Duration.ofMillis(100));
            }
            assertThat(world.wan.asked - asked).isBetween(50, 52);
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatCannotBeWatchedIsStillAsked() {
        try (Updater updater = world.bare()
                .detector(new io.github.ddnsjava.detect.IpDetector() {
                    @Override
                    public io.github.ddnsjava.detect.Detection detect(
                            IpFamily family, io.github.ddnsjava.detect.DetectionContext context)
                            throws InterruptedException {
                        return world.wan.knows(A1).detect(family, context);
                    }

                    @Override
                    public Subscription watch(Runnable changed) {
                        throw new IllegalStateException("no socket");
                    }
                })
                .provider(new FakeZones(world.cloud))
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-23")
    void badRecordsKeepTheRunningOnes() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            assertThatThrownBy(() -> updater.replaceRecords(List.of(
                            ManagedRecord.builder("a.example.com", RecordType.A).build(),
                            ManagedRecord.builder("b.example.com", RecordType.A)
                                    .provider("nobody")
                                    .build())))
                    .isInstanceOf(ConfigurationException.class);
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.cloud.at("a.example.com")).isEmpty();
        }
    }

    @Test
    void recordsAreReplacedWithTheirStateKeptByKey() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            RecordState before = world.state();
            updater.replaceRecords(List.of(
                    ManagedRecord.builder(HOME, RecordType.A).build(),
                    ManagedRecord.builder("new.example.com", RecordType.A).build()));
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.cloud.at("new.example.com")).containsExactly(A1);
            assertThat(world.state()).isEqualTo(before);
            updater.replaceRecords(List.of());
            world.wan.sees(A2);
            world.time.run(Duration.ofHours(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(updater.status().records()).isEmpty();
        }
    }

    private static ManagedRecord ofPolicy(String policy) {
        return ManagedRecord.builder(HOME, RecordType.A).policy(policy).build();
    }

    @Test
    void recordsAreReplacedUnderThePoliciesThatTheUpdaterHas() {
        UpdatePolicy never = situation -> Decision.keep();
        world.wan.sees(A1);
        try (Updater updater =
                world.builder().policy("quiet", never).record(ofPolicy("quiet")).build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).isEmpty();

            updater.replaceRecords(
                    List.of(ManagedRecord.builder(HOME, RecordType.A).build()));
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.cloud.at(HOME)).as("the default policy").containsExactly(A1);

            updater.replaceRecords(List.of(ofPolicy("quiet")));
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-23")
    void recordsOfAPolicyThatIsNotThereReplaceNone() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy("careful", UpdatePolicies.standard())
                .record(HOME, RecordType.A)
                .build()) {
            assertThatThrownBy(() -> updater.replaceRecords(List.of(ofPolicy("new"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("records[0].policy")
                    .hasMessageContaining("no policy is called \"new\"")
                    .hasMessageContaining("careful, default");

            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
        }
    }

    @Test
    void runOnceBesideTheScheduleReportsEveryRecord() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            world.start(updater);
            for (int i = 0; i < 20; i++) {
                world.wan.sees(i % 2 == 0 ? A2 : A1);
                updater.trigger();
                assertThat(world.once(updater).records()).hasSize(2);
                world.time.run(Duration.ofSeconds(10));
                assertThat(world.cloud.at(HOME)).containsExactly(i % 2 == 0 ? A2 : A1);
            }
        }
    }

    @Test
    @Tag("promise-22")
    void noSecretIsInAnyEventStatusOrReport() {
        world.wan.sees(A1);
        world.cloud.token = "another";
        List<String> texts = new ArrayList<>();
        try (Updater updater = world.home()) {
            texts.add(world.once(updater).toString());
            texts.add(updater.status().toString());
            world.time.settle();
        }
        world.events.forEach(event -> texts.add(event.toString()));
        texts.add(world.state().toString());
        texts.add(world.store.account("account").toString());
        assertThat(texts).hasSizeGreaterThan(4).noneMatch(text -> text.contains("secret-1"));
        assertThat(world.events(UpdateEvent.Troubled.class)).hasSize(1);
    }

    @Test
    void aVetoHoldsTheChangeUntilNobodyObjects() {
        boolean[] objecting = {true};
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .veto(change -> objecting[0] ? java.util.Optional.of("not now") : java.util.Optional.empty())
                .build()) {
            world.start(updater);
            assertThat(world.report(updater).problem().orElseThrow().message()).isEqualTo("vetoed: not now");
            assertThat(world.cloud.calls).isEmpty();
            objecting[0] = false;
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    void aVetoThatNeverAnswersObjectsOnceForAll() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .record("b.example.com", RecordType.A)
                .record("c.example.com", RecordType.A)
                .veto(change -> {
                    while (true) {
                        java.util.concurrent.locks.LockSupport.park();
                    }
                })
                .build()) {
            assertThat(world.once(updater).records())
                    .extracting(record -> record.problem().orElseThrow().message())
                    .containsOnly("vetoed: a veto hook did not answer within 2 seconds");
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    void whoWasNotStartedStartsNothingByAResume() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.once(updater);
            int asked = world.wan.asked;
            updater.pause();
            updater.resume();
            world.time.run(Duration.ofHours(1));
            assertThat(world.wan.asked).isEqualTo(asked);
        }
    }

    @Test
    void whoIsClosedDetectsNothing() {
        Updater updater = world.home();
        updater.close();
        assertThatThrownBy(updater::detect)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the updater is closed");
        updater.pause();
        updater.resume();
        assertThat(world.wan.asked).isZero();
    }
}

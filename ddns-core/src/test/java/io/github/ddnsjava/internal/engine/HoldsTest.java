package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordHistory;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.HoldRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is not sent after a refusal, and until when. */
class HoldsTest {
    private final World world = new World();

    @Test
    @Tag("promise-10")
    void refusedCredentialsAreHeldForAnHourDoublingToADayAcrossRestarts() {
        world.cloud.token = "another";
        List<Instant> tries = new ArrayList<>();
        world.cloud.before = (call, names) -> {
            tries.add(world.time.instant());
            return null;
        };
        Abilities abilities = FakeZones.can().build();
        for (int day = 0; day < 4; day++) {
            try (Updater updater = world.home(abilities)) {
                updater.start();
                world.time.run(Duration.ofHours(30));
                assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.HELD);
            }
        }
        List<Long> hours = new ArrayList<>();
        for (int i = 1; i < tries.size(); i++) {
            hours.add(Duration.between(tries.get(i - 1), tries.get(i)).toHours());
        }
        assertThat(hours).containsExactly(1L, 2L, 4L, 8L, 16L, 24L, 24L, 24L);
        assertThat(world.events(UpdateEvent.Troubled.class)).hasSize(1);
    }

    /** Otherwise a restart hides how long nobody has looked. */
    @Test
    void sinceWhenARecordIsOutOfSyncOutlivesRestarts() {
        world.cloud.token = "another";
        Instant since = null;
        for (int life = 0; life < 3; life++) {
            try (Updater updater = world.home(FakeZones.can().build())) {
                updater.start();
                world.time.run(Duration.ofHours(2));
                Instant told = updater.history(updater.status().records().get(0).key())
                        .flatMap(RecordHistory::outOfSyncSince)
                        .orElseThrow();
                since = since == null ? told : since;
                assertThat(told).isEqualTo(since).isBefore(world.time.instant().minus(Duration.ofMinutes(100)));
            }
        }
        world.cloud.token = world.token;
        try (Updater updater = world.home(FakeZones.can().build())) {
            updater.start();
            world.time.run(Duration.ofHours(30));
            assertThat(updater.history(updater.status().records().get(0).key()).flatMap(RecordHistory::outOfSyncSince))
                    .isEmpty();
        }
    }

    @Test
    @Tag("promise-10")
    void changedCredentialsEndAHoldAtTheNextCycle() {
        world.cloud.token = "secret-2";
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.start(updater);
            assertThat(world.cloud.calls).hasSize(1);
            world.time.run(Duration.ofMinutes(30));
            assertThat(world.cloud.calls).hasSize(1);

            world.token = "secret-2";
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.events(UpdateEvent.Recovered.class)).hasSize(1);
        }
    }

    @Test
    @Tag("promise-10")
    void credentialsThatChangedMeanwhileAreTriedOnceMoreAtOnce() {
        world.cloud.token = "secret-2";
        world.cloud.before = (call, names) -> {
            world.token = "secret-2"; // rotated while the call is under way
            return null;
        };
        Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider(new LateSecret())
                .record(HOME, RecordType.A)
                .build();
        try (updater) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            assertThat(world.cloud.calls).containsExactly("zones", "zones", "list", "write");
            assertThat(world.events(UpdateEvent.Troubled.class)).isEmpty();
        }
    }

    /** Reads its secret before the exchange, as real ones do. */
    private final class LateSecret implements io.github.ddnsjava.publish.DnsProvider {
        @Override
        public Abilities abilities() {
            return FakeZones.can().build();
        }

        @Override
        public String account() {
            return "account";
        }

        @Override
        public String fingerprint() {
            return world.token;
        }

        @Override
        public void publish(
                List<io.github.ddnsjava.publish.RecordChange> changes,
                io.github.ddnsjava.publish.Publication publication)
                throws InterruptedException {
            new FakeZones(
                            world.cloud,
                            "account",
                            Settings.none(),
                            Secret.of(world.token),
                            FakeZones.can().build())
                    .publish(changes, publication);
        }
    }

    @Test
    @Tag("promise-10")
    void aRuleUntilSettingsChangeHoldsForMonthsAndForTheWholeAccount() {
        world.cloud.token = "another";
        Abilities abilities =
                FakeZones.can().holdRule(HoldRule.UNTIL_SETTINGS_CHANGE).build();
        try (Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider("eu", world.zones("eu", abilities))
                .provider("us", world.zones("us", abilities))
                .record(ManagedRecord.builder(HOME, RecordType.A).provider("eu").build())
                .record(ManagedRecord.builder("a.example.org", RecordType.A)
                        .provider("us")
                        .build())
                .schedule(new Schedule(Duration.ofHours(1), 0.1))
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofDays(100));
            assertThat(world.cloud.calls).hasSize(1); // not one for each configured provider

            world.cloud.token = "secret-1";
            world.time.run(Duration.ofDays(1));
            assertThat(world.cloud.calls).hasSize(1);

            updater.releaseHold(updater.status().records().get(0).key());
            world.time.run(Duration.ofMinutes(2));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.at("a.example.org")).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    void whatIsRightInTheSameCallDoesNotEndTheHoldOnTheAccount() {
        world.cloud.put("right.example.com", A1);
        world.cloud.before = (call, names) ->
                call.equals("write") ? AuthenticationException.ofAccount("the token may only read") : null;
        try (Updater updater = world.builder()
                .detector("unused", new FakeDetector())
                .record("right.example.com", RecordType.A)
                .record(HOME, RecordType.A)
                .build()) {
            world.wan.sees(A1);
            world.start(updater);
            world.time.run(Duration.ofHours(100));
            assertThat(world.cloud.count("write")).isBetween(6L, 9L); // 1, 2, 4, 8, 16, 24 … hours
        }
    }

    @Test
    @Tag("promise-10")
    void aRejectedRecordIsHeldWithoutCallsOrReadingsUntilItsSettingsChange() {
        world.cloud.refusedNames.add(DnsName.of(HOME));
        Abilities abilities =
                FakeZones.can().holdRule(HoldRule.UNTIL_SETTINGS_CHANGE).build();
        try (Updater updater = world.home(abilities)) {
            world.start(updater);
            int calls = world.cloud.calls.size();
            int readings = world.wan.secondReadings;
            world.wan.sees(A2);
            world.time.run(Duration.ofDays(3));
            assertThat(world.cloud.calls).hasSize(calls);
            assertThat(world.wan.secondReadings).isEqualTo(readings);
            assertThat(world.report(updater).problem().orElseThrow().kind()).isEqualTo(ProblemKind.REJECTED);

            world.cloud.refusedNames.clear();
            updater.replaceRecords(List.of(ManagedRecord.builder(HOME, RecordType.A)
                    .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1)))
                    .build()));
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-10")
    void aBlockedAccountIsLeftAlone() {
        world.cloud.before = (call, names) -> BlockedException.ofAccount("abuse");
        try (Updater updater = world.home(
                FakeZones.can().holdRule(HoldRule.UNTIL_SETTINGS_CHANGE).build())) {
            world.start(updater);
            world.wan.sees(A2);
            world.time.run(Duration.ofDays(30));
            assertThat(world.cloud.calls).hasSize(1);
            assertThat(world.report(updater).problem().orElseThrow().kind()).isEqualTo(ProblemKind.BLOCKED);
        }
    }

    @Test
    @Tag("promise-10")
    void aRecordThatIsRightAgainByItselfKeepsNoStaleTrouble() {
        world.wan.sees(A1);
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.start(updater);
            world.wan.sees(A2);
            world.cloud.before = (call, names) -> AuthenticationException.ofAccount("no");
            world.time.run(Duration.ofMinutes(6));
            assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.HELD);

            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(6));
            assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(world.cloud.count("list")).isEqualTo(2);
        }
    }
}

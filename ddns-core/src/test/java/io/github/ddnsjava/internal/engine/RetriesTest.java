package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a provider fails, or does not say how it ended. */
class RetriesTest {
    private final World world = new World();

    @Test
    @Tag("promise-14")
    void retryAfterIsHonouredToTheInstant() {
        List<Instant> tries = new ArrayList<>();
        world.cloud.before = (call, names) -> {
            tries.add(world.time.instant());
            return tries.size() == 1
                    ? new RateLimitedException("slow down", Optional.of(Duration.ofMinutes(17)))
                    : null;
        };
        try (Updater updater = world.home(FakeZones.can().build())) {
            updater.start();
            world.time.run(Duration.ofHours(1));
            assertThat(tries.get(1)).isEqualTo(tries.get(0).plus(Duration.ofMinutes(17)));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-14")
    void aShortRetryAfterIsServedWithinTheCycle() {
        world.cloud.failOnce("list", TransientException.askedToWait("busy", Duration.ofSeconds(12)));
        try (Updater updater = world.home(FakeZones.can().build())) {
            Instant begun = world.time.instant();
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            assertThat(Duration.between(begun, world.time.instant())).isEqualTo(Duration.ofSeconds(12));
        }
    }

    @Test
    @Tag("promise-14")
    void aRateLimitThatSaysNoTimeIsTenMinutesAndDoubles() {
        List<Instant> tries = new ArrayList<>();
        world.cloud.before = (call, names) -> {
            tries.add(world.time.instant());
            return new RateLimitedException("slow down", Optional.empty());
        };
        try (Updater updater = world.home(FakeZones.can().build())) {
            updater.start();
            world.time.run(Duration.ofHours(3));
        }
        assertThat(Duration.between(tries.get(0), tries.get(1))).isEqualTo(Duration.ofMinutes(10));
        assertThat(Duration.between(tries.get(1), tries.get(2))).isEqualTo(Duration.ofMinutes(20));
        assertThat(Duration.between(tries.get(2), tries.get(3))).isEqualTo(Duration.ofMinutes(40));
    }

    @Test
    @Tag("promise-14")
    void severalBudgetsOfAnAccountAreAllKeptAlsoAfterARestart() {
        Abilities abilities = FakeZones.can()
                .rateLimit(4, Duration.ofSeconds(10))
                .rateLimit(8, Duration.ofHours(1))
                .build();
        List<Instant> at = new ArrayList<>();
        world.cloud.before = (call, names) -> {
            at.add(world.time.instant());
            return null;
        };
        for (int run = 0; run < 2; run++) {
            try (Updater updater = world.bare()
                    .detector(world.wan.knows(A1))
                    .provider(world.zones("eu", abilities))
                    .policy(situation -> io.github.ddnsjava.decide.Decision.publish(
                            situation.detected().orElseThrow(), "again and again"))
                    .schedule(new Schedule(Duration.ofMinutes(1), 0))
                    .record(HOME, RecordType.A)
                    .build()) {
                updater.start();
                world.time.run(Duration.ofMinutes(30));
            }
        }
        assertThat(at).hasSizeBetween(14, 17); // eight at once, and eight more each hour
        assertThat(world.store.account("account").moreTokens()).hasSize(1);
    }

    @Test
    @Tag("promise-14")
    void oneBudgetServesAllProvidersOfAnAccount() {
        Abilities abilities =
                FakeZones.can().rateLimit(10, Duration.ofMinutes(1)).build();
        var builder = world.bare()
                .detector(world.wan.sees(A1))
                .provider("eu", world.zones("eu", abilities))
                .provider("us", world.zones("us", abilities));
        for (int i = 0; i < 20; i++) {
            String zone = "z" + i + ".example.com";
            world.cloud.zones.put(DnsName.of(zone), new ArrayList<>());
            builder.record(ManagedRecord.builder("h." + zone, RecordType.A)
                    .provider(i % 2 == 0 ? "eu" : "us")
                    .build());
        }
        world.cloud.zones.remove(DnsName.of("example.com"));
        List<Instant> at = new ArrayList<>();
        world.cloud.before = (call, names) -> {
            at.add(world.time.instant());
            return null;
        };
        try (Updater updater = builder.build()) {
            updater.start();
            world.time.run(Duration.ofMinutes(60));
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
        }
        assertThat(at).hasSizeBetween(41, 44);
        for (int i = 20; i < at.size(); i++) {
            // A bucket of ten, refilled with ten a minute: twenty in no minute, never more.
            assertThat(Duration.between(at.get(i - 20), at.get(i))).isGreaterThan(Duration.ofSeconds(59));
        }
    }

    @Tag("thorough")
    @Test
    @Tag("promise-14")
    void theLadderGoesOnAfterARestartAndHammersNobody() {
        world.cloud.before = (call, names) -> TransientException.unknownOutcome("no connection", null);
        for (int restart = 0; restart < 200; restart++) {
            try (Updater updater = world.home(FakeZones.can().build())) {
                updater.start();
                world.time.run(Duration.ofSeconds(60)); // a crash loop
            }
        }
        assertThat(world.cloud.calls.size()).isBetween(6, 30);
    }

    /** Twelve names at hosts that answer none of them. */
    private FakeHosts outage(UpdaterBuilder builder) {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        for (int i = 0; i < 12; i++) {
            hosts.faults.add(TransientException.notSent("no route", null));
            builder.record("h" + i + ".example.com", RecordType.A);
        }
        builder.detector(world.wan.knows(A1))
                .provider(hosts)
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO));
        return hosts;
    }

    @Test
    @Tag("promise-14")
    void anOutageThatOutlivesARestartIsProbedByOneExchange() {
        UpdaterBuilder builder = world.bare();
        FakeHosts hosts = outage(builder);
        world.store.save(
                List.of(),
                Optional.of(world.store
                        .account("hosts")
                        .troubled(
                                Optional.of(world.time.instant()),
                                world.time.instant(),
                                3,
                                Problem.of(ProblemKind.TRANSIENT, "no route"),
                                Optional.empty())));
        try (Updater updater = builder.build()) {
            world.once(updater);
            assertThat(hosts.calls).hasSize(1);
            assertThat(world.store.account("hosts").attempts()).isEqualTo(4);
        }
    }

    @Test
    @Tag("promise-14")
    void theSilenceAfterAnOutageCountsTheFailuresThatBeganIt() {
        world.random = new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public double nextDouble() {
                return Math.nextDown(1.0);
            }
        };
        UpdaterBuilder builder = world.bare();
        FakeHosts hosts = outage(builder);
        try (Updater updater = builder.build()) {
            world.once(updater);
            assertThat(hosts.calls).hasSize(5);
            assertThat(world.store.account("hosts").notBefore().orElseThrow())
                    .isBetween(
                            world.time.instant().plusSeconds(31),
                            world.time.instant().plusSeconds(33));
        }
    }

    @Test
    @Tag("promise-6")
    void aFailedWriteIsRetriedUntilItSucceeds() {
        world.cloud.before =
                (call, names) -> call.equals("write") ? TransientException.notSent("no route", null) : null;
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.start(updater);
            world.time.run(Duration.ofHours(2));
            assertThat(world.state().confirmed()).isEmpty();
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofHours(3)); // what was due is not forgotten
            world.cloud.before = (call, names) -> null;
            world.wan.sees(A1);
            world.time.run(Duration.ofHours(2));
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-6")
    void aFailedWriteIsRetriedAfterARestart() {
        world.cloud.failOnce("write", TransientException.notSent("no route", null));
        try (Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider(world.zones("eu", FakeZones.can().build()))
                .record(HOME, RecordType.A)
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO))
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
        }
        assertThat(world.state().confirmed()).isEmpty();
        world.time.run(Duration.ofMinutes(1));
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-15")
    void aWriteOfUnknownOutcomeIsLookedUpBeforeItIsRepeated() {
        world.cloud.failOnceAfter("write", TransientException.unknownOutcome("timeout", null));
        try (Updater updater = world.home(FakeZones.can().build())) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
            assertThat(world.cloud.calls).containsExactly("zones", "list", "write", "list");
            assertThat(world.state().inDoubt()).isEmpty();
        }
    }

    @Test
    @Tag("promise-15")
    void aDoubtIsNotForgottenByAFailureThatFollows() {
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.once(updater);
            world.wan.sees(A2);
            boolean[] written = {false};
            world.cloud.after = (call, names) -> {
                written[0] = true;
                return TransientException.unknownOutcome("timeout", null);
            };
            world.cloud.before = (call, names) -> written[0] ? TransientException.notSent("no route", null) : null;
            world.once(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            world.time.run(Duration.ofHours(3));
            world.once(updater);
            assertThat(world.state().inDoubt()).isPresent();

            // The old address is back; what was in doubt must be looked at all the same.
            world.cloud.before = (call, names) -> null;
            world.cloud.after = (call, names) -> null;
            world.wan.sees(A1);
            world.time.run(Duration.ofHours(3));
            world.once(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.state().inDoubt()).isEmpty();
        }
    }

    @Test
    @Tag("promise-15")
    void anUnreadableProviderIsLookedUpInDnsBeforeAWriteIsRepeated() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        hosts.faultsAfter.add(TransientException.unknownOutcome("timeout", null));
        world.dns.put(HOME + " A", java.util.Set.of());
        try (Updater updater = world.bare()
                .detector(world.wan.knows(A1))
                .provider(hosts)
                .record(HOME, RecordType.A)
                .build()) {
            updater.start();
            world.time.runUntil(() -> !hosts.calls.isEmpty(), Duration.ofMinutes(1));
            world.dns.put(HOME + " A", java.util.Set.of(A1));
            world.time.run(Duration.ofMinutes(10));
            assertThat(hosts.calls).hasSize(1);
            assertThat(world.state().confirmed()).contains(addresses(A1));
        }
    }

    @Test
    @Tag("promise-15")
    void whereDnsCannotTellThereIsExactlyOneWrite() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        try (Updater updater = world.bare()
                .detector(world.wan.knows(A1))
                .provider(hosts)
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofHours(20));
            assertThat(hosts.calls).hasSize(1);
            assertThat(world.lookups).isEqualTo(1);
        }
    }

    @Test
    @Tag("promise-15")
    void aCrashBetweenWriteAndAnswerLeavesADoubtThatTheNextStartLooksAt() {
        world.cloud.after = (call, names) -> {
            world.store.frozen = true;
            return null;
        };
        try (Updater crashed = world.home(FakeZones.can().build())) {
            world.start(crashed);
        }
        assertThat(world.state().confirmed()).isEmpty();
        assertThat(world.state().inDoubt()).contains(addresses(A1));
        world.store.frozen = false;
        world.cloud.after = (call, names) -> null;
        world.cloud.calls.clear();
        try (Updater updater = world.home(FakeZones.can().build())) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
            assertThat(world.cloud.calls).containsExactly("zones", "list");
        }
    }

    @Test
    @Tag("promise-16")
    void anOlderDetectionThatIsRetriedNeverFollowsANewerDecision() {
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.start(updater);
            world.wan.sees(A2);
            world.cloud.failOnce("write", TransientException.askedToWait("busy", Duration.ofSeconds(20)));
            updater.trigger();
            world.time.settle();
            world.wan.sees(A1);
            updater.trigger();
            world.time.run(Duration.ofMinutes(4));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.events(UpdateEvent.Changed.class)).hasSize(1);
        }
    }

    @Test
    @Tag("promise-16")
    void aChangeThatWaitsForItsTurnIsDroppedWhenANewerDetectionWantsNone() {
        boolean[] slow = {false};
        world.wan.sees(A1);
        FakeDetector other = new FakeDetector().knows(A1);
        world.cloud.before = (call, names) -> {
            if (slow[0] && call.equals("write") && names.contains(DnsName.of("b.example.com"))) {
                slow[0] = false;
                world.time.run(Duration.ofSeconds(60));
            }
            return null;
        };
        try (Updater updater = world.builder(HOME, other).build()) {
            world.start(updater);
            slow[0] = true;
            other.knows(A3);
            updater.trigger();
            world.time.schedule(Duration.ofSeconds(10), () -> {
                world.wan.sees(A2);
                updater.trigger();
            });
            world.time.schedule(Duration.ofSeconds(20), () -> {
                world.wan.sees(A1);
                updater.trigger();
            });
            world.time.run(Duration.ofMinutes(3));
            assertThat(world.cloud.at("b.example.com")).containsExactly(A3);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.count("write")).isEqualTo(2);
        }
    }

    @Test
    @Tag("promise-16")
    void theSequenceGoesOnAcrossARestartWithTheClockSetBack() {
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.once(updater);
        }
        long before = world.state().sequence();
        world.time.setClock(Duration.ofDays(-400));
        world.wan.sees(A3);
        try (Updater updater = world.builder().record(HOME, RecordType.A).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
        }
        assertThat(world.state().sequence()).isGreaterThan(before);
        assertThat(world.cloud.at(HOME)).containsExactly(A3);
    }

    @Test
    void aRejectionIsNotRepeatedWithinTheCycle() {
        world.cloud.before = (call, names) -> call.equals("write")
                ? new RejectedException(RejectedException.Reason.QUOTA, "the plan allows no more")
                : null;
        try (Updater updater = world.home(FakeZones.can().build())) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
            assertThat(world.cloud.count("write")).isEqualTo(1);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.HELD);
            assertThat(world.cloud.count("write")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, -10})
    @Tag("promise-14")
    void aClockThatIsSetRightEndsTheWaitsForWhatMayPass(int minutes) {
        world.cloud.before = (call, names) -> TransientException.notSent("the clock of this host is wrong", null);
        try (Updater updater = world.home()) {
            world.wan.sees(A1);
            updater.start();
            world.time.run(Duration.ofHours(5)); // by now an hour from one try to the next
            world.cloud.before = (call, names) -> null;
            world.time.setClock(Duration.ofMinutes(minutes));
            world.time.run(Duration.ofMinutes(1));

            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }
}

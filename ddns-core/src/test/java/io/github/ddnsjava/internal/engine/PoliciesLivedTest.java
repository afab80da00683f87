package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Policies, modes and other wishes, lived through by an updater in virtual time. */
class PoliciesLivedTest {
    private final World world = new World();

    private static UpdatePolicy standardAnd(UpdatePolicy other) {
        return UpdatePolicies.all(UpdatePolicies.standard(), other);
    }

    private static ManagedRecord.Builder home() {
        return ManagedRecord.builder(HOME, RecordType.A);
    }

    private void restored(String address) {
        world.cloud.clear(HOME);
        world.cloud.put(HOME, address);
        world.dns.put(HOME + " A", Set.of(address));
    }

    @Test
    @Tag("promise-9")
    void aNameIsNeverUntouchedForLongerThanItsProviderAllowsAcrossRestarts() {
        FakeHosts hosts = new FakeHosts(
                Abilities.builder().refreshEvery(Duration.ofDays(25)).build());
        world.wan.knows(A1);
        List<Instant> touched = new ArrayList<>();
        int seen = 0;
        for (int week = 0; week < 30; week++) {
            try (Updater updater = world.bare()
                    .detector(world.wan)
                    .provider(hosts)
                    .record(HOME, RecordType.A)
                    .build()) {
                updater.start();
                for (int hour = 0; hour < 7 * 24; hour++) {
                    world.time.run(Duration.ofHours(1));
                    if (hosts.calls.size() > seen) {
                        seen = hosts.calls.size();
                        touched.add(world.time.instant());
                    }
                }
            }
        }
        assertThat(touched).hasSize(9);
        for (int i = 1; i < touched.size(); i++) {
            assertThat(Duration.between(touched.get(i - 1), touched.get(i)))
                    .isBetween(Duration.ofDays(24), Duration.ofDays(25).plusHours(1));
        }
    }

    @Test
    @Tag("promise-7")
    void whatLiveDnsShowsToHaveBeenChangedIsRepairedWithoutAskingTheProviderOtherwise() {
        world.wan.sees(A1);
        world.dns.put(HOME + " A", Set.of(A1));
        UpdatePolicy policy = standardAnd(UpdatePolicies.compareWithDns(Duration.ofHours(1)));
        try (Updater updater =
                world.builder().policy(policy).record(home().build()).build()) {
            world.start(updater);
            world.time.run(Duration.ofHours(20));
            assertThat(world.lookups).isBetween(17, 20);
            assertThat(world.cloud.calls).containsExactly("zones", "list", "write");

            restored(A3);
            world.time.run(Duration.ofMinutes(70));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.count("write")).isEqualTo(2);

            world.dns.remove(HOME + " A"); // it cannot tell any more
            world.time.run(Duration.ofHours(20));
            assertThat(world.cloud.calls).hasSize(5);
        }
    }

    @Test
    @Tag("promise-7")
    void theProviderIsStillCheckedOnceADayAlthoughDnsIsComparedMoreOften() {
        world.wan.sees(A1);
        world.dns.put(HOME + " A", Set.of(A1)); // as caches say, whatever the provider has
        UpdatePolicy policy = standardAnd(UpdatePolicies.compareWithDns(Duration.ofHours(1)));
        try (Updater updater =
                world.builder().policy(policy).record(home().build()).build()) {
            world.start(updater);
            world.cloud.clear(HOME);
            world.time.run(Duration.ofHours(25));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-7")
    void cachesThatStayBehindCostOneReadForEachComparison() {
        world.wan.sees(A1);
        world.dns.put(HOME + " A", Set.of(A3));
        UpdatePolicy policy = standardAnd(UpdatePolicies.compareWithDns(Duration.ofHours(2)));
        try (Updater updater =
                world.builder().policy(policy).record(home().build()).build()) {
            world.start(updater);
            world.time.run(Duration.ofHours(20));
            assertThat(world.cloud.count("write")).isEqualTo(1);
            assertThat(world.cloud.count("list")).isBetween(9L, 11L);
        }
    }

    @Test
    @Tag("promise-7")
    void aProxiedRecordIsNotJudgedByTheAddressesOfTheProxy() {
        world.wan.sees(A1);
        world.dns.put(HOME + " A", Set.of(A3));
        FakeZones zones = new FakeZones(
                world.cloud,
                "account",
                Settings.none(),
                Secret.of("secret-1"),
                FakeZones.can()
                        .attribute(AttributeSpec.of("proxied", AttributeSpec.Type.FLAG, "whether"))
                        .build());
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(zones)
                .policy(standardAnd(UpdatePolicies.compareWithDns(Duration.ofHours(1))))
                .record(home().attributes(Attributes.none().initial("proxied", true))
                        .build())
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofHours(20));
            assertThat(world.lookups).isZero();
            assertThat(world.cloud.calls).hasSize(3);
        }
    }

    @Test
    void aLineThatFlapsIsHeldAndGoesOnWhenItsTimeHasCome() {
        UpdatePolicy policy = standardAnd(UpdatePolicies.flapGuard(4, Duration.ofHours(1)));
        world.wan.sees(A1);
        try (Updater updater =
                world.builder().policy(policy).record(home().build()).build()) {
            world.start(updater);
            for (int i = 0; i < 30; i++) {
                world.wan.sees(i % 2 == 0 ? A2 : A1);
                world.time.run(Duration.ofMinutes(6));
            }
            assertThat(world.cloud.count("write")).isBetween(9L, 13L); // four an hour, in three hours
            assertThat(world.events(UpdateEvent.Troubled.class))
                    .anyMatch(event -> event.problem().kind() == ProblemKind.FLAPPING
                            && event.notBefore().isPresent());

            world.wan.sees(A3);
            world.time.run(Duration.ofMinutes(61));
            assertThat(world.cloud.at(HOME)).containsExactly(A3);
            assertThat(updater.status().records().get(0).problem()).isEmpty();
        }
    }

    @Test
    @Tag("promise-25")
    @Tag("promise-4")
    void aLostFamilyIsKeptByDefaultAndTheOtherFamilyGoesOn() {
        world.wan.sees(A1).sees(V6A);
        try (Updater updater =
                world.builder().record(HOME, RecordType.A, RecordType.AAAA).build()) {
            world.start(updater);
            world.wan.absent(IpFamily.IPV6).sees(A2);
            world.time.run(Duration.ofDays(3));
            assertThat(world.cloud.at(HOME, RecordType.AAAA)).containsExactly(V6A);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(updater.status().records()).allMatch(record -> record.isRight());
        }
    }

    @Test
    @Tag("promise-25")
    void aLostFamilyIsWithdrawnOnceAcrossARestartAndOnlyWhenItWasLostAllTheTime() {
        world.wan.sees(A1);
        UpdaterBuilder builder = world.builder()
                .policy(standardAnd(UpdatePolicies.withdrawLostFamilyAfter(Duration.ofHours(2))))
                .record(home().build());
        try (Updater updater = builder.build()) {
            world.start(updater);
            world.wan.absent(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(90));
            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(10));
            world.wan.absent(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(90));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
        try (Updater updater = builder.build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(40));
            assertThat(world.cloud.at(HOME)).isEmpty();
            world.time.run(Duration.ofHours(20));
            assertThat(world.cloud.count("write")).isEqualTo(2);
        }
    }

    @Test
    @Tag("promise-25")
    void aDetectorThatFailsIsNoLostFamily() {
        world.wan.sees(A1);
        UpdatePolicy policy = standardAnd(UpdatePolicies.withdrawLostFamilyAfter(Duration.ZERO));
        try (Updater updater =
                world.builder().policy(policy).record(home().build()).build()) {
            world.start(updater);
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofHours(10));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    void whatMayOnlyBeUpdatedIsHeldUntilSomebodyCreatesItAndResumes() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(home().mode(UpdateMode.UPDATE_ONLY).build())
                .build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).isEmpty();
            assertThat(updater.status().records().get(0).problem().orElseThrow().kind())
                    .isEqualTo(ProblemKind.REJECTED);
            world.time.run(Duration.ofMinutes(50));
            assertThat(world.cloud.calls).hasSize(2);

            world.cloud.put(HOME, A3);
            updater.releaseHold(World.home(RecordType.A));
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    @Tag("promise-13")
    void whatMayOnlyBeCreatedIsHeldWhereOthersWereFirstUntilTheModeChanges() {
        world.wan.sees(A1);
        world.cloud.put(HOME, A3);
        try (Updater updater = world.builder()
                .record(home().mode(UpdateMode.CREATE_ONLY).build())
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(50));
            assertThat(world.cloud.at(HOME)).containsExactly(A3);
            assertThat(world.cloud.calls).containsExactly("zones", "list");

            updater.replaceRecords(List.of(home().build()));
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    void whatOnlyItselfCreatedIsUpdatedAfterARestart() {
        world.wan.sees(A1);
        UpdaterBuilder builder =
                world.builder().record(home().mode(UpdateMode.CREATE_ONLY).build());
        try (Updater updater = builder.build()) {
            world.start(updater);
        }
        world.wan.sees(A2);
        try (Updater updater = builder.build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    private void close(Updater updater) {
        world.time.await(() -> {
            updater.close();
            return true;
        });
    }

    @Test
    void closingWithdrawsOursWhereThatIsAskedForAndTheNextStartPublishesAgain() {
        world.wan.sees(A1).sees(V6A);
        UpdaterBuilder builder =
                world.builder().withdrawOnClose(Duration.ofSeconds(5)).record(HOME, RecordType.A, RecordType.AAAA);
        Updater updater = builder.build();
        world.start(updater);
        world.cloud.put(HOME, A3); // a person's
        close(updater);
        world.time.settle();

        assertThat(world.cloud.at(HOME)).containsExactly(A3);
        assertThat(world.cloud.at(HOME, RecordType.AAAA)).isEmpty();
        assertThat(world.state().confirmed()).contains(Set.of());
        assertThat(world.events(UpdateEvent.Changed.class)).hasSize(4);

        Updater next = builder.build();
        world.start(next);
        assertThat(world.cloud.at(HOME)).containsExactlyInAnyOrder(A1, A3);
        close(next);
    }

    @Test
    @Tag("promise-19")
    void aProviderThatDoesNotAnswerKeepsClosingForNoLongerThanTheBound() {
        world.wan.sees(A1);
        Updater updater = world.builder()
                .withdrawOnClose(Duration.ofSeconds(5))
                .record(home().build())
                .build();
        world.start(updater);
        CountDownLatch returned = new CountDownLatch(1);
        world.cloud.before = (call, names) -> {
            world.time.run(Duration.ofSeconds(6));
            try {
                assertThat(returned.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // as closing does with what is under way
            }
            return TransientException.unknownOutcome("no answer", null);
        };
        world.time.await(() -> {
            updater.close();
            returned.countDown();
            return true;
        });
        Thread.interrupted();

        assertThat(world.cloud.at(HOME)).containsExactly(A1);
        assertThat(updater.status().running()).isFalse();
    }

    @Test
    void whoWasNeverStartedOrDoesNotAskForItWithdrawsNothing() {
        world.wan.sees(A1);
        UpdaterBuilder builder = world.builder().record(home().build());
        Updater plain = builder.build();
        world.start(plain);
        plain.close();
        Updater once = builder.withdrawOnClose(Duration.ofSeconds(5)).build();
        world.once(once);
        once.close();

        assertThat(world.cloud.at(HOME)).containsExactly(A1);
    }

    @Test
    @Tag("promise-23")
    void whatCannotBeWithdrawnOrWouldNotComeBackIsRefused() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        UpdaterBuilder poor = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(home().build())
                .withdrawOnClose(Duration.ofSeconds(5));
        UpdaterBuilder once = world.builder()
                .record(home().mode(UpdateMode.UPDATE_ONLY).build())
                .withdrawOnClose(Duration.ofSeconds(5));

        assertThatThrownBy(poor::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("withdrawOnClose")
                .hasMessageContaining("cannot withdraw");
        assertThatThrownBy(once::build).hasMessageContaining("update-only");
        assertThatIllegalArgumentException().isThrownBy(() -> world.bare().withdrawOnClose(Duration.ZERO));
    }

    @Test
    void aMonitorElsewhereHearsOfEachCycleAndOfRecordsThatAreHeld() {
        List<String> called = new ArrayList<>();
        HttpTransport http = request -> {
            called.add(request.uri().getPath());
            return new HttpTransport.Answer(200, Map.of(), "");
        };
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .environment(world.environment().withHttp(http))
                .deadMan(Secret.of("https://hc.example/ping"))
                .record(home().build())
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(30));
            assertThat(called).hasSizeBetween(6, 8).containsOnly("/ping");

            called.clear();
            world.cloud.token = "another";
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(30));
            assertThat(called).hasSizeBetween(9, 13).containsOnly("/ping/fail"); // after a change, cycles are closer

            called.clear();
            updater.replaceRecords(List.of());
            world.time.run(Duration.ofMinutes(30));
            assertThat(called).doesNotContain("/ping/fail");
        }
    }
}

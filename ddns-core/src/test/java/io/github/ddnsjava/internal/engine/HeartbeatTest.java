package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Network, detector and provider, told apart; and what is done without a network: nothing. */
class HeartbeatTest {
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Schedule SCHEDULE = new Schedule(Duration.ofMinutes(5), 0, PROBE, true);

    private final World world = new World();

    private Updater home() {
        return world.builder().schedule(SCHEDULE).record(HOME, RecordType.A).build();
    }

    private void networkGoes() {
        world.network = false;
        world.wan.fails(IpFamily.IPV4);
        world.cloud.before = (call, names) -> TransientException.notSent("no route", null);
    }

    private void networkIsBackWith(String address) {
        world.network = true;
        world.wan.sees(address);
        world.cloud.before = (call, names) -> null;
    }

    private static UpdaterHealth.Vital vital(Updater updater, Part part) {
        return updater.status().health().vitals().stream()
                .filter(vital -> vital.part() == part)
                .findFirst()
                .orElseThrow();
    }

    private static Condition condition(Updater updater, Part part) {
        return vital(updater, part).condition();
    }

    @Test
    void networkDetectorAndProviderAreToldApart() {
        world.wan.sees(A1);
        try (Updater updater = home()) {
            assertThat(updater.status().health().vitals()).hasSize(3).allMatch(v -> v.condition() == Condition.UNKNOWN);
            world.start(updater);
            assertThat(updater.status().health().vitals()).allMatch(vital -> vital.condition() == Condition.GOOD);
            assertThat(updater.status().health().cause()).isEmpty();

            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(6));
            assertThat(condition(updater, Part.NETWORK)).isEqualTo(Condition.GOOD);
            assertThat(condition(updater, Part.PROVIDER)).isEqualTo(Condition.GOOD);
            assertThat(updater.status().health().cause()).hasValueSatisfying(cause -> {
                assertThat(cause.part()).isEqualTo(Part.DETECTOR);
                assertThat(cause.key()).isEqualTo("default ipv4");
                assertThat(cause.message()).isEqualTo("no answer");
                assertThat(cause.since()).isPresent();
            });

            world.wan.sees(A2);
            world.cloud.before = (call, names) -> TransientException.notSent("no connection", null);
            world.time.run(Duration.ofMinutes(6));
            assertThat(updater.status().health().cause()).hasValueSatisfying(cause -> {
                assertThat(cause.part()).isEqualTo(Part.PROVIDER);
                assertThat(cause.message()).contains("no connection");
            });

            networkGoes();
            world.time.run(Duration.ofMinutes(6));
            assertThat(updater.status().health().cause())
                    .hasValueSatisfying(cause -> assertThat(cause.part()).isEqualTo(Part.NETWORK));
        }
    }

    @Test
    void aProviderThatRefusesIsThere() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) -> new RejectedException(RejectedException.Reason.QUOTA, "no more");
        try (Updater updater = home()) {
            world.start(updater);
            assertThat(condition(updater, Part.PROVIDER)).isEqualTo(Condition.GOOD);
            assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.HELD);
        }
    }

    @Test
    @Tag("promise-7")
    void offlineCostsNoProviderCallsWhateverIsDue() {
        world.wan.sees(A1);
        try (Updater updater = home()) {
            world.start(updater);
            networkGoes();
            world.time.run(Duration.ofMinutes(6));
            int calls = world.cloud.calls.size();
            int rows = world.store.rows;
            world.time.run(Duration.ofDays(3)); // the daily check came due
            updater.push(Map.of(World.home(RecordType.A), World.addresses(A2)));
            world.time.run(Duration.ofHours(1));
            assertThat(world.cloud.calls).hasSize(calls);
            assertThat(world.store.rows).isEqualTo(rows);
            assertThat(world.lookups).isZero();
            assertThat(world.events(UpdateEvent.Offline.class)).hasSize(1);

            networkIsBackWith(A1);
            world.time.run(PROBE);
            assertThat(world.cloud.at(HOME)).containsExactly(A2); // what was pushed is newer
        }
    }

    @Test
    void recoveryTakesOneProbe() {
        world.wan.sees(A1);
        try (Updater updater = home()) {
            world.start(updater);
            networkGoes();
            world.time.run(Duration.ofHours(7));
            networkIsBackWith(A2);
            world.time.run(PROBE);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.events(UpdateEvent.Online.class))
                    .singleElement()
                    .satisfies(
                            online -> assertThat(online.after()).isBetween(Duration.ofHours(6), Duration.ofHours(7)));
            assertThat(condition(updater, Part.NETWORK)).isEqualTo(Condition.GOOD);
        }
    }

    @Test
    void aStartWithoutANetworkIsFollowedByACycleWhenItComes() {
        networkGoes();
        world.wan.absent(IpFamily.IPV4); // there is no route of any family
        try (Updater updater = world.builder()
                .schedule(SCHEDULE)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            world.start(updater);
            assertThat(world.cloud.calls).isEmpty();
            assertThat(updater.status().records()).allSatisfy(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(record.problem().orElseThrow().message()).contains("no network");
            });
            networkIsBackWith(A1);
            world.wan.sees(V6A);
            world.time.run(PROBE);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.at(HOME, RecordType.AAAA)).containsExactly(V6A);
        }
    }

    @Test
    void aNetworkThatComesBeforeItWorksIsLookedAtSoonAgain() {
        networkGoes();
        try (Updater updater = home()) {
            updater.start();
            world.time.run(Duration.ofHours(1));
            world.network = true; // but no name is resolved yet
            world.time.run(PROBE.plusSeconds(1));
            networkIsBackWith(A1);
            world.time.run(PROBE.multipliedBy(2));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-25")
    void withoutANetworkNoFamilyIsLost() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .schedule(SCHEDULE)
                .policy(UpdatePolicies.all(
                        UpdatePolicies.standard(), UpdatePolicies.withdrawLostFamilyAfter(Duration.ofHours(1))))
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
            world.network = false;
            world.wan.absent(IpFamily.IPV4);
            world.time.run(Duration.ofHours(5));
            assertThat(world.state().absentSince()).isEmpty();
            world.network = true; // the family comes a little later
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-14")
    void whatFailedForWantOfANetworkIsTriedWhenItIsBackNotHoursLater() {
        world.wan.knows(A1); // which shows nothing of the network
        try (Updater updater = home()) {
            networkGoes();
            world.network = true; // all that can be seen from here
            world.wan.knows(A1);
            updater.start();
            world.time.run(Duration.ofHours(20));
            Duration wait = Duration.between(
                    world.time.instant(), world.state().notBefore().orElseThrow());
            int attempts = world.state().attempts();
            assertThat(wait).isGreaterThan(Duration.ofMinutes(5));
            world.network = false;
            world.time.run(wait.plusMinutes(1)); // the next attempt shows it
            assertThat(condition(updater, Part.NETWORK)).isEqualTo(Condition.BAD);

            networkIsBackWith(A1);
            world.wan.knows(A1);
            world.time.run(PROBE);
            assertThat(attempts).isGreaterThan(8);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-14")
    void anOutageBeyondThisHostIsOverWhenTheDetectorIsBack() {
        world.wan.sees(A1);
        try (Updater updater = home()) {
            world.start(updater);
            world.wan.sees(A2);
            world.cloud.before = (call, names) -> {
                world.wan.fails(IpFamily.IPV4); // the line breaks between the look and the call
                return TransientException.notSent("no route", null);
            };
            world.time.run(Duration.ofHours(9));
            world.wan.sees(A2);
            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofMinutes(5)); // by then the period is the probe
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-14")
    void aServerThatHasAnsweredIsNotTriedAgainBecauseTheDetectorIsBack() {
        assertThat(triesWhileTheDetectorComesAndGoes(TransientException.notSent("no route", null)))
                .isEqualTo(6);

        for (TransientException answer :
                new TransientException[] {TransientException.busy("locked"), TransientException.unavailable("closed")
                }) {
            assertThat(triesWhileTheDetectorComesAndGoes(answer))
                    .as(answer.getMessage())
                    .isLessThanOrEqualTo(2);
        }
    }

    /** Returns after how many of the last six times that the detector was back the provider was tried. */
    private static int triesWhileTheDetectorComesAndGoes(TransientException failure) {
        World other = new World();
        other.wan.sees(A1);
        try (Updater updater =
                other.builder().schedule(SCHEDULE).record(HOME, RecordType.A).build()) {
            other.start(updater);
            other.wan.sees(A2);
            other.cloud.before = (call, names) -> {
                other.wan.fails(IpFamily.IPV4);
                return failure;
            };
            int tries = 0;
            for (int i = 0; i < 30; i++) {
                int calls = other.cloud.calls.size();
                other.wan.sees(A2);
                other.time.run(Duration.ofMinutes(5));
                other.wan.fails(IpFamily.IPV4);
                other.time.run(Duration.ofMinutes(5));
                tries += i >= 24 && other.cloud.calls.size() > calls ? 1 : 0; // by then the waits are long
            }
            return tries;
        }
    }

    @Test
    @Tag("promise-14")
    void aProviderThatIsDownByItselfKeepsItsBackoffThroughTroublesOfTheDetector() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) -> TransientException.notSent("connection refused", null);
        try (Updater updater = home()) {
            updater.start();
            world.time.run(Duration.ofHours(12)); // the detector works all the time
            int calls = world.cloud.calls.size();
            for (int i = 0; i < 6; i++) {
                world.wan.fails(IpFamily.IPV4);
                world.time.run(Duration.ofMinutes(5));
                world.wan.sees(A1);
                world.time.run(Duration.ofMinutes(5));
            }
            assertThat(world.cloud.calls.size() - calls).isLessThanOrEqualTo(8);
        }
    }

    @Test
    @Tag("promise-10")
    void holdsAndRequestsToWaitOutlastTheOfflineState() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) -> AuthenticationException.ofAccount("no");
        try (Updater updater = home()) {
            world.start(updater);
            int calls = world.cloud.calls.size();
            networkGoes();
            world.time.run(Duration.ofMinutes(10));
            networkIsBackWith(A2);
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.cloud.calls).hasSize(calls);
            assertThat(updater.status().records().get(0).problem().orElseThrow().kind())
                    .isEqualTo(ProblemKind.AUTHENTICATION);
        }
        World other = new World();
        other.wan.sees(A1);
        other.cloud.before = (call, names) -> TransientException.askedToWait("busy", Duration.ofHours(2));
        try (Updater updater =
                other.builder().schedule(SCHEDULE).record(HOME, RecordType.A).build()) {
            other.start(updater);
            other.wan.fails(IpFamily.IPV4);
            other.network = false;
            other.time.run(Duration.ofMinutes(10));
            other.network = true;
            other.wan.sees(A1);
            int calls = other.cloud.calls.size();
            other.time.run(Duration.ofMinutes(90));
            assertThat(other.cloud.calls).hasSize(calls);
        }
    }

    @Test
    void aDetectorThatAnswersOverLoopbackIsNetworkEnough() {
        world.network = false; // no interface but loopback has an address, and all that is used is on this host
        world.wan.sees(A1); // and IPv6 is absent
        try (Updater updater = world.builder()
                .schedule(SCHEDULE)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            world.time.run(Duration.ofHours(1));
            assertThat(condition(updater, Part.NETWORK)).isEqualTo(Condition.GOOD);
            assertThat(world.events(UpdateEvent.Offline.class)).isEmpty();
        }
    }

    @Test
    void aDetectorThatIsReachedBringsBackWhatOthersHadToPutOff() {
        FakeDetector known = new FakeDetector().knows(A1);
        world.wan.sees(A1);
        try (Updater updater = world.bare()
                .schedule(SCHEDULE)
                .detector("known", known)
                .detector("wan", world.wan)
                .provider(new FakeZones(world.cloud))
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .detector("known")
                        .build())
                .record(ManagedRecord.builder(HOME, RecordType.A)
                        .detector("wan")
                        .build())
                .build()) {
            world.start(updater);
            networkGoes();
            world.time.run(Duration.ofMinutes(21));
            known.knows(A2);
            world.time.run(Duration.ofMinutes(5));
            assertThat(world.cloud.at("b.example.com")).containsExactly(A1);
            world.wan.sees(A1); // although no interface says that there is a network
            world.cloud.before = (call, names) -> null;
            world.time.runUntil(() -> !world.events(UpdateEvent.Online.class).isEmpty(), Duration.ofMinutes(6));
            world.time.run(Duration.ofSeconds(2));
            assertThat(world.cloud.at("b.example.com")).containsExactly(A2);
        }
    }

    @Test
    void anExchangeThatIsAnsweredEndsTheOfflineState() {
        networkGoes();
        try (Updater updater = home()) {
            world.start(updater);
            assertThat(condition(updater, Part.NETWORK)).isEqualTo(Condition.BAD);
            world.cloud.before = (call, names) -> null;
            world.wan.knows(A1);
            updater.push(Map.of(World.home(RecordType.A), World.addresses(A2)));
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.calls).isEmpty();
            world.once(updater); // a person's wish
            assertThat(world.cloud.at(HOME)).containsExactly(A1); // detected after the push
            assertThat(condition(updater, Part.NETWORK)).isEqualTo(Condition.GOOD);
        }
    }

    @Test
    void aPersonWhoAsksIsNotPutOff() {
        networkGoes();
        world.wan.knows(A1);
        try (Updater updater = home()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
            int calls = world.cloud.calls.size();
            assertThat(world.time.await(updater::check).records()).hasSize(1);
            assertThat(world.cloud.calls.size()).isGreaterThan(calls);
            networkGoes();
            world.wan.knows(A1);
            calls = world.cloud.calls.size();
            updater.trigger();
            world.time.settle();
            assertThat(world.cloud.calls.size()).isGreaterThan(calls);
            networkIsBackWith(A1);
            world.wan.knows(A1);
            updater.releaseHold(World.home(RecordType.A));
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
        }
    }

    @Test
    void aNetworkCheckThatFailsStopsNothing() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = world.builder()
                .schedule(SCHEDULE)
                .environment(world.environment().withNetwork(() -> {
                    throw new IllegalStateException("a defect");
                }))
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
            assertThat(world.events(UpdateEvent.Offline.class)).isEmpty();
            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(5));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }
}

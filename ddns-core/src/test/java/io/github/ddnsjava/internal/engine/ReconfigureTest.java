package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static io.github.ddnsjava.internal.engine.World.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A set-up is replaced as a whole while the updater runs, and only what changed is touched. */
class ReconfigureTest {
    private static final String OTHER = "b.example.com";

    private final World world = new World();
    private final DnsProvider zones = new FakeZones(world.cloud);

    private UpdaterBuilder setUp(String... names) {
        UpdaterBuilder builder = world.bare().detector(world.wan).provider(zones);
        for (String name : names) {
            builder.record(name, RecordType.A);
        }
        return builder;
    }

    private static ManagedRecord.Builder record(String name) {
        return ManagedRecord.builder(name, RecordType.A);
    }

    private RecordReport status(Updater updater, String name) {
        return updater.status().records().stream()
                .filter(report -> report.key().equals(key(name, RecordType.A)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("promise-7")
    void anEqualSetUpTouchesNothing() {
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            int asked = world.wan.asked;
            List<String> calls = List.copyOf(world.cloud.calls);
            Instant next = updater.status().nextCycle().orElseThrow();

            ReconfigurationReport report = updater.reconfigure(setUp(HOME));
            world.time.run(Duration.ofSeconds(30));

            assertThat(report.isEmpty()).isTrue();
            assertThat(report).hasToString("nothing changed");
            assertThat(world.wan.asked).isEqualTo(asked);
            assertThat(world.wan.watchers).hasSize(1);
            assertThat(world.wan.ended).isFalse();
            assertThat(world.cloud.calls).isEqualTo(calls);
            assertThat(updater.status().nextCycle()).contains(next);
        }
    }

    @Test
    @Tag("promise-7")
    void aNewRecordIsPublishedAtOnceAndTheOthersAreNotLookedAt() {
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            RecordState before = world.state();
            ReconfigurationReport report = updater.reconfigure(setUp(HOME, OTHER));
            world.time.run(Duration.ofSeconds(1));

            assertThat(world.cloud.at(OTHER)).as("without jitter").containsExactly(A1);
            assertThat(world.state()).isSameAs(before);
            assertThat(report).hasToString("records: 1 added (b.example.com A at default), 1 untouched");
            assertThat(world.events(UpdateEvent.Reconfigured.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.report()).isEqualTo(report));
        }
    }

    @Test
    @Tag("promise-7")
    void ofTenThousandRecordsOnlyTheTenThatChangedAreSent() {
        FakeHosts hosts = new FakeHosts(Abilities.builder()
                .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(1)))
                .build());
        world.wan.sees(A1);
        try (Updater updater = tenThousand(hosts, 0).build()) {
            world.start(updater);
            assertThat(hosts.calls).hasSize(10_000);
            world.events.clear();
            int asked = world.wan.asked;
            ReconfigurationReport report = updater.reconfigure(tenThousand(hosts, 10));
            world.time.run(Duration.ofSeconds(10));

            assertThat(report.records().changed()).hasSize(10);
            assertThat(report.records().untouched()).isEqualTo(9_990);
            assertThat(hosts.calls).hasSize(10_010);
            assertThat(world.events(UpdateEvent.Decided.class)).hasSize(10);
            assertThat(world.wan.asked - asked)
                    .as("the changed records share one poll")
                    .isOne();
            world.time.run(Duration.ofMinutes(20));
            assertThat(hosts.calls).hasSize(10_010);
        }
    }

    private UpdaterBuilder tenThousand(DnsProvider hosts, int changed) {
        UpdaterBuilder builder = world.bare().detector(world.wan).provider(hosts);
        for (int i = 0; i < 10_000; i++) {
            ManagedRecord.Builder record = record("n" + i + ".example.com");
            builder.record((i < changed ? record.ttl(Duration.ofMinutes(2)) : record).build());
        }
        return builder;
    }

    @Test
    @Tag("promise-23")
    void aBadSetUpChangesNothingAndTellsEveryProblem() {
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            world.events.clear();
            UpdaterBuilder bad = world.bare()
                    .detector("wan", world.wan)
                    .detector("wan", world.wan)
                    .provider("cf", new FakeZones(world.cloud))
                    .record(record(OTHER).provider("nobody").detector("wan").build())
                    .record("not a name", RecordType.A);
            assertThatThrownBy(() -> updater.reconfigure(bad))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("detectors.wan: is configured twice")
                    .hasMessageContaining("records[1].name")
                    .hasMessageContaining("no provider is called \"nobody\"");
            assertThat(world.events(UpdateEvent.Reconfigured.class)).isEmpty();

            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-10")
    void aHoldEndsWhenTheSettingsOfItsProviderChangedAndNoOtherDoes() {
        Abilities held =
                FakeZones.can().holdRule(HoldRule.UNTIL_SETTINGS_CHANGE).build();
        DnsProvider one = account("one", "wrong", held);
        DnsProvider two = account("two", "wrong", held);
        world.wan.sees(A1);
        try (Updater updater = twoAccounts(one, two).build()) {
            world.start(updater);
            world.time.run(Duration.ofDays(2));
            assertThat(updater.status().records()).allMatch(report -> report.outcome() == Outcome.HELD);
            int calls = world.cloud.calls.size();

            ReconfigurationReport report = updater.reconfigure(twoAccounts(account("one", "secret-1", held), two));
            world.time.run(Duration.ofSeconds(2));

            assertThat(report)
                    .hasToString("records: 1 changed (home.example.com A at one), 1 untouched;"
                            + " providers: 1 changed (one), 1 untouched");
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.at(OTHER)).isEmpty();
            world.time.run(Duration.ofDays(2));
            assertThat(world.cloud.at(OTHER)).isEmpty();
            assertThat(world.cloud.calls.size() - calls).isLessThan(12); // HOME is verified every day
        }
    }

    private DnsProvider account(String account, String token, Abilities abilities) {
        return new FakeZones(world.cloud, account, Settings.none(), Secret.of(token), abilities);
    }

    private UpdaterBuilder twoAccounts(DnsProvider one, DnsProvider two) {
        return world.bare()
                .detector(world.wan)
                .provider("one", one)
                .provider("two", two)
                .record(record(HOME).provider("one").build())
                .record(record(OTHER).provider("two").build());
    }

    @Test
    @Tag("promise-14")
    void aWaitAfterAFailureStaysAsItIs() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) -> TransientException.notSent("no connection", null);
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(30));
            RecordState before = world.state();
            assertThat(before.notBefore()).isPresent();
            int calls = world.cloud.calls.size();

            updater.reconfigure(setUp(HOME).retry(RetrySettings.DEFAULT));
            world.time.run(Duration.ofSeconds(5));
            assertThat(world.state().notBefore()).isEqualTo(before.notBefore());
            assertThat(world.cloud.calls).hasSize(calls);
        }
    }

    @Test
    @Tag("promise-6")
    void theRecordsOfAProviderThatIsAnotherAccountNowAreReadBack() {
        world.wan.sees(A1);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(account("one", "secret-1", FakeZones.can().build()))
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(10));
            world.cloud.clear(HOME);
            updater.reconfigure(world.bare()
                    .detector(world.wan)
                    .provider(account("two", "secret-1", FakeZones.can().build()))
                    .record(HOME, RecordType.A));
            world.time.run(Duration.ofSeconds(5));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    void aDetectorIsReplacedAndTheOneThatStaysIsWatchedOnWithoutAGap() {
        FakeDetector old = new FakeDetector().sees(A2);
        FakeDetector fresh = new FakeDetector().sees(A3);
        world.wan.sees(A1);
        try (Updater updater = twoDetectors(old).build()) {
            world.start(updater);
            int asked = world.wan.asked;
            ReconfigurationReport report = updater.reconfigure(twoDetectors(fresh));
            world.time.run(Duration.ofSeconds(1));

            assertThat(report.detectors().changed()).containsExactly("other");
            assertThat(world.cloud.at(OTHER)).as("looked at at once").containsExactly(A3);
            assertThat(old.ended).isTrue();
            assertThat(fresh.watchers).hasSize(1);
            assertThat(world.wan.ended).isFalse();
            assertThat(world.wan.watchers).hasSize(1);
            assertThat(world.wan.asked).isEqualTo(asked);

            fresh.sees(A2);
            fresh.announce();
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.at(OTHER)).containsExactly(A2);
            int askedOld = old.asked;
            old.announce();
            world.time.run(Duration.ofMinutes(20));
            assertThat(old.asked).isEqualTo(askedOld);
        }
    }

    private UpdaterBuilder twoDetectors(FakeDetector other) {
        return world.bare()
                .detector("wan", world.wan)
                .detector("other", other)
                .provider(zones)
                .record(record(HOME).detector("wan").build())
                .record(record(OTHER).detector("other").build());
    }

    @Test
    @Tag("promise-8")
    void anotherScheduleCountsFromNowOn() {
        world.wan.sees(A1);
        try (Updater updater =
                setUp(HOME).schedule(new Schedule(Duration.ofHours(6), 0.1)).build()) {
            world.start(updater);
            ReconfigurationReport report =
                    updater.reconfigure(setUp(HOME).schedule(new Schedule(Duration.ofMinutes(1), 0.1)));
            assertThat(report).hasToString("schedule changed");
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(2));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void anotherPolicyConcernsTheRecordsThatHaveIt() {
        world.wan.sees(A1);
        UpdaterBuilder first = setUp(HOME)
                .policy("careful", UpdatePolicies.minimumInterval(Duration.ofHours(1)))
                .record(record(OTHER).policy("careful").build());
        try (Updater updater = first.build()) {
            world.start(updater);
            ReconfigurationReport report = updater.reconfigure(setUp(HOME)
                    .policy("careful", UpdatePolicies.onChange())
                    .record(record(OTHER).policy("careful").build()));
            assertThat(report.records().changed()).containsExactly(key(OTHER, RecordType.A));
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.at(OTHER)).containsExactly(A1);
        }
    }

    @Test
    void anotherStateNeedsARestartAndTheRestIsApplied() {
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            ReconfigurationReport report =
                    updater.reconfigure(setUp(HOME, OTHER).state(StateStores.memory()));
            assertThat(report.needsRestart()).containsExactly("state");
            assertThat(report.toString()).endsWith("; the change of state needs a restart, and is not in effect yet");
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.at(OTHER)).containsExactly(A1);
            assertThat(world.state(OTHER, RecordType.A).confirmed()).contains(addresses(A1));
        }
    }

    @Test
    void theListenersOfTheNewSetUpAreTold() {
        List<UpdateEvent> told = new ArrayList<>();
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            updater.reconfigure(setUp(HOME).listener(told::add));
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(told).hasAtLeastOneElementOfType(UpdateEvent.Changed.class);
        }
    }

    @Test
    void beforeTheStartAndWhilePausedNothingIsLookedAtAndAfterwardsAllThatChanged() {
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME).build()) {
            updater.reconfigure(setUp(HOME, OTHER));
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.cloud.calls).isEmpty();
            world.start(updater);
            assertThat(world.cloud.at(OTHER)).containsExactly(A1);

            updater.pause();
            updater.reconfigure(setUp(HOME, OTHER, "c.example.com"));
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.cloud.at("c.example.com")).isEmpty();
            updater.resume();
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.at("c.example.com")).containsExactly(A1);
        }
    }

    @Test
    void aClosedUpdaterTakesNoSetUp() {
        Updater updater = setUp(HOME).build();
        updater.close();
        assertThatThrownBy(() -> updater.reconfigure(setUp(OTHER))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDisabledRecordIsLeftAloneAndTheStatusSaysSo() {
        world.wan.sees(A1);
        try (Updater updater = setUp(HOME, OTHER).build()) {
            world.start(updater);
            RecordState before = world.state();
            updater.reconfigure(setUp(OTHER)
                    .record(record(HOME).disabled("the record is disabled").build()));
            world.wan.sees(A2);
            world.time.run(Duration.ofDays(3));

            assertThat(world.cloud.at(OTHER)).containsExactly(A2);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.state()).isEqualTo(before);
            RecordReport report = status(updater, HOME);
            assertThat(report.outcome()).isEqualTo(Outcome.HELD);
            assertThat(report.problem().orElseThrow().kind()).isEqualTo(ProblemKind.DISABLED);
            assertThat(report.problem().orElseThrow()).hasToString("disabled: the record is disabled");
            assertThat(report.isRight()).isTrue();
            assertThat(world.once(updater).records())
                    .extracting(RecordReport::key)
                    .containsExactly(key(OTHER, RecordType.A));
            assertThatThrownBy(() -> updater.verify(key(HOME, RecordType.A)))
                    .hasMessageContaining("cannot be verified or planned: the record is disabled");

            updater.reconfigure(setUp(OTHER, HOME));
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-13")
    void theValueOfADisabledRecordIsSentAlongWhereBothFamiliesTravelTogether() {
        FakeHosts hosts = new FakeHosts(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES).build());
        world.wan.sees(A1).sees(World.V6A);
        ManagedRecord.Builder six = ManagedRecord.builder(HOME, RecordType.AAAA);
        try (Updater updater = joint(hosts).record(six.build()).build()) {
            world.start(updater);
            updater.reconfigure(joint(hosts).record(six.disabled("not now").build()));
            world.wan.sees(A2).sees(World.V6B);
            world.time.run(Duration.ofMinutes(6));
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
            assertThat(hosts.at(HOME, RecordType.AAAA)).isEqualTo(addresses(World.V6A));
        }
    }

    private UpdaterBuilder joint(DnsProvider hosts) {
        return world.bare().detector(world.wan).provider(hosts).record(HOME, RecordType.A);
    }

    @Test
    void addressesThatWerePushedForADisabledRecordCountWhenItIsEnabled() {
        try (Updater updater = pushed(record(HOME).build()).build()) {
            world.start(updater);
            updater.reconfigure(pushed(record(HOME).disabled("not now").build()));
            updater.push(Map.of(key(HOME, RecordType.A), addresses(A1)));
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).isEmpty();
            updater.reconfigure(pushed(record(HOME).build()));
            world.time.run(Duration.ofSeconds(1));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    private UpdaterBuilder pushed(ManagedRecord record) {
        return world.bare().pushed().provider(zones).record(record);
    }

    /** A provider and a detector that hold something, and say when they are closed. */
    private static final class Closeable implements DnsProvider, IpDetector, AutoCloseable {
        private final FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        private final IpDetector detector;
        private int closed;
        private boolean used;
        private boolean usedWhenClosed;
        private Runnable during = () -> {};

        Closeable(IpDetector detector) {
            this.detector = detector;
        }

        @Override
        public Abilities abilities() {
            return hosts.abilities();
        }

        @Override
        public String account() {
            return hosts.account();
        }

        @Override
        public String fingerprint() {
            return hosts.fingerprint();
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            used = true;
            during.run();
            hosts.publish(changes, publication);
            used = false;
        }

        @Override
        public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
            return detector.detect(family, context);
        }

        @Override
        public void close() {
            closed++;
            usedWhenClosed |= used;
        }
    }

    private final Closeable part = new Closeable(world.wan);

    @Test
    @Tag("promise-19")
    void whatIsRemovedIsClosedOnceAndWhatStaysOnlyWithTheUpdater() {
        world.wan.sees(A1);
        Closeable stays = new Closeable(world.wan);
        Updater updater = with(part, stays).build();
        world.start(updater);
        updater.reconfigure(with(new Closeable(world.wan), stays));
        world.time.run(Duration.ofMinutes(1));
        assertThat(part.closed).isOne();
        assertThat(stays.closed).isZero();
        updater.close();
        assertThat(stays.closed).isOne();
        assertThat(part.closed).isOne();
    }

    private UpdaterBuilder with(Closeable one, Closeable two) {
        return world.bare()
                .detector("one", one)
                .detector("two", two)
                .provider("one", one)
                .provider("two", two)
                .record(record(HOME).provider("one").detector("one").build())
                .record(record(OTHER).provider("two").detector("two").build());
    }

    @Test
    @Tag("promise-11")
    void aProviderIsClosedAfterTheCallThatItWasIn() {
        world.wan.sees(A1);
        Closeable next = new Closeable(world.wan);
        try (Updater updater = hosts(part).build()) {
            part.during = () -> {
                updater.reconfigure(hosts(next));
                world.time.run(Duration.ofSeconds(20));
            };
            world.start(updater);
            assertThat(part.closed).isOne();
            assertThat(part.usedWhenClosed).isFalse();
            assertThat(world.events(UpdateEvent.Changed.class))
                    .as("the call has ended as it began")
                    .isNotEmpty();
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(next.hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
        }
    }

    private UpdaterBuilder hosts(Closeable provider) {
        return world.bare().detector(world.wan).provider(provider).record(HOME, RecordType.A);
    }

    @Test
    void aRefusedSetUpKeepsItsParts() {
        try (Updater updater = setUp(HOME).build()) {
            UpdaterBuilder bad =
                    hosts(part).record(record(OTHER).detector("nobody").build());
            assertThatThrownBy(() -> updater.reconfigure(bad)).isInstanceOf(ConfigurationException.class);
            world.time.run(Duration.ofMinutes(1));
            assertThat(part.closed).isZero();
        }
    }

    @Test
    void aChangeThatIsRemovedBeforeItIsSentIsNotSent() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) -> AuthenticationException.ofAccount("no");
        try (Updater updater = setUp(HOME).build()) {
            world.start(updater);
            updater.reconfigure(setUp(OTHER));
            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofDays(3));
            assertThat(world.cloud.at(HOME)).isEmpty();
            assertThat(world.cloud.at(OTHER)).containsExactly(A1);
            assertThat(updater.status().records()).hasSize(1);
            assertThat(Set.of(updater.status().records().get(0).key())).containsExactly(key(OTHER, RecordType.A));
        }
    }
}

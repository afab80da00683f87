package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static io.github.ddnsjava.internal.engine.World.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be written, told without writing or remembering anything. */
class PlanTest {
    private final World world = new World();

    @Test
    void aPlanTellsWhatWouldBeWrittenAndWritesAndRemembersNothing() {
        world.wan.sees(A1);
        world.cloud.put("old.example.com", A2);
        world.cloud.put("right.example.com", A1);
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .record("old.example.com", RecordType.A)
                .record("right.example.com", RecordType.A)
                .build()) {
            UpdateReport plan = world.time.await(updater::plan);
            assertThat(plan.records())
                    .extracting(RecordReport::outcome)
                    .containsExactly(Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED);
            assertThat(plan.records().get(1).previous()).containsExactlyElementsOf(addresses(A2));
            assertThat(world.cloud.calls).containsExactly("zones", "list");
            assertThat(world.store.saves).isZero();
            assertThat(world.events).isEmpty();
        }
    }

    @Test
    void someRecordsCanBePlannedAlone() {
        FakeDetector other = new FakeDetector().knows(A2);
        world.wan.knows(A1);
        FakeHosts hosts = new FakeHosts(Abilities.builder().read().build());
        try (Updater updater = world.bare()
                .detector("wan", world.wan)
                .detector("other", other)
                .provider(hosts)
                .record(ManagedRecord.builder("a.example.com", RecordType.A)
                        .detector("wan")
                        .build())
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .detector("wan")
                        .build())
                .record(ManagedRecord.builder("c.example.com", RecordType.A)
                        .detector("other")
                        .build())
                .build()) {
            RecordKey key = key("b.example.com", RecordType.A);
            UpdateReport plan = world.time.await(() -> updater.plan(List.of(key)));
            assertThat(plan.records()).extracting(RecordReport::key).containsExactly(key);
            assertThat(hosts.calls).allMatch(call -> call.contains("b.example.com"));
            assertThat(other.asked).isZero();
            assertThatThrownBy(() -> updater.plan(List.of(key("no.example.com", RecordType.A))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("is not managed");
        }
    }

    @Test
    void aPlanShowsEveryWriteOfAProviderThatStopsAtTheFirst() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        world.wan.knows(A1);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record("a.example.com", RecordType.A)
                .record("b.example.com", RecordType.A)
                .record("c.example.com", RecordType.A)
                .build()) {
            UpdateReport plan = world.time.await(updater::plan);
            assertThat(plan.records()).extracting(RecordReport::outcome).containsOnly(Outcome.UPDATED);
            assertThat(hosts.calls).isEmpty();
        }
    }

    @Test
    void aPlanOfWhatCannotBeReadTellsWhatWasConfirmed() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        world.wan.knows(A1);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A)
                .build()) {
            world.once(updater);
            world.wan.knows(A2);
            UpdateReport plan = world.time.await(updater::plan);
            assertThat(plan.records().get(0).outcome()).isEqualTo(Outcome.UPDATED);
            assertThat(plan.records().get(0).previous()).containsExactly(IpAddress.parse(A1));
        }
    }

    @Test
    @Tag("promise-3")
    void aPlanCountsTheReadingsThatAreNotSavedYet() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy(UpdatePolicies.all(UpdatePolicies.onChange(), UpdatePolicies.confirmedBy(3, Duration.ZERO)))
                .record(HOME, RecordType.A)
                .build()) {
            world.once(updater);
            assertThat(world.time.await(updater::plan).records().get(0).outcome())
                    .isEqualTo(Outcome.HELD);
            world.once(updater);
            assertThat(world.time.await(updater::plan).records().get(0).outcome())
                    .isEqualTo(Outcome.CREATED);
        }
    }

    @Test
    @Tag("promise-14")
    void aPlanAsksNobodyWhoJustAskedToBeLeftAlone() {
        world.cloud.before = (call, names) -> new RateLimitedException("slow down", Optional.empty());
        try (Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider("eu", world.zones("eu", FakeZones.can().build()))
                .provider("us", world.zones("us", FakeZones.can().build()))
                .record(ManagedRecord.builder("a.example.com", RecordType.A)
                        .provider("eu")
                        .build())
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .provider("us")
                        .build())
                .build()) {
            assertThat(world.time.await(updater::plan).records()).noneMatch(RecordReport::isRight);
            assertThat(world.cloud.calls).hasSize(1);
            assertThat(world.store.saves).isZero();
        }
    }

    @Test
    @Tag("promise-18")
    void aPlanWorksBesideAnUpdaterThatHasTheState(@TempDir Path directory) {
        Path file = directory.resolve("state");
        world.wan.sees(A1);
        try (Updater owner = world.builder()
                        .state(StateStores.file(file))
                        .record(HOME, RecordType.A)
                        .build();
                Updater second = world.builder()
                        .state(StateStores.file(file))
                        .record(HOME, RecordType.A)
                        .build()) {
            world.once(owner);
            world.cloud.calls.clear();
            UpdateReport plan = world.time.await(second::plan);
            assertThat(plan.records().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(world.cloud.calls).as("the state says enough").isEmpty();
            assertThatThrownBy(second::start).hasMessageContaining("state");
        }
    }

    @Test
    void aPlanDoesNotSwallowTheScheduledLook() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.wan.sees(A2);
            updater.trigger();
            UpdateReport plan = world.time.await(updater::plan);
            world.time.settle();
            assertThat(plan.records()).hasSize(1);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void whatAPlanOrACheckMeetsIsNotNoted() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            UpdaterHealth before = updater.status().health();
            int events = world.events.size();
            world.network = false;
            world.wan.fails(IpFamily.IPV4);
            world.cloud.before = (call, names) -> TransientException.notSent("no route", null);
            assertThat(world.time.await(updater::plan).isRight()).isFalse();
            assertThat(world.time.await(updater::check).isRight()).isFalse();
            world.time.settle();
            assertThat(updater.status().health()).isEqualTo(before);
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
            assertThat(world.events).hasSize(events);
        }
    }

    @Test
    void aPlanTriesAlthoughTheUpdaterIsOffline() {
        world.network = false;
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = world.home()) {
            world.start(updater);
            assertThat(world.events(UpdateEvent.Offline.class)).hasSize(1);
            world.wan.sees(A1);
            assertThat(world.time.await(updater::plan).records())
                    .extracting(RecordReport::outcome)
                    .containsExactly(Outcome.CREATED);
            assertThat(world.events(UpdateEvent.Online.class)).isEmpty();
        }
    }
}

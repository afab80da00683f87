package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses that the application knows. */
class PushTest {
    private final World world = new World();

    private Updater pushOnly(FakeHosts hosts) {
        return world.bare()
                .pushed()
                .provider(hosts)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build();
    }

    @Test
    void pushedAddressesArePublishedWithoutAnyDetector() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        try (Updater updater = pushOnly(hosts)) {
            world.start(updater);
            updater.push(Map.of(World.home(RecordType.A), addresses(A1)));
            world.time.run(Duration.ofHours(12));
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A1));
            assertThat(hosts.calls).hasSize(1);
            assertThat(world.wan.secondReadings).isZero();
            updater.push(Map.of(World.home(RecordType.A), addresses(A2)));
            world.time.settle();
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
        }
    }

    @Test
    @Tag("promise-6")
    void aPushThatFailedIsRetriedUntilItSucceeds() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        for (int i = 0; i < 20; i++) {
            hosts.faults.add(TransientException.notSent("no route", null));
        }
        try (Updater updater = pushOnly(hosts)) {
            updater.start();
            updater.push(Map.of(World.home(RecordType.A), addresses(A1)));
            world.time.run(Duration.ofHours(20));
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A1));
        }
    }

    @Test
    @Tag("promise-23")
    void aPushIsTakenWholeOrNotAtAll() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        try (Updater updater = pushOnly(hosts)) {
            Map<io.github.ddnsjava.RecordKey, Set<io.github.ddnsjava.IpAddress>> mixed = new HashMap<>();
            mixed.put(World.home(RecordType.A), addresses(A1));
            mixed.put(World.home(RecordType.AAAA), addresses(A1));
            mixed.put(World.key("other.example.com", RecordType.A), addresses(A1));
            assertThatThrownBy(() -> updater.push(mixed))
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            e -> assertThat(e.problems()).hasSize(2));
            assertThatThrownBy(() -> updater.push(Map.of(World.home(RecordType.A), addresses("192.168.1.1"))))
                    .isInstanceOf(ConfigurationException.class);
            world.time.run(Duration.ofMinutes(10));
            assertThat(hosts.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-16")
    void aPushIsNotLostToADetectionThatBeganBefore() {
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            world.time.pause(Duration.ofSeconds(30));
            return new FakeDetector().knows(A1).detect(family, context);
        });
        try (Updater updater = world.home()) {
            updater.trigger();
            world.time.schedule(
                    Duration.ofSeconds(10), () -> updater.push(Map.of(World.home(RecordType.A), addresses(A2))));
            world.time.run(Duration.ofMinutes(2));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void whatIsPushedWhilePausedIsPublishedWhenCyclesGoOn() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        try (Updater updater = pushOnly(hosts)) {
            world.start(updater);
            updater.pause();
            updater.push(Map.of(World.home(RecordType.A), addresses(A1)));
            world.time.run(Duration.ofHours(1));
            assertThat(hosts.calls).isEmpty();
            updater.resume();
            world.time.settle();
            assertThat(hosts.calls).hasSize(1);
        }
    }

    @Test
    void whatWasPushedOutlivesAReplacement() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        hosts.faults.add(TransientException.notSent("no route", null));
        try (Updater updater = pushOnly(hosts)) {
            world.start(updater);
            updater.push(Map.of(World.home(RecordType.A), addresses(A3)));
            updater.replaceRecords(
                    List.of(ManagedRecord.builder(HOME, RecordType.A).build()));
            world.time.run(Duration.ofHours(2));
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A3));
        }
    }

    @Test
    void aHundredThousandQuickPushesAreOneTaskAndTheNewestWins() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        AtomicInteger tasks = new AtomicInteger();
        try (Updater updater = world.bare()
                .environment(world.environment().withExecutor(task -> {
                    tasks.incrementAndGet();
                    world.time.execute(task);
                }))
                .pushed()
                .provider(hosts)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            for (int i = 1; i <= 100_000; i++) {
                String v4 = "93.184." + i % 200 + "." + (1 + i % 250);
                updater.push(
                        i % 10 == 0
                                ? Map.of(
                                        World.home(RecordType.A),
                                        addresses(v4),
                                        World.home(RecordType.AAAA),
                                        addresses(V6A))
                                : Map.of(World.home(RecordType.A), addresses(v4)));
            }
            updater.push(Map.of(World.home(RecordType.A), addresses(A2)));
            assertThat(tasks.get()).as("queued work").isLessThanOrEqualTo(3);

            world.time.settle();

            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
            assertThat(hosts.at(HOME, RecordType.AAAA)).isEqualTo(addresses(V6A));
            assertThat(hosts.calls).as("one for the name, with both families").hasSize(1);
        }
    }
}

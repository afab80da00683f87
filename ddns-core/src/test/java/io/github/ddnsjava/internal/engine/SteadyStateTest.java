package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens while nothing goes wrong: how often is who asked? */
class SteadyStateTest {
    private final World world = new World();

    @Test
    @Tag("promise-7")
    void aFirstCyclePublishesAndTheNextDaysAskTheProviderNothing() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.calls).containsExactly("zones", "list", "write");
            int rows = world.store.rows;

            world.time.run(Duration.ofHours(23));

            assertThat(world.cloud.calls).hasSize(3);
            assertThat(world.store.rows).isEqualTo(rows);
            assertThat(world.wan.asked).isBetween(250, 310);
        }
    }

    @Test
    @Tag("promise-7")
    void driftIsCheckedOnceADayAndRepaired() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.time.run(Duration.ofDays(10));
            assertThat(world.cloud.count("list")).isBetween(10L, 11L);
            assertThat(world.cloud.count("write")).isEqualTo(1);

            world.cloud.clear(HOME);
            world.cloud.put(HOME, A3);
            world.time.run(Duration.ofHours(25));

            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.count("write")).isEqualTo(2);
        }
    }

    @Test
    @Tag("promise-7")
    void aRestartWithStateThatSaysRightMakesNoProviderCall() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.once(updater);
        }
        world.cloud.calls.clear();
        try (Updater updater = world.home()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
            world.start(updater);
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-12")
    void withoutStateItReadsBeforeItWrites() {
        world.wan.sees(A1);
        world.cloud.put(HOME, A1);
        try (Updater updater = world.home()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
            assertThat(world.cloud.calls).containsExactly("zones", "list");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1000})
    @Tag("promise-12")
    void manyNamesOfBothFamiliesTakeOneListAndOneBatch(int names) {
        world.wan.sees(A1).sees(V6A);
        UpdaterBuilder builder = world.bare()
                .detector(world.wan)
                .provider(new FakeZones(
                        world.cloud,
                        "account",
                        io.github.ddnsjava.config.Settings.none(),
                        io.github.ddnsjava.config.Secret.of("secret-1"),
                        FakeZones.can().batch(new Abilities.Batch(5000, true)).build()));
        IntStream.range(0, names).forEach(i -> builder.record("h" + i + ".example.com", RecordType.A, RecordType.AAAA));
        try (Updater updater = builder.build()) {
            world.start(updater);
            assertThat(world.cloud.calls).containsExactly("zones", "list", "write");
            assertThat(world.wan.asked).isEqualTo(2);
            assertThat(world.wan.secondReadings).isEqualTo(2);

            int saves = world.store.saves;
            int rows = world.store.rows;
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));

            assertThat(world.cloud.calls).containsExactly("zones", "list", "write", "list", "write");
            assertThat(world.cloud.at("h0.example.com")).containsExactly(A2);
            // One row before each write and one after; the other family's are left alone.
            assertThat(world.store.rows - rows).isEqualTo(2 * names);
            assertThat(world.store.saves - saves).isEqualTo(2);
        }
    }

    @Test
    @Tag("promise-7")
    @Tag("large")
    void aSteadyCycleOverManyRecordsLooksAtNone() {
        AtomicInteger evaluations = new AtomicInteger();
        UpdatePolicy counting = situation -> {
            evaluations.incrementAndGet();
            return UpdatePolicies.standard().decide(situation);
        };
        world.wan.sees(A1);
        UpdaterBuilder builder = world.builder().policy(counting);
        int many = Integer.getInteger("ddns.records", 5_000);
        IntStream.range(0, many).forEach(i -> builder.record("h" + i + ".example.com", RecordType.A));
        try (Updater updater = builder.build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(6));
            int after = evaluations.get();

            world.time.run(Duration.ofHours(12));

            assertThat(after).isGreaterThanOrEqualTo(2 * many);
            assertThat(evaluations).hasValue(after);
        }
    }

    @Test
    @Tag("promise-8")
    void theFirstRunAndEveryPeriodAreJittered() {
        world.wan.sees(A1);
        Instant begun = world.time.instant();
        Schedule schedule = new Schedule(Duration.ofMinutes(10), 0.2);
        try (Updater updater =
                world.builder().schedule(schedule).record(HOME, RecordType.A).build()) {
            updater.start();
            world.time.run(Duration.ofDays(1));
        }
        List<Instant> looks = new ArrayList<>();
        world.events(UpdateEvent.Detected.class).forEach(event -> looks.add(event.at()));
        assertThat(Duration.between(begun, looks.get(0))).isBetween(Duration.ofMillis(1), Duration.ofMinutes(2));
        Set<Long> periods = new java.util.TreeSet<>();
        for (int i = 1; i < looks.size(); i++) {
            periods.add(Duration.between(looks.get(i - 1), looks.get(i)).toMillis());
        }
        assertThat(periods).hasSizeGreaterThan(100).allMatch(ms -> ms >= 480_000 && ms <= 720_000);
    }

    @Test
    @Tag("promise-8")
    void runOnceAndTriggerTakeNoJitter() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            Instant begun = world.time.instant();
            world.once(updater);
            updater.trigger();
            world.time.settle();
            assertThat(world.events(UpdateEvent.Detected.class))
                    .hasSize(2)
                    .allMatch(event -> event.at().equals(begun));
        }
    }

    @Test
    @Tag("promise-9")
    void aNameThatExpiresIsTouchedBeforeItDoes() {
        world.wan.knows(A1);
        FakeHosts hosts = new FakeHosts(
                Abilities.builder().refreshEvery(Duration.ofDays(20)).build());
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A)
                .policy(UpdatePolicies.all(UpdatePolicies.onChange(), UpdatePolicies.refreshByProvider()))
                .build()) {
            world.start(updater);
            assertThat(hosts.calls).hasSize(1);
            world.wan.fails(io.github.ddnsjava.IpFamily.IPV4); // to touch, no detection is needed
            world.time.run(Duration.ofDays(64)); // for a day each DNS is asked whether it stands there
            assertThat(hosts.calls).hasSize(4).last().asString().contains("TOUCH");
            assertThat(world.events(UpdateEvent.Changed.class)).hasSize(1);
        }
    }

    @Test
    void anotherWishIsWrittenWithoutAnotherAddress() {
        world.wan.sees(A1);
        ManagedRecord plain = ManagedRecord.builder(HOME, RecordType.A).build();
        ManagedRecord withTtl = ManagedRecord.builder(HOME, RecordType.A)
                .attributes(io.github.ddnsjava.Attributes.none().ensure("ttl", Duration.ofMinutes(1)))
                .build();
        try (Updater updater = world.builder().record(plain).build()) {
            world.start(updater);
            updater.replaceRecords(List.of(withTtl));
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.cloud.count("write")).isEqualTo(2);
            assertThat(world.cloud.zones.values().stream()
                            .flatMap(List::stream)
                            .findFirst()
                            .orElseThrow()
                            .attributes())
                    .containsEntry("ttl", Duration.ofMinutes(1));
            world.time.run(Duration.ofHours(1));
            assertThat(world.cloud.count("write")).isEqualTo(2);
        }
    }

    @Test
    @Tag("promise-25")
    void aFamilyThatIsLostIsWithdrawnWhenThePolicySaysSoAndComesBack() {
        world.wan.sees(A1);
        world.cloud.put(HOME, "93.184.216.99");
        UpdatePolicy policy = UpdatePolicies.all(
                UpdatePolicies.standard(), UpdatePolicies.withdrawLostFamilyAfter(Duration.ofHours(2)));
        try (Updater updater =
                world.builder().policy(policy).record(HOME, RecordType.A).build()) {
            world.start(updater);
            world.cloud.put(HOME, "93.184.216.98"); // a person's
            world.wan.absent(io.github.ddnsjava.IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(110));
            assertThat(world.cloud.at(HOME)).contains(A1);

            world.time.run(Duration.ofMinutes(20));
            assertThat(world.cloud.at(HOME)).containsExactly("93.184.216.98");

            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactlyInAnyOrder(A2, "93.184.216.98");
        }
    }

    @Test
    void aReportHoldsEveryRecord() {
        world.wan.sees(A1);
        try (Updater updater =
                world.builder().record(HOME, RecordType.A, RecordType.AAAA).build()) {
            UpdateReport report = world.once(updater);
            assertThat(report.records()).hasSize(2);
            assertThat(report.record(World.home(RecordType.A)).orElseThrow().outcome())
                    .isEqualTo(Outcome.CREATED);
            assertThat(report.isRight()).isTrue(); // there is no IPv6 here, and nothing of it is published
        }
    }
}

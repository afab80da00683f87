package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.V6B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is bad stays by itself. */
class IsolationTest {
    private final World world = new World();

    private RecordReport at(UpdateReport report, String name, RecordType type) {
        return report.record(World.key(name, type)).orElseThrow();
    }

    @Test
    @Tag("promise-11")
    void oneBadNameInABatchStopsNoOther() {
        world.wan.sees(A1);
        UpdaterBuilder builder = world.builder();
        IntStream.range(0, 50).forEach(i -> builder.record("h" + i + ".example.com", RecordType.A));
        world.cloud.refusedNames.add(DnsName.of("h17.example.com"));
        try (Updater updater = builder.build()) {
            UpdateReport report = world.once(updater);
            assertThat(report.records()).filteredOn(r -> !r.isRight()).hasSize(1);
            assertThat(at(report, "h17.example.com", RecordType.A)
                            .problem()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(ProblemKind.REJECTED);
            long writes = world.cloud.count("write");
            assertThat(writes).isLessThan(15);

            // Held, it never enters a batch again, so the others take one.
            world.wan.sees(A2);
            assertThat(world.once(updater).records())
                    .filteredOn(r -> !r.isRight())
                    .hasSize(1);
            assertThat(world.cloud.count("write")).isEqualTo(writes + 1);
        }
    }

    @Test
    @Tag("promise-11")
    void oneBadZoneAndOneNameOutsideStopNoOther() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) ->
                names.contains(DnsName.of("a.example.org")) ? TransientException.unknownOutcome("502", null) : null;
        try (Updater updater = world.builder()
                .record("a.example.org", RecordType.A)
                .record("not.ours.example", RecordType.A)
                .record(HOME, RecordType.A)
                .build()) {
            UpdateReport report = world.once(updater);
            assertThat(at(report, HOME, RecordType.A).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(at(report, "not.ours.example", RecordType.A).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(at(report, "a.example.org", RecordType.A).outcome()).isEqualTo(Outcome.PENDING);
        }
    }

    @Test
    @Tag("promise-11")
    void namesThatTheServerCannotChangeNowCloseTheAccountToNoOtherUnlessTheServerIsNotWell() {
        for (boolean well : new boolean[] {true, false}) {
            World other = new World();
            TransientException failure =
                    well ? TransientException.busy("locked") : TransientException.unavailable("maintenance");
            UpdaterBuilder builder = other.bare()
                    .detector(other.wan.sees(A1))
                    .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO))
                    .provider(new LastOfTen(failure));
            IntStream.range(0, 10).forEach(i -> builder.record("h" + i + ".example.com", RecordType.A));
            try (Updater updater = builder.build()) {
                assertThat(other.once(updater).records())
                        .as("where the server is well: " + well)
                        .filteredOn(RecordReport::isRight)
                        .hasSize(well ? 1 : 0);
            }
        }
    }

    /** Writes each name by itself. Nine fail, and the tenth does not. */
    private record LastOfTen(TransientException failure) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().build();
        }

        @Override
        public String account() {
            return "one by one";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            int count = 0;
            for (RecordChange change : changes) {
                boolean fails = ++count < 10;
                publication.attempting(List.of(change));
                try {
                    publication.exchange("PUT", () -> {
                        if (fails) {
                            throw failure;
                        }
                        return true;
                    });
                    publication.report(change, new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of()));
                } catch (DdnsException e) {
                    publication.failed(List.of(change), e);
                }
            }
        }
    }

    @Test
    @Tag("promise-11")
    void aNameThatGoesOnFailingAfterAnOutageKeepsTheAccountClosedToNobody() throws IOException {
        try (HostsByHttp hosts = new HostsByHttp()) {
            UpdaterBuilder builder = world.bare().detector(world.wan.knows(A1)).provider(hosts.provider(world.time));
            List<String> names = IntStream.range(0, 12)
                    .mapToObj(i -> "h" + i + ".example.com")
                    .toList();
            names.forEach(name -> builder.record(name, RecordType.A));
            names.forEach(name -> hosts.faults.put(name, HostsByHttp.says(503, "", "")));
            try (Updater updater = builder.build()) {
                updater.start();
                world.time.run(Duration.ofHours(8));
                // An outage costs few calls, however many names wait for its end.
                assertThat(names.stream().mapToLong(hosts::calls).sum()).isBetween(10L, 60L);
                hosts.faults.keySet().removeIf(name -> !name.startsWith("h0."));
                world.time.run(Duration.ofHours(3));
                assertThat(hosts.at(A1, names.toArray(String[]::new))).hasSize(11);
            }
        }
    }

    @Test
    @Tag("promise-11")
    void aPolicyThatThrowsOrSaysNothingHoldsItsRecordOnly() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(ManagedRecord.builder("a.example.com", RecordType.A)
                        .policy("throwing")
                        .build())
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .policy("silent")
                        .build())
                .policy("throwing", situation -> {
                    throw new AssertionError("boom");
                })
                .policy("silent", situation -> null)
                .record(HOME, RecordType.A)
                .build()) {
            UpdateReport report = world.once(updater);
            assertThat(at(report, HOME, RecordType.A).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(at(report, "a.example.com", RecordType.A).outcome()).isEqualTo(Outcome.HELD);
            assertThat(at(report, "b.example.com", RecordType.A).outcome()).isEqualTo(Outcome.HELD);
        }
    }

    @Test
    @Tag("promise-11")
    void aProviderThatThrowsAnythingOrReportsNothingEndsAsAFailureThatSaysSo() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .provider("throws", new Broken("throws", true))
                .provider("silent", new Broken("silent", false))
                .record(ManagedRecord.builder("a.example.com", RecordType.A)
                        .provider("throws")
                        .build())
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .provider("silent")
                        .build())
                .record(HOME, RecordType.A)
                .build()) {
            UpdateReport report = world.once(updater);
            assertThat(report.records())
                    .extracting(RecordReport::outcome)
                    .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.CREATED);
            assertThat(report.records().get(0).problem().orElseThrow().message())
                    .contains("defect", "Broken");
            assertThat(report.records().get(1).problem().orElseThrow().message())
                    .contains("defect", "Broken");
        }
    }

    @Test
    @Tag("promise-11")
    void codeOfTheHostThatFailsStopsNoRecord() {
        Set<String> failed = new TreeSet<>();
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .lookup((name, type) -> {
                    failed.add("lookup");
                    throw new NoClassDefFoundError("of a resolver");
                })
                .environment(world.environment().withNetwork(() -> {
                    failed.add("network");
                    throw new NoClassDefFoundError("of a network");
                }))
                .policy(UpdatePolicies.all(
                        UpdatePolicies.onChange(), UpdatePolicies.compareWithDns(Duration.ofMinutes(1))))
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
            world.time.run(Duration.ofMinutes(20));
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(20));
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.cloud.at(HOME, RecordType.A)).containsExactly(A2);
        }
        assertThat(failed).containsExactly("lookup", "network");
    }

    @Test
    @Tag("promise-11")
    void whatFailsInTheLaneOfAnAccountLeavesNoChangeOfItUntold() {
        AtomicBoolean fails = new AtomicBoolean();
        world.wan.sees(A1);
        UpdaterBuilder builder = world.bare().detector(world.wan);
        for (String key : List.of("a", "b")) {
            builder.provider(key, world.zones(key, FakeZones.can().build()))
                    .record(ManagedRecord.builder(key + ".example.com", RecordType.A)
                            .provider(key)
                            .build());
        }
        try (Updater updater = builder.veto(change -> {
                    fails.set(true);
                    return Optional.empty();
                })
                .environment(world.environment().withClock(() -> {
                    if (fails.getAndSet(false)) {
                        throw new StackOverflowError();
                    }
                    return world.time.instant();
                }))
                .build()) {
            assertThat(world.once(updater).records()).hasSize(2);
        }
    }

    @Test
    @Tag("promise-15")
    void whatAProviderThrowsItselfIsOfUnknownOutcomeOnlyWhereSomethingWasSent() {
        world.wan.sees(A1);
        TransientException sent = TransientException.unknownOutcome("no answer", null);
        TransientException notSent = TransientException.notSent("no route", null);
        UpdaterBuilder builder = world.bare()
                .detector(world.wan)
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO));
        Map<String, DnsProvider> providers = Map.of(
                "a", new Rude("a", sent, true), "b", new Rude("b", notSent, true), "c", new Rude("c", sent, false));
        providers.forEach((key, provider) -> builder.provider(key, provider)
                .record(ManagedRecord.builder(key + ".example.com", RecordType.A)
                        .provider(key)
                        .build()));
        try (Updater updater = builder.build()) {
            Map<String, Outcome> outcomes = world.once(updater).records().stream()
                    .collect(Collectors.toMap(record -> record.key().provider(), RecordReport::outcome));
            assertThat(outcomes)
                    .containsEntry("a", Outcome.PENDING)
                    .containsEntry("b", Outcome.FAILED)
                    .containsEntry("c", Outcome.FAILED);
        }
        assertThat(world.store.record(keyOf("a")).inDoubt()).isPresent();
        assertThat(world.store.record(keyOf("b")).inDoubt()).isEmpty();
        assertThat(world.store.record(keyOf("c")).inDoubt()).isEmpty();
    }

    private static RecordKey keyOf(String provider) {
        return new RecordKey(provider, DnsName.of(provider + ".example.com"), RecordType.A);
    }

    /** Throws what a base class would have reported, with something sent before or not. */
    private record Rude(String account, TransientException failure, boolean sends) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().read().build();
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            publication.attempting(changes);
            if (sends) {
                publication.exchange("PUT", () -> true);
            }
            throw failure;
        }
    }

    /** Throws an error, or says nothing. */
    private record Broken(String account, boolean throwing) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().read().build();
        }

        @Override
        public String fingerprint() {
            throw new NoClassDefFoundError("of a plug-in");
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) {
            if (throwing) {
                throw new StackOverflowError();
            }
        }
    }

    @Test
    @Tag("promise-4")
    void ipv6ThatFailsNeverBlocksIpv4NorTheReverse() {
        world.wan.sees(A1).fails(IpFamily.IPV6);
        try (Updater updater =
                world.builder().record(HOME, RecordType.A, RecordType.AAAA).build()) {
            UpdateReport report = world.once(updater);
            assertThat(at(report, HOME, RecordType.A).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(at(report, HOME, RecordType.AAAA).outcome()).isEqualTo(Outcome.FAILED);
            world.wan.sees(V6A).fails(IpFamily.IPV4);
            report = world.once(updater);
            assertThat(at(report, HOME, RecordType.AAAA).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(world.cloud.at(HOME, RecordType.A)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-4")
    @Tag("promise-11")
    void aFamilyThatIsSlowKeepsTheOthersChangesForOneSecondAtMost() {
        world.wan.sees(A1).answers(IpFamily.IPV6, (family, context) -> {
            world.time.pause(Duration.ofSeconds(90));
            return FakeDetector.found(V6A);
        });
        try (Updater updater =
                world.builder().record(HOME, RecordType.A, RecordType.AAAA).build()) {
            Instant begun = world.time.instant();
            updater.trigger();
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.events(UpdateEvent.Changed.class))
                    .extracting(UpdateEvent.Changed::type, change -> Duration.between(begun, change.at()))
                    .startsWith(tuple(RecordType.A, Duration.ofSeconds(1)))
                    .hasSize(2);
        }
    }

    @Test
    @Tag("promise-12")
    void changesOfOneCycleTravelTogetherWhateverTheCycleBeforeLeftWaiting() {
        AtomicReference<String> v6 = new AtomicReference<>(V6A);
        world.wan.sees(A1).answers(IpFamily.IPV6, (family, context) -> {
            world.time.pause(Duration.ofMillis(600));
            return FakeDetector.found(v6.get());
        });
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(new FakeZones(
                        world.cloud,
                        "account",
                        Settings.none(),
                        Secret.of("secret-1"),
                        FakeZones.can().batch(new Abilities.Batch(10, true)).build()))
                .record(HOME, RecordType.A, RecordType.AAAA)
                .policy(UpdatePolicies.onChange())
                .build()) {
            updater.trigger();
            world.time.run(Duration.ofMillis(800));
            world.wan.sees(A2);
            v6.set(V6B);
            updater.trigger();
            world.time.run(Duration.ofSeconds(5));

            assertThat(world.cloud.calls).containsExactly("zones", "list", "write", "list", "write");
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatBlocksForEverDelaysNoOther() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        FakeDetector stuck = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        try (Updater updater = Updater.builder()
                .detector("stuck", stuck)
                .detector("well", new FakeDetector().knows(A1))
                .provider(new FakeZones(world.cloud))
                .record(ManagedRecord.builder("a.example.com", RecordType.A)
                        .detector("stuck")
                        .build())
                .record(ManagedRecord.builder(HOME, RecordType.A)
                        .detector("well")
                        .build())
                .onChange(event -> done.countDown())
                .build()) {
            updater.trigger();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorWithoutEndIsEndedAndSaysSo() {
        FakeDetector slow = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            world.time.pause(Duration.ofHours(1));
            return FakeDetector.found(A1);
        });
        try (Updater updater = world.bare()
                .detector(slow)
                .provider(new FakeZones(world.cloud))
                .record(HOME, RecordType.A)
                .build()) {
            updater.trigger();
            world.time.run(Duration.ofHours(2));
            assertThat(world.events(UpdateEvent.Detected.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.detection().message()).contains("had not answered after 2m"));
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-11")
    void aStateStoreThatFailsStopsNothing() {
        for (RuntimeException fault :
                List.of(new IllegalStateException("broken"), StateException.unwritable("the disk is full", null))) {
            World failing = new World();
            failing.wan.sees(A1);
            failing.store.fault = fault;
            try (Updater updater = failing.home()) {
                assertThat(failing.outcome(updater)).isEqualTo(Outcome.CREATED);
                failing.time.settle();
                assertThat(failing.events(UpdateEvent.StateTroubled.class)).isNotEmpty();
            }
        }
    }

    @Test
    @Tag("promise-11")
    void aLookUpThatThrowsCannotTell() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        world.wan.knows(A1);
        try (Updater updater = world.bare()
                .lookup((name, type) -> {
                    throw new IllegalStateException("boom");
                })
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A)
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
        }
    }
}

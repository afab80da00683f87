package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.V6B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    void aPolicyThatThrowsOrSaysNothingHoldsItsRecordOnly() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(ManagedRecord.builder("a.example.com", RecordType.A)
                        .policy(situation -> {
                            throw new IllegalStateException("boom");
                        })
                        .build())
                .record(ManagedRecord.builder("b.example.com", RecordType.A)
                        .policy(situation -> null)
                        .build())
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

    /** Throws an error, or says nothing. */
    private record Broken(String account, boolean throwing) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().read().build();
        }

        @Override
        public String fingerprint() {
            throw new IllegalStateException("no secret");
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
    void aSourceThatIsSlowKeepsTheOthersChangesForOneSecondAtMost() {
        world.wan.sees(A1).answers(IpFamily.IPV6, (family, context) -> {
            world.time.pause(Duration.ofSeconds(90));
            return FakeDetectorAnswers.found(V6A);
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

    /** Answers of a detector. */
    private static final class FakeDetectorAnswers {
        static io.github.ddnsjava.detect.Detection found(String address) {
            return io.github.ddnsjava.detect.Detection.found(
                    IpAddress.parse(address),
                    io.github.ddnsjava.detect.SourceAnswer.of(
                            "https://one.example", "one", IpAddress.parse(address), Duration.ZERO));
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatBlocksForEverDelaysNoOtherSource() throws Exception {
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
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorWithoutEndIsEndedAndSaysSo() {
        FakeDetector slow = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            world.time.pause(Duration.ofHours(1));
            return FakeDetectorAnswers.found(A1);
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
                    .satisfies(
                            event -> assertThat(event.detection().message()).contains("had not answered after PT2M"));
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-1")
    void anAddressThatMustNotBePublishedNeverIsAndTheReasonIsTold() {
        world.wan.sees("100.64.3.4");
        try (Updater updater = world.home()) {
            RecordReport report = world.report(updater);
            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problem().orElseThrow().message()).contains("CGNAT");
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-1")
    void anAnswerOfTheOtherFamilyIsNeverPublished() {
        world.wan.answers(IpFamily.IPV6, (family, context) -> FakeDetectorAnswers.found(A1));
        try (Updater updater = world.builder().record(HOME, RecordType.AAAA).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-1")
    void aDetectorThatSaysNothingAtAllIsAFailureToo() {
        world.wan.answers(IpFamily.IPV4, (family, context) -> null);
        try (Updater updater = world.home()) {
            assertThat(world.report(updater).problem().orElseThrow().message()).contains("defect");
        }
    }

    @Test
    @Tag("promise-3")
    void aSecondReadingIsTakenForAChangedUncertainAddressOnly() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.once(updater);
            assertThat(world.wan.secondReadings).isEqualTo(1);
            world.once(updater);
            assertThat(world.wan.secondReadings).isEqualTo(1);
            world.wan.sees(A2);
            world.once(updater);
            assertThat(world.wan.secondReadings).isEqualTo(2);
            world.wan.agreed(A1);
            world.once(updater);
            world.wan.knows(A2);
            world.once(updater);
            assertThat(world.wan.secondReadings).isEqualTo(2);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-3")
    void readingsThatDisagreeHoldTheChangeUntilTheyAgree() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.wan.sees(A2).secondly(A1);
            world.time.run(Duration.ofMinutes(20));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            RecordReport report = updater.status().records().get(0);
            assertThat(report.outcome()).isEqualTo(Outcome.HELD);
            assertThat(report.problem().orElseThrow().kind()).isEqualTo(ProblemKind.UNCONFIRMED);
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    @Tag("promise-5")
    void aSourceSharedByCombinationsIsAskedOnceForEachFamilyAndCycle() {
        world.wan.sees(A1).sees(V6A);
        UpdaterBuilder builder = world.bare()
                .detector("one", new Asking(world.wan))
                .detector("other", new Asking(world.wan))
                .provider(new FakeZones(world.cloud));
        for (int i = 0; i < 10; i++) {
            for (RecordType type : RecordType.values()) {
                builder.record(ManagedRecord.builder("h" + i + ".example.com", type)
                        .detector(i % 2 == 0 ? "one" : "other")
                        .build());
            }
        }
        try (Updater updater = builder.build()) {
            world.once(updater);
            assertThat(world.wan.asked).isEqualTo(2);
            assertThat(world.wan.secondReadings).isEqualTo(2);
        }
    }

    private static final class Asking implements io.github.ddnsjava.detect.IpDetector {
        private final FakeDetector other;

        Asking(FakeDetector other) {
            this.other = other;
        }

        @Override
        public io.github.ddnsjava.detect.Detection detect(
                IpFamily family, io.github.ddnsjava.detect.DetectionContext context) throws InterruptedException {
            return context.ask(other, family);
        }
    }

    @Test
    @Tag("promise-4")
    void aJointProviderGetsTheOtherFamilysConfirmedAddressAlong() {
        FakeHosts hosts = new FakeHosts(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES).build());
        world.wan.knows(A1).knows(V6A);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            world.once(updater);
            assertThat(hosts.calls).hasSize(1); // both in one
            world.wan.knows(V6B).fails(IpFamily.IPV4);
            world.once(updater);
            assertThat(hosts.at(HOME, RecordType.A)).containsExactly(IpAddress.parse(A1));
            assertThat(hosts.at(HOME, RecordType.AAAA)).containsExactly(IpAddress.parse(V6B));
            assertThat(hosts.calls).hasSize(2);
            assertThat(hosts.calls.get(1)).contains("KEEP");
        }
    }

    @Test
    @Tag("promise-13")
    void aJointProviderThatWouldClearAnUnknownCompanionIsHeldWithTheReason() {
        FakeHosts hosts = new FakeHosts(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES).build());
        world.wan.knows(A1).fails(IpFamily.IPV6);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            RecordReport report = at(world.once(updater), HOME, RecordType.A);
            assertThat(report.outcome()).isEqualTo(Outcome.HELD);
            assertThat(report.problem().orElseThrow().message()).contains("would clear");
            assertThat(hosts.calls).isEmpty();
            // That there is no IPv6 at all is something to know.
            world.wan.absent(IpFamily.IPV6);
            world.once(updater);
            world.once(updater);
            assertThat(hosts.at(HOME, RecordType.A)).containsExactly(IpAddress.parse(A1));
        }
    }

    @Test
    @Tag("promise-13")
    void foreignValuesAtTheNameSurvive() {
        world.cloud.put(HOME, "93.184.216.77");
        world.wan.sees(A1);
        world.cloud.put(HOME, A1);
        try (Updater updater = world.home()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
            world.wan.sees(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
            assertThat(world.cloud.at(HOME)).containsExactlyInAnyOrder(A2, "93.184.216.77");
        }
    }

    @Test
    @Tag("promise-13")
    void aValueThatAWriteInDoubtPutThereIsOurs() {
        world.wan.sees(A1);
        world.cloud.put(HOME, A1, "93.184.216.77");
        try (Updater updater = world.home()) {
            world.once(updater);
            world.wan.sees(A2);
            world.cloud.after = (call, names) -> TransientException.unknownOutcome("timeout", null);
            world.cloud.before = (call, names) ->
                    call.equals("list") && world.cloud.at(HOME).contains(A2)
                            ? TransientException.notSent("no route", null)
                            : null;
            world.once(updater);
            world.cloud.after = (call, names) -> null;
            world.cloud.before = (call, names) -> null;
            world.wan.sees("93.184.216.3");
            world.time.run(Duration.ofHours(2));
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
            assertThat(world.cloud.at(HOME)).containsExactlyInAnyOrder("93.184.216.3", "93.184.216.77");
        }
    }

    @Test
    @Tag("promise-13")
    void severalValuesNoneOfThemOursAreAmbiguousAndLeftAlone() {
        world.wan.sees(A1);
        world.cloud.put(HOME, "93.184.216.77", "93.184.216.78");
        try (Updater updater = world.home()) {
            RecordReport report = world.report(updater);
            assertThat(report.problem().orElseThrow().kind()).isEqualTo(ProblemKind.AMBIGUOUS);
            assertThat(world.cloud.count("write")).isZero();
        }
    }

    @Test
    @Tag("promise-11")
    void aStateStoreThatFailsStopsNothing() {
        world.wan.sees(A1);
        world.store.fault = new IllegalStateException("broken");
        try (Updater updater = world.home()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            world.time.settle();
            assertThat(world.events(UpdateEvent.StateTroubled.class)).isNotEmpty();
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

package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NetworkCheck;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which address counts, and who is asked for it how often. */
class DetectionTest {
    private final World world = new World();

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
        world.wan.answers(IpFamily.IPV6, (family, context) -> FakeDetector.found(A1));
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
            assertThat(world.report(updater).problem().orElseThrow().message()).contains("nothing", "defect");
        }
    }

    @Test
    @Tag("promise-11")
    void whatADetectorThrowsIsTold() {
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            throw TransientException.notSent("no way out", null);
        });
        try (Updater updater = world.home()) {
            RecordReport report = world.report(updater);
            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problem().orElseThrow()).isEqualTo(Problem.of(ProblemKind.DETECTION, "no way out"));
        }
    }

    @Test
    @Tag("promise-11")
    void oneDetectorOfSeveralThatThrowsAnythingDoesNotStopTheNext() {
        FakeDetector bad = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            throw TransientException.notSent("no way out", null);
        });
        try (Updater updater = world.bare()
                .detector(IpDetectors.firstOf(bad, world.wan.knows(A1)))
                .provider(new FakeZones(world.cloud))
                .record(HOME, RecordType.A)
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
        }
    }

    /** What a detector is told of the cycle it is asked in. */
    private record Told(boolean second, Set<String> avoid, Set<IpAddress> previous, Optional<String> advice) {
        static Told of(DetectionContext context) {
            return new Told(
                    context.secondReading(), context.avoid(), context.previous(), context.advice(IpFamily.IPV4));
        }
    }

    @Test
    @Tag("promise-3")
    void aSecondReadingIsToldWhoSaidTheFirstAndNotWhoFailed() {
        List<Told> told = new ArrayList<>();
        AtomicReference<String> address = new AtomicReference<>(A1);
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            told.add(Told.of(context));
            Set<IpAddress> seen = addresses(address.get());
            List<SourceAnswer> evidence = List.of(
                    SourceAnswer.failed("two", "two", "it answered 500", Duration.ZERO),
                    new SourceAnswer("one", "one", seen, "", Duration.ZERO));
            return new Detection.Found(family, seen, OptionalInt.empty(), evidence, false);
        });
        try (Updater updater = world.home()) {
            world.once(updater);
            address.set(A2);
            world.once(updater);
        }
        assertThat(told)
                .containsExactly(
                        new Told(false, Set.of(), Set.of(), Optional.empty()),
                        new Told(true, Set.of("one"), Set.of(), Optional.empty()),
                        new Told(false, Set.of(), addresses(A1), Optional.empty()),
                        new Told(true, Set.of("one"), Set.of(), Optional.empty()));
        assertThat(world.cloud.at(HOME)).containsExactly(A2);
    }

    @Test
    void whatTheHostKnowsOfItsWayOutIsToldUnlessThatFails() {
        List<Told> told = new ArrayList<>();
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            told.add(Told.of(context));
            return FakeDetector.found(A1);
        });
        UpdaterBuilder builder = world.builder()
                .policy(UpdatePolicies.onChange())
                .environment(world.environment().withNetwork(new NetworkCheck() {
                    @Override
                    public boolean isThere() {
                        return true;
                    }

                    @Override
                    public Optional<String> advice(IpFamily family) {
                        if (fault.get() != null) {
                            throw fault.get();
                        }
                        return Optional.of("a tunnel");
                    }
                }));
        try (Updater updater = builder.record(HOME, RecordType.A).build()) {
            world.once(updater);
            fault.set(new IllegalStateException("broken"));
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
        }
        assertThat(told).extracting(Told::advice).containsExactly(Optional.of("a tunnel"), Optional.empty());
    }

    @Test
    @Tag("promise-2")
    void aDetectorMayLetItsSourcesRace() {
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            List<String> answers = new ArrayList<>();
            context.race(
                    List.<DetectionContext.Question<String>>of(() -> A2, () -> A1), Duration.ofHours(1), answer -> {
                        answers.add(answer);
                        return answer.equals(A1);
                    });
            return FakeDetector.found(answers.get(answers.size() - 1));
        });
        try (Updater updater = world.builder()
                .policy(UpdatePolicies.onChange())
                .record(HOME, RecordType.A)
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
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
    void aDetectorSharedByCombinationsIsAskedOnceForEachFamilyAndCycle() {
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
}

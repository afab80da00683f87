package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a cycle ends, and what it says of each record then. */
class CycleEndsTest {
    private final World world = new World();

    private List<RecordReport> reported() {
        return world.events(UpdateEvent.CycleEnded.class).stream()
                .map(UpdateEvent.CycleEnded::report)
                .map(UpdateReport::records)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    @Tag("promise-14")
    void recordsThatAreTriedAgainTogetherEndItTogether() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        hosts.faults.add(TransientException.notSent("no connection", null));
        hosts.faults.add(TransientException.notSent("no connection", null));
        try (Updater updater = world.bare()
                .detector(world.wan.knows(A1))
                .provider(hosts)
                .record("a.example.com", RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            assertThat(world.once(updater).records())
                    .extracting(RecordReport::outcome)
                    .containsExactly(Outcome.UPDATED, Outcome.UPDATED);
            assertThat(hosts.calls).hasSize(4);
        }
    }

    @Test
    @Tag("promise-14")
    void whatIsToWaitForLittleLongerIsWaitedFor() {
        world.cloud.failOnce("list", TransientException.askedToWait("busy", Duration.ofSeconds(12)));
        UpdaterBuilder builder = world.builder().record(HOME, RecordType.A);
        world.wan.sees(A1);
        try (Updater impatient = builder.retry(
                        new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO))
                .build()) {
            assertThat(world.outcome(impatient)).isEqualTo(Outcome.FAILED);
        }
        Instant begun = world.time.instant();
        try (Updater updater = builder.retry(RetrySettings.DEFAULT).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
        }
        assertThat(Duration.between(begun, world.time.instant())).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    @Tag("promise-11")
    void whatFailedBeforeComesLast() {
        List<String> order = new ArrayList<>();
        try (Updater updater = world.bare()
                .detector(world.wan.knows(A1))
                .provider(new Refusing("a.example.com", order))
                .policy(UpdatePolicies.onChange())
                .retry(new RetrySettings(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ZERO))
                .record("a.example.com", RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            world.once(updater);
            world.time.run(Duration.ofSeconds(2));
            world.wan.knows(A2);
            world.once(updater);
            assertThat(order).containsExactly("a.example.com", "b.example.com", "b.example.com", "a.example.com");
        }
    }

    /** Publishes all but one name, and notes in which order they come. */
    private record Refusing(String refused, List<String> order) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().read().build();
        }

        @Override
        public String account() {
            return "refusing";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) {
            for (RecordChange change : changes) {
                order.add(change.name().toString());
                publication.report(
                        change,
                        change.name().equals(DnsName.of(refused))
                                ? new ChangeResult.Failed(Problem.of(ProblemKind.TRANSIENT, "busy"))
                                : new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of()));
            }
        }
    }

    @Test
    @Tag("promise-11")
    void aDefectOfTheEngineIsNamedByTheReport() {
        AtomicBoolean fails = new AtomicBoolean();
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            fails.set(true);
            return FakeDetector.found(A1);
        });
        try (Updater updater = world.builder()
                .environment(world.environment().withClock(() -> {
                    if (fails.getAndSet(false)) {
                        throw new StackOverflowError();
                    }
                    return world.time.instant();
                }))
                .record(HOME, RecordType.A)
                .build()) {
            assertThat(world.once(updater).records()).singleElement().satisfies(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(record.problem().orElseThrow().message())
                        .isEqualTo("the cycle ended before this record was processed, because ddnsjava has a defect,"
                                + " java.lang.StackOverflowError; please report it with the stack trace in the log");
            });
        }
    }

    @Test
    void thatOfAPushTellsWhatBecameOfItAndComesAfterIt() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        try (Updater updater =
                world.bare().pushed().provider(hosts).record(HOME, RecordType.A).build()) {
            updater.push(Map.of(World.home(RecordType.A), addresses(A1)));
            world.time.settle();

            assertThat(world.events.get(world.events.size() - 1)).isInstanceOf(UpdateEvent.CycleEnded.class);
            assertThat(reported()).singleElement().satisfies(record -> {
                assertThat(record.outcome()).isEqualTo(Outcome.UPDATED);
                assertThat(record.addresses()).containsExactly(IpAddress.parse(A1));
            });
        }
    }

    @Test
    void theLastOneEndsAsSoonAsAllIsWithdrawn() {
        world.wan.sees(A1);
        Updater updater = world.builder()
                .withdrawOnClose(Duration.ofHours(5))
                .record(HOME, RecordType.A)
                .build();
        world.start(updater);
        Instant begun = world.time.instant();

        world.time.await(() -> {
            updater.close();
            return true;
        });

        assertThat(world.cloud.at(HOME)).isEmpty();
        assertThat(world.time.instant()).isEqualTo(begun);
    }

    @Test
    void aHoldThatNeedsNothingMoreIsOver() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy(UpdatePolicies.all(UpdatePolicies.onChange(), UpdatePolicies.confirmedBy(9, Duration.ZERO)))
                .record(HOME, RecordType.A)
                .build()) {
            world.store.save(
                    List.of(RecordState.unknown(World.home(RecordType.A)).with(s -> {
                        s.confirm(addresses(A1), world.time.instant());
                        s.fingerprint = Optional.of(ManagedRecord.builder(HOME, RecordType.A)
                                .build()
                                .fingerprint());
                    })),
                    Optional.empty());
            world.once(updater);
            world.wan.sees(A2);
            world.once(updater);
            world.wan.sees(A1);
            world.once(updater);
            world.time.settle();

            assertThat(world.events(UpdateEvent.Troubled.class)).hasSize(1);
            assertThat(world.events(UpdateEvent.Recovered.class)).hasSize(1);
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-14")
    void whatTheBudgetLeftOutSaysUntilWhen() {
        world.wan.sees(A1);
        UpdaterBuilder builder = world.bare()
                .detector(world.wan)
                .provider(world.zones(
                        "eu", FakeZones.can().rateLimit(3, Duration.ofHours(1)).build()))
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO));
        for (int i = 0; i < 4; i++) {
            world.cloud.zones.put(DnsName.of("z" + i + ".example.net"), new ArrayList<>());
            builder.record("h.z" + i + ".example.net", RecordType.A);
        }
        try (Updater updater = builder.build()) {
            assertThat(world.once(updater).records())
                    .filteredOn(record -> !record.isRight())
                    .isNotEmpty()
                    .allSatisfy(record -> {
                        assertThat(record.notBefore()).isPresent();
                        assertThat(record.problem().orElseThrow().kind()).isEqualTo(ProblemKind.RATE_LIMITED);
                    });
        }
    }

    @Test
    @Tag("promise-16")
    void aChangeThatWasOvertakenSaysSo() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.cloud.before = (call, names) -> {
                if (call.equals("write")) {
                    world.time.run(Duration.ofSeconds(30));
                }
                return null;
            };
            world.wan.sees(A2);
            updater.trigger();
            world.time.schedule(Duration.ofSeconds(10), () -> {
                world.wan.sees(A3);
                updater.trigger();
            });
            world.time.schedule(Duration.ofSeconds(20), () -> {
                world.wan.sees(A1);
                updater.trigger();
            });
            world.time.run(Duration.ofMinutes(3));

            assertThat(reported())
                    .extracting(record -> record.problem().map(Problem::message).orElse(""))
                    .contains("a newer address was detected in the meantime");
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    /** Two records of two feeds; while a change of the first is being written, something happens. */
    private void whileTheFirstIsWritten(@Nullable DdnsException end, Consumer<Updater> happens) {
        FakeDetector other = new FakeDetector().knows(A1);
        world.wan.sees(A1);
        try (Updater updater = world.builder("a.example.com", other).build()) {
            world.start(updater);
            world.events.clear();
            boolean[] slow = {true};
            world.cloud.before = (call, names) -> {
                if (slow[0] && call.equals("write")) {
                    slow[0] = false;
                    world.time.run(Duration.ofSeconds(30));
                    return end;
                }
                return null;
            };
            world.wan.sees(A2);
            updater.trigger();
            world.time.schedule(Duration.ofSeconds(10), () -> {
                other.knows(A2);
                happens.accept(updater);
            });
            world.time.run(Duration.ofMinutes(2));
        }
    }

    private List<String> saidOf(String name) {
        return reported().stream()
                .filter(record -> record.key().equals(World.key(name, RecordType.A)))
                .flatMap(record -> record.problem().stream())
                .map(Problem::message)
                .toList();
    }

    @Test
    @Tag("promise-10")
    void aChangeThatWaitedWhileTheAccountWasClosedSaysWhy() {
        whileTheFirstIsWritten(
                new RateLimitedException("slow down", Optional.of(Duration.ofHours(1))), Updater::trigger);

        assertThat(saidOf("b.example.com")).contains("slow down").doesNotContain("the request could not be sent");
        assertThat(world.cloud.at("b.example.com")).containsExactly(A1);
    }

    @Test
    void aChangeThatWaitedWhileItsRecordWasTakenAwayIsNotWritten() {
        whileTheFirstIsWritten(null, updater -> {
            updater.trigger();
            world.time.schedule(
                    Duration.ofSeconds(5),
                    () -> updater.replaceRecords(List.of(ManagedRecord.builder("a.example.com", RecordType.A)
                            .detector(ManagedRecord.DEFAULT)
                            .build())));
        });

        assertThat(saidOf("b.example.com")).contains("the record was changed or removed in the meantime");
        assertThat(world.cloud.at("b.example.com")).containsExactly(A1);
    }

    @Test
    @Tag("promise-15")
    void aWriteInDoubtThatIsHeldIsPending() {
        world.store.save(
                List.of(RecordState.unknown(World.home(RecordType.A))
                        .with(s -> s.inDoubt = Optional.of(addresses(A1)))),
                Optional.of(world.store
                        .account("account")
                        .troubled(
                                Optional.of(world.time.instant().plus(Duration.ofHours(1))),
                                world.time.instant(),
                                1,
                                Problem.of(ProblemKind.RATE_LIMITED, "slow down"),
                                Optional.empty())));
        try (Updater updater = world.home(FakeZones.can().build())) {
            RecordReport report = world.report(updater);
            assertThat(report.outcome()).isEqualTo(Outcome.PENDING);
            assertThat(report.problem().orElseThrow().message()).contains("slow down");
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    void withoutANetworkEachRecordSaysSo() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.network = false;
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofHours(1));

            assertThat(reported())
                    .filteredOn(record -> record.problem().isPresent())
                    .extracting(record -> record.problem().orElseThrow())
                    .contains(Connectivity.NO_NETWORK);
        }
    }

    @Test
    @Tag("promise-19")
    void oneThatWasAbandonedDoesNotEndASecondTime() {
        Updater[] updater = new Updater[1];
        world.wan.answers(IpFamily.IPV4, (family, context) -> {
            updater[0].close();
            return FakeDetector.found(A1);
        });
        updater[0] = world.home();
        updater[0].start();
        world.time.run(Duration.ofHours(1));

        assertThat(reported()).isEmpty();
        assertThat(world.events(UpdateEvent.CycleEnded.class)).isEmpty();
        assertThat(world.cloud.calls).isEmpty();
    }
}

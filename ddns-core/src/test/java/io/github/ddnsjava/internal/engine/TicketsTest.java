package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.support.Listing;
import io.github.ddnsjava.publish.support.SetWrite;
import io.github.ddnsjava.publish.support.Zone;
import io.github.ddnsjava.publish.support.ZoneDnsProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that a provider accepts with a ticket is asked for until it is known what became of it. */
class TicketsTest {
    private final World world = new World();
    /** What the vendor has accepted, by its tickets. */
    private final Map<String, Runnable> queue = new LinkedHashMap<>();
    /** What it says of a ticket; without an answer it does not know it. */
    private final Map<String, Supplier<TicketStatus>> says = new HashMap<>();

    private final List<Instant> asked = new ArrayList<>();
    private final List<List<RecordChange>> askedFor = new ArrayList<>();
    private boolean declares = true;
    /** The token, and what is remembered of it until it is refused. */
    private String vault = "secret-1";

    private String remembered = "secret-1";
    private Optional<Duration> refreshEvery = Optional.empty();

    /** Accepts each write with a ticket, and carries it out when the test says so. */
    private final class Queued extends ZoneDnsProvider {
        Queued() {
            super(
                    "queued",
                    Settings.none().with("token", Secret.from("a vault", () -> remembered, () -> remembered = vault)),
                    can());
        }

        @Override
        protected List<Zone> zones(Collection<List<io.github.ddnsjava.DnsName>> names, Publication publication)
                throws InterruptedException {
            return publication.exchange("GET /zones", () -> world.cloud.zones("secret-1"));
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
            return Listing.of(publication.exchange("GET /zones/{zone}", () -> world.cloud.records("secret-1", zone)));
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication)
                throws InterruptedException {
            String ticket = "change-" + (queue.size() + 1);
            publication.exchange("PATCH /zones/{zone}", () -> {
                queue.put(ticket, () -> {
                    world.cloud.write("secret-1", zone, writes);
                    says.put(ticket, TicketStatus::done);
                });
                says.putIfAbsent(ticket, TicketStatus::pending);
                return true;
            });
            Map<RecordKey, ChangeResult> results = new HashMap<>();
            writes.forEach(write -> results.put(
                    write.change().key(), new ChangeResult.Accepted(publication.now(), Optional.of(ticket))));
            return results;
        }

        @Override
        public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
                throws InterruptedException {
            askedFor.add(changes);
            return publication.exchange("GET /changes/{ticket}", () -> {
                asked.add(world.time.instant());
                return says.getOrDefault(ticket, TicketStatus::unknown).get();
            });
        }
    }

    private Abilities can() {
        Abilities.Builder can = declares ? FakeZones.can().tickets() : FakeZones.can();
        refreshEvery.ifPresent(can::refreshEvery);
        return can.build();
    }

    private Updater updater() {
        return world.bare()
                .detector(world.wan)
                .provider(new Queued())
                .record(HOME, RecordType.A)
                .build();
    }

    private void begin(Updater updater) {
        world.wan.knows(A1);
        start(updater);
    }

    /** Starts, and waits for the first write: the first cycle comes after a random time. */
    private void start(Updater updater) {
        updater.start();
        for (int i = 0; i < 60 && queue.isEmpty(); i++) {
            world.time.run(Duration.ofSeconds(1));
        }
        assertThat(queue).hasSize(1);
    }

    private void carryOut(String ticket) {
        queue.get(ticket).run();
    }

    private long writes() {
        return queue.size();
    }

    /** Found by the simulation (seed 86): the wait that was over long ago was kept, and each cycle asked. */
    @Test
    @Tag("promise-14")
    void waitsGrowAgainAfterAWaitThatWasOverLongAgo() {
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofHours(1));
            world.time.setClock(Duration.ofHours(13));
            asked.clear();
            world.time.run(Duration.ofHours(3));
            assertThat(asked).hasSizeBetween(5, 15);
        }
    }

    @Test
    @Tag("promise-6")
    void doneIsConfirmedWithoutAReadOrASecondWrite() {
        try (Updater updater = updater()) {
            begin(updater);
            assertThat(world.state().confirmed()).isEmpty();
            assertThat(world.state().ticket().orElseThrow().text()).isEqualTo("change-1");
            carryOut("change-1");
            world.cloud.calls.clear();
            world.time.run(Duration.ofMinutes(10));

            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.state().ticket()).isEmpty();
            assertThat(world.state().inDoubt()).isEmpty();
            assertThat(world.state().attempts()).isZero();
            assertThat(world.state().notBefore()).isEmpty();
            assertThat(world.cloud.calls).isEmpty();
            assertThat(asked).hasSize(1);
            assertThat(writes()).isEqualTo(1);
            assertThat(world.events(UpdateEvent.Changed.class)).singleElement().satisfies(changed -> {
                assertThat(changed.outcome()).isEqualTo(Outcome.CREATED);
                assertThat(changed.addresses()).isEqualTo(addresses(A1));
            });
            assertThat(world.events(UpdateEvent.Troubled.class)).isEmpty();
        }
    }

    @Test
    void aCallerThatWaitsHearsTheResult() {
        world.wan.knows(A1);
        says.put("change-1", () -> {
            carryOut("change-1");
            return TicketStatus.done();
        });
        try (Updater updater = updater()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            world.wan.knows(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.PENDING);
        }
    }

    /** Nobody has to do anything for it; and nobody shall think that another address is on its way. */
    @Test
    void whatIsAcceptedIsNoProblemUnlessSomethingElseIsWantedByNow() {
        world.wan.knows(A1);
        try (Updater updater = updater()) {
            for (int i = 0; i < 5; i++) {
                RecordReport report = world.report(updater);
                assertThat(report.outcome()).isEqualTo(Outcome.PENDING);
                assertThat(report.problem()).isEmpty();
                assertThat(report.notBefore()).isPresent();
            }
            world.wan.knows(A2);
            for (int i = 0; i < 5; i++) {
                RecordReport report = world.report(updater);
                assertThat(report.outcome()).isEqualTo(Outcome.PENDING);
                assertThat(report.problem().orElseThrow().message()).contains("an earlier change");
                world.time.run(Duration.ofMinutes(1));
            }
            assertThat(asked).hasSizeGreaterThan(3);
            assertThat(writes()).isEqualTo(1);
        }
    }

    /** No address is known then, and what is confirmed is published once more. */
    @Test
    void aRefreshThatIsAcceptedWhileNoAddressIsKnownIsNoEarlierChange() {
        refreshEvery = Optional.of(Duration.ofDays(2));
        world.dns.put(HOME + " A", Set.of(A1));
        try (Updater updater = updater()) {
            begin(updater);
            carryOut("change-1");
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.state().confirmed()).contains(addresses(A1));
            world.wan.fails(IpFamily.IPV4);
            for (int i = 0; i < 24 * 6 * 3 && writes() < 2; i++) {
                world.time.run(Duration.ofMinutes(10));
            }
            assertThat(writes()).isEqualTo(2);

            for (int i = 0; i < 5; i++) {
                RecordReport report = world.report(updater);
                assertThat(report.outcome()).isEqualTo(Outcome.PENDING);
                assertThat(report.problem()).isEmpty();
            }
        }
    }

    @Test
    @Tag("promise-14")
    void pendingIsAskedAfterGrowingWaits() {
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofSeconds(100));
            assertThat(asked).hasSizeBetween(3, 10);
            world.time.run(Duration.ofHours(10));
            assertThat(asked).hasSizeLessThan(10 + 2 + 10);
            assertThat(writes()).isEqualTo(1);
            carryOut("change-1");
            world.time.run(Duration.ofHours(1).plusMinutes(1));
            assertThat(world.state().confirmed()).contains(addresses(A1));
        }
    }

    @Test
    void theTimeThatTheProviderNamesIsKept() {
        Instant later = world.time.instant().plus(Duration.ofMinutes(40));
        says.put("change-1", () -> new TicketStatus.Pending(Optional.of(later)));
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(41));
            assertThat(asked).hasSizeGreaterThan(1);
            assertThat(asked.get(1)).isAfterOrEqualTo(later);
        }
    }

    @Test
    @Tag("promise-16")
    void aNewerAddressWaitsForTheTicketAndGoesAtOnceAfterIt() {
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofSeconds(20));
            world.wan.knows(A2);
            updater.trigger();
            world.time.run(Duration.ofMinutes(1));
            assertThat(writes()).isEqualTo(1);
            carryOut("change-1");
            world.time.run(Duration.ofMinutes(5));

            assertThat(writes()).isEqualTo(2);
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.state().ticket().orElseThrow().addresses()).isEqualTo(addresses(A2));
            carryOut("change-2");
            world.time.run(Duration.ofMinutes(5));
            assertThat(world.state().confirmed()).contains(addresses(A2));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.events(UpdateEvent.Changed.class))
                    .extracting(UpdateEvent.Changed::addresses)
                    .containsExactly(addresses(A1), addresses(A2));
        }
    }

    @Test
    void theWaitsOfOneTicketDoNotLengthenThoseOfTheNext() {
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(10));
            carryOut("change-1");
            world.time.run(Duration.ofMinutes(20));
            asked.clear();
            says.put("change-2", TicketStatus::pending);
            world.wan.knows(A2);
            updater.trigger();
            world.time.run(Duration.ofSeconds(100));
            assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    @Tag("promise-6")
    void whatFailedAtTheVendorIsTroubleWithItsReasonAndIsWrittenAgain() {
        says.put(
                "change-1",
                () -> TicketStatus.failed(
                        ProblemKind.TRANSIENT, "GET /changes/{ticket}", "the\nworkers are\u0007 busy"));
        says.put("change-2", () -> {
            carryOut("change-2");
            return TicketStatus.done();
        });
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(10));

            assertThat(world.events(UpdateEvent.Troubled.class)).singleElement().satisfies(troubled -> {
                assertThat(troubled.problem().kind()).isEqualTo(ProblemKind.TRANSIENT);
                assertThat(troubled.problem().message())
                        .isEqualTo("GET /changes/{ticket}: the change was accepted, and was not carried out,"
                                + " \"the workers are? busy\"");
            });
            assertThat(writes()).isEqualTo(2);
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.state().problem()).isEmpty();
            assertThat(world.events(UpdateEvent.Recovered.class)).hasSize(1);
        }
    }

    @Test
    @Tag("promise-10")
    void whatAPersonMustSolveIsHeld() {
        says.put(
                "change-1",
                () -> TicketStatus.failed(ProblemKind.REJECTED, "GET /changes/{ticket}", "no such network"));
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(50));
            assertThat(writes()).isEqualTo(1);
            assertThat(asked).hasSize(1);
            RecordReport report = world.report(updater);
            assertThat(report.outcome()).isEqualTo(Outcome.HELD);
            assertThat(report.problem().orElseThrow().message()).contains("no such network");
        }
    }

    @Test
    @Tag("promise-15")
    void aTicketThatIsNotKnownAnyMoreMakesTheRecordBeReadBack() {
        says.put("change-1", TicketStatus::unknown);
        try (Updater updater = updater()) {
            begin(updater);
            world.cloud.put(HOME, A1); // it was carried out, and forgotten
            world.time.run(Duration.ofMinutes(10));
            assertThat(writes()).isEqualTo(1);
            assertThat(world.state().confirmed()).contains(addresses(A1));
        }
    }

    @Test
    @Tag("promise-6")
    void aChangeThatVanishedIsWrittenAgain() {
        says.put("change-1", TicketStatus::unknown);
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(2));
            assertThat(writes()).isEqualTo(2);
            carryOut("change-2");
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.state().confirmed()).contains(addresses(A1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not found", "invalid", "forbidden", "null pointer"})
    @Tag("promise-11")
    void aQuestionThatIsRefusedHoldsNothingAndMakesTheRecordBeReadBack(String how) {
        says.put("change-1", () -> {
            throw switch (how) {
                case "not found" -> new RejectedException(RejectedException.Reason.NOT_FOUND, "404");
                case "invalid" -> new RejectedException(RejectedException.Reason.INVALID, "400");
                case "forbidden" -> AuthenticationException.ofRecord("403");
                default -> new NullPointerException("a defect");
            };
        });
        try (Updater updater = updater()) {
            begin(updater);
            world.cloud.put(HOME, A1);
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    @Tag("promise-14")
    void aQuestionWithoutAnAnswerIsAskedAgainAndTheTicketStays() {
        DdnsException fault = TransientException.unknownOutcome("no answer", null);
        says.put("change-1", () -> {
            throw fault;
        });
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofSeconds(100));
            assertThat(asked).hasSizeBetween(3, 10);
            assertThat(writes()).isEqualTo(1);
            assertThat(world.state().ticket()).isPresent();
            assertThat(world.events(UpdateEvent.Troubled.class)).hasSize(1);
            carryOut("change-1");
            world.time.run(Duration.ofHours(1));
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.state().problem()).isEmpty();
        }
    }

    @Test
    @Tag("promise-10")
    void credentialsThatWereRotatedAreReadAnewAndAskOnceMoreAtOnce() {
        says.put("change-1", () -> {
            if (!remembered.equals("secret-2")) {
                throw AuthenticationException.ofAccount("401");
            }
            return TicketStatus.done();
        });
        vault = "secret-2";
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(1));
            assertThat(asked).hasSize(2);
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.store.account("queued").problem()).isEmpty();
        }
    }

    @Test
    @Tag("promise-10")
    void credentialsThatAreRefusedHoldTheAccountAndTheTicketStays() {
        says.put("change-1", () -> {
            throw AuthenticationException.ofAccount("401");
        });
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(50));
            assertThat(asked).hasSize(1);
            assertThat(world.store.account("queued").problem()).isPresent();
            carryOut("change-1");
            updater.releaseHold(RecordKey.of(HOME, RecordType.A));
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.state().confirmed()).contains(addresses(A1));
            assertThat(world.store.account("queued").problem()).isEmpty();
            assertThat(writes()).isEqualTo(1);
        }
    }

    @Test
    void aTicketIsGivenUpAfterADay() {
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofHours(23));
            assertThat(writes()).isEqualTo(1);
            world.time.run(Duration.ofHours(3));
            assertThat(writes()).isEqualTo(2);
        }
    }

    @Test
    @Tag("promise-17")
    void aTicketOutlivesARestart() {
        Updater first = updater();
        begin(first);
        world.time.run(Duration.ofMinutes(3));
        int before = asked.size();
        first.close();
        try (Updater second = updater()) {
            second.start();
            world.time.run(Duration.ofSeconds(10));
            assertThat(asked.size() - before).as("its wait goes on").isLessThanOrEqualTo(1);
            carryOut("change-1");
            world.time.run(Duration.ofMinutes(20));
            assertThat(writes()).isEqualTo(1);
            assertThat(world.state().confirmed()).contains(addresses(A1));
        }
    }

    @Test
    @Tag("promise-12")
    void oneTicketOfSeveralRecordsIsOneQuestion() {
        world.wan.knows(A1).knows(V6A);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(new Queued())
                .record(HOME, RecordType.A, RecordType.AAAA)
                .record("b.example.com", RecordType.A)
                .build()) {
            start(updater);
            carryOut("change-1");
            world.time.run(Duration.ofMinutes(1));
            assertThat(writes()).isEqualTo(1);
            assertThat(asked).hasSize(1);
            assertThat(askedFor.get(0))
                    .extracting(change -> change.name() + " " + change.addresses())
                    .containsExactlyInAnyOrder(
                            HOME + " [" + A1 + "]", HOME + " [" + V6A + "]", "b.example.com [" + A1 + "]");
            assertThat(world.state("b.example.com", RecordType.A).confirmed()).contains(addresses(A1));
            assertThat(world.state(HOME, RecordType.AAAA).confirmed()).contains(addresses(V6A));
        }
    }

    @Test
    void anotherWishSinceThenIsWrittenThoughTheAddressIsTheSame() {
        try (Updater updater = updater()) {
            begin(updater);
            updater.replaceRecords(List.of(ManagedRecord.builder(HOME, RecordType.A)
                    .ttl(Duration.ofMinutes(5))
                    .build()));
            carryOut("change-1");
            world.time.run(Duration.ofMinutes(10));
            assertThat(writes()).isEqualTo(2);
            carryOut("change-2");
            world.time.run(Duration.ofMinutes(10));
            assertThat(writes()).isEqualTo(2);
            assertThat(world.state().ticket()).isEmpty();
        }
    }

    @Test
    void withoutTheAbilityATicketIsNotKept() {
        declares = false;
        try (Updater updater = updater()) {
            begin(updater);
            assertThat(world.state().ticket()).isEmpty();
            world.cloud.put(HOME, A1);
            world.time.run(Duration.ofMinutes(1));
            assertThat(asked).isEmpty();
            assertThat(world.state().confirmed()).contains(addresses(A1));
        }
    }

    @Test
    void aPlanAsksForNoTicketAndForgetsNone() {
        try (Updater updater = updater()) {
            begin(updater);
            world.time.run(Duration.ofMinutes(3));
            asked.clear();
            world.wan.knows(A3);
            world.time.await(updater::plan);
            assertThat(asked).isEmpty();
            assertThat(world.state().ticket()).isPresent();
            assertThat(writes()).isEqualTo(1);
        }
    }
}

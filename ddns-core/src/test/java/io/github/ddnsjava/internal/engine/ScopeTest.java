package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.BlockedException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.ZonePublication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal holds what it concerns, a record, a zone or an account, and everything else goes on. */
class ScopeTest {
    private static final String WORK = "work.example.com";
    private static final String ORG = "home.example.org";
    private static final DnsName ZONE = DnsName.of("example.com");

    private final World world = new World();
    /** The names that were asked for since it was cleared: a zone's for a list, records' for a write. */
    private final List<DnsName> asked = new ArrayList<>();

    private UpdaterBuilder threeRecords() {
        world.wan.sees(A1);
        return world.builder()
                .record(HOME, RecordType.A)
                .record(WORK, RecordType.A)
                .record(ORG, RecordType.A);
    }

    private void refuse(String call, DnsName concerned, DdnsException refusal) {
        world.cloud.before = (kind, names) -> {
            asked.addAll(names);
            return kind.equals(call) && names.contains(concerned) ? refusal : null;
        };
    }

    private static RecordReport at(UpdateReport report, String name) {
        return report.record(World.key(name, RecordType.A)).orElseThrow();
    }

    static Stream<DdnsException> refusalsOfAZone() {
        return Stream.of(
                AuthenticationException.ofZone("403"),
                BlockedException.ofZone("blocked"),
                new RejectedException(ProblemScope.ZONE, RejectedException.Reason.INVALID, "locked"),
                new RateLimitedException(ProblemScope.ZONE, "429", Optional.of(Duration.ofMinutes(20))),
                new RateLimitedException(ProblemScope.ZONE, "429", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfAZone")
    @Tag("promise-10")
    @Tag("promise-11")
    void aZoneThatIsRefusedHoldsItsRecordsAndNoOthers(DdnsException refusal) {
        refuse("list", ZONE, refusal);
        try (Updater updater = threeRecords().build()) {
            UpdateReport report = world.once(updater);

            assertThat(at(report, ORG).outcome()).isEqualTo(Outcome.CREATED);
            for (String name : List.of(HOME, WORK)) {
                assertThat(at(report, name).isRight()).isFalse();
                assertThat(at(report, name).problem().orElseThrow().scope()).isEqualTo(ProblemScope.ZONE);
                assertThat(at(report, name).notBefore()).isPresent();
            }
            assertThat(world.store.account("account").problem()).isEmpty();
            assertThat(asked.stream().filter(ZONE::equals)).hasSize(1);

            // A change of address within the hold: the other zone gets it, this one is not even asked.
            asked.clear();
            world.wan.sees(A2);
            report = world.once(updater);
            assertThat(at(report, ORG).outcome()).isEqualTo(Outcome.UPDATED);
            assertThat(asked).doesNotContain(ZONE);
        }
    }

    @Test
    @Tag("promise-10")
    void aRecordThatDidNotHearTheRefusalOfItsZoneWaitsTooAcrossRestarts() {
        refuse("list", ZONE, AuthenticationException.ofZone("403"));
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            assertThat(world.report(updater).problem().orElseThrow().scope()).isEqualTo(ProblemScope.ZONE);
        }
        asked.clear();
        try (Updater updater = threeRecords().build()) {
            UpdateReport report = world.once(updater);

            assertThat(at(report, ORG).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(at(report, WORK).outcome()).isEqualTo(Outcome.HELD);
            assertThat(at(report, WORK).problem().orElseThrow().kind()).isEqualTo(ProblemKind.AUTHENTICATION);
            assertThat(at(report, WORK).notBefore()).isEqualTo(at(report, HOME).notBefore());
            assertThat(asked).doesNotContain(ZONE);

            // From then on it is held like the one that heard it: not even the zone is looked for.
            world.cloud.calls.clear();
            world.once(updater);
            assertThat(world.cloud.calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-11")
    void aZoneThatIsRefusedAtAWriteHearsNoFurtherWrite() {
        world.wan.sees(A1);
        UpdaterBuilder builder = world.bare()
                .detector(world.wan)
                .provider(world.zones("eu", Abilities.builder().read().build())); // one write a call
        for (int i = 0; i < 5; i++) {
            builder.record("h" + i + ".example.com", RecordType.A);
        }
        builder.record(ORG, RecordType.A);
        refuse("write", DnsName.of("h1.example.com"), AuthenticationException.ofZone("403"));
        try (Updater updater = builder.build()) {
            UpdateReport report = world.once(updater);

            assertThat(at(report, "h0.example.com").outcome()).isEqualTo(Outcome.CREATED);
            assertThat(at(report, ORG).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(world.cloud.count("write")).isEqualTo(3);
            for (int i = 1; i < 5; i++) {
                assertThat(at(report, "h" + i + ".example.com")
                                .problem()
                                .orElseThrow()
                                .scope())
                        .isEqualTo(ProblemScope.ZONE);
            }
        }
    }

    @Test
    @Tag("promise-10")
    void aHoldOnAZoneDoublesAndEndsWithItsFirstSuccess() {
        refuse("list", ZONE, AuthenticationException.ofZone("403"));
        try (Updater updater = threeRecords().build()) {
            world.start(updater);
            asked.clear();
            world.time.run(Duration.ofMinutes(50));
            assertThat(asked).doesNotContain(ZONE);
            world.time.run(Duration.ofMinutes(20));
            assertThat(asked.stream().filter(ZONE::equals)).hasSize(1);
            world.time.run(Duration.ofMinutes(100));
            assertThat(asked.stream().filter(ZONE::equals)).hasSize(1);

            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofMinutes(30));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.at(WORK)).containsExactly(A1);
            assertThat(world.store.account("account/example.com").problem()).isEmpty();
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
        }
    }

    @Test
    @Tag("promise-10")
    void aPersonWhoResumesARecordResumesItsZone() {
        refuse("list", ZONE, AuthenticationException.ofZone("403"));
        try (Updater updater = threeRecords().build()) {
            world.start(updater);
            world.cloud.before = (call, names) -> null;
            updater.releaseHold(World.home(RecordType.A));
            world.time.run(Duration.ofMinutes(1));

            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertThat(world.cloud.at(WORK)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-11")
    void aNameThatIsForbiddenOrLimitedHoldsItselfAlone() {
        for (DdnsException refusal : List.of(
                AuthenticationException.ofRecord("403"),
                BlockedException.ofRecord("abuse"),
                new RateLimitedException(ProblemScope.RECORD, "429", Optional.of(Duration.ofMinutes(20))))) {
            World fresh = new World();
            fresh.wan.sees(A1);
            FakeHosts hosts = new FakeHosts(Abilities.builder().build());
            hosts.faults.add(refusal);
            try (Updater updater = fresh.bare()
                    .detector(fresh.wan)
                    .provider(hosts)
                    .record("a.example.com", RecordType.A)
                    .record("b.example.com", RecordType.A)
                    .build()) {
                UpdateReport report = fresh.once(updater);

                assertThat(at(report, "b.example.com").outcome()).isEqualTo(Outcome.UPDATED);
                assertThat(at(report, "a.example.com").isRight()).isFalse();
                assertThat(at(report, "a.example.com").notBefore().orElseThrow())
                        .isAfterOrEqualTo(fresh.time.instant().plus(Duration.ofMinutes(19)));
                assertThat(fresh.store.account("hosts").problem()).isEmpty();
                assertThat(hosts.calls).hasSize(2);
            }
        }
    }

    /** Sessions end at the server: a provider that logs in anew, and then does well, has told of no refusal. */
    @Test
    @Tag("promise-11")
    void aRefusalThatTheProviderOvercameHoldsNobody() {
        world.wan.sees(A1);
        world.cloud.failOnce("list", AuthenticationException.ofAccount("the session has ended"));
        FakeZones zones = new FakeZones(world.cloud);
        Renewing renewing = new Renewing(zones);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(renewing)
                .record(HOME, RecordType.A)
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            assertThat(world.store.account("account").problem()).isEmpty();
        }
    }

    /** Publishes through a door of its own, which repeats an exchange after a login. */
    private record Renewing(FakeZones zones) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return zones.abilities();
        }

        @Override
        public String account() {
            return zones.account();
        }

        @Override
        public String fingerprint() {
            return zones.fingerprint();
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            zones.publish(changes, new ZonePublication(publication, ProblemScope.ACCOUNT) {
                @Override
                public <T> T exchange(String what, Call<T> call) throws InterruptedException {
                    try {
                        return super.exchange(what, call);
                    } catch (AuthenticationException e) {
                        return super.exchange(what, call); // by a new session
                    }
                }
            });
        }
    }
}

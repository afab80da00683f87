package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What policies ask for is gathered, and given to them; and what they make of it over several cycles. */
class EvidenceTest {
    private final World world = new World();
    private final Map<String, Evidence> given = new TreeMap<>();

    /** Asks for that kind, notes what it is given, and leaves the record alone. */
    private UpdatePolicy asking(EvidenceKind kind) {
        return situation -> {
            Optional<Evidence> evidence = situation.evidence(kind);
            if (evidence.isEmpty()) {
                return Decision.ask(kind);
            }
            given.put(situation.record().name().toString(), evidence.get());
            return Decision.keep();
        };
    }

    private Evidence at(String name) {
        return given.get(name);
    }

    private void gatherFromProvider(String... names) {
        UpdaterBuilder builder = world.builder().policy(asking(EvidenceKind.PROVIDER));
        world.wan.sees(A1);
        for (String name : names) {
            builder.record(name, RecordType.A);
        }
        try (Updater updater = builder.build()) {
            world.once(updater);
        }
    }

    @Test
    @Tag("promise-12")
    void theProvidersViewOfManyRecordsCostsOneListAndNoWrite() {
        world.cloud.put("a.example.com", A2);
        world.cloud.put("b.example.com", A2, A3);

        gatherFromProvider("a.example.com", "b.example.com", "c.example.com");

        assertThat(at("a.example.com").addresses()).contains(addresses(A2));
        assertThat(at("b.example.com").addresses()).contains(addresses(A2, A3));
        assertThat(at("c.example.com").addresses()).contains(Set.of());
        assertThat(at("c.example.com").note()).isEqualTo("the provider");
        assertThat(world.cloud.calls).containsExactly("zones", "list");
    }

    @Test
    @Tag("promise-11")
    void oneZoneThatCannotBeReadKeepsNoOtherFromBeingRead() {
        world.cloud.put("a.example.com", A2);
        world.cloud.before = (call, names) -> names.contains(DnsName.of("example.org"))
                ? new RejectedException(RejectedException.Reason.INVALID, "not this zone")
                : null;

        gatherFromProvider("a.example.com", "b.example.org");

        assertThat(at("a.example.com").addresses()).contains(addresses(A2));
        assertThat(at("b.example.org").addresses()).isEmpty();
        assertThat(at("b.example.org").note()).contains("not this zone");
    }

    @Test
    @Tag("promise-14")
    void anAccountThatCannotBeReadIsNotAskedForEachRecord() {
        world.cloud.before = (call, names) -> AuthenticationException.ofAccount("who are you?");

        gatherFromProvider("a.example.com", "b.example.com", "c.example.com");

        assertThat(given.values()).hasSize(3).allSatisfy(evidence -> {
            assertThat(evidence.addresses()).isEmpty();
            assertThat(evidence.note()).contains("who are you?");
        });
        assertThat(world.cloud.calls).containsExactly("zones");
    }

    @Test
    @Tag("promise-14")
    void anAccountThatIsToBeLeftAloneIsNotReadEither() {
        world.cloud.before = (call, names) -> new RateLimitedException("slow down", Optional.of(Duration.ofHours(3)));
        try (Updater updater = world.builder().record(HOME, RecordType.A).build()) {
            world.wan.sees(A1);
            world.once(updater);
        }
        int calls = world.cloud.calls.size();

        gatherFromProvider("a.example.com");

        assertThat(given).isEmpty();
        assertThat(world.cloud.calls).hasSize(calls);
    }

    @Test
    @Tag("promise-14")
    void whereTheBudgetIsSpentThePolicyIsToldSo() {
        Abilities one = FakeZones.can().rateLimit(1, Duration.ofHours(1)).build();
        world.wan.sees(A1);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(world.zones("eu", one))
                .policy(asking(EvidenceKind.PROVIDER))
                .record(HOME, RecordType.A)
                .build()) {
            world.once(updater);
        }
        assertThat(at(HOME).addresses()).isEmpty();
        assertThat(at(HOME).note()).contains("budget of the account is used up");
    }

    @Test
    void liveDnsSaysWhatItShowsOrThatItCannotTell() {
        world.dns.put("a.example.com A", Set.of(A2));
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy(asking(EvidenceKind.DNS))
                .record("a.example.com", RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            world.once(updater);
        }
        assertThat(at("a.example.com"))
                .isEqualTo(new Evidence(EvidenceKind.DNS, Optional.of(addresses(A2)), "live DNS"));
        assertThat(at("b.example.com").addresses()).isEmpty();
        assertThat(at("b.example.com").note()).isEqualTo("live DNS gave no answer");
    }

    @Test
    @Tag("promise-3")
    void aChangedAddressMustBeSeenInAsManyCyclesInARowAsThePolicySays() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy(UpdatePolicies.all(
                        UpdatePolicies.onChange(), UpdatePolicies.confirmedBy(3, Duration.ofMinutes(5))))
                .record(HOME, RecordType.A)
                .build()) {
            look(updater, Outcome.HELD, Outcome.HELD, Outcome.CREATED);
            world.wan.sees(A2);
            look(updater, Outcome.HELD, Outcome.HELD);
            world.wan.sees(A3); // another one starts anew
            look(updater, Outcome.HELD, Outcome.HELD);
            world.wan.sees(A1); // and so does the old one between
            look(updater, Outcome.UNCHANGED);
            world.wan.sees(A3);
            look(updater, Outcome.HELD, Outcome.HELD, Outcome.UPDATED);
            assertThat(world.cloud.at(HOME)).containsExactly(A3);
            world.wan.sees(A2);
            look(updater, Outcome.HELD);
            world.wan.sees(A1); // takes the place of the one that was only looked at
            look(updater, Outcome.HELD, Outcome.HELD, Outcome.UPDATED);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    void aChangeThatIsHeldForDaysIsNotWrittenDownInEveryCycle() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy(UpdatePolicies.all(
                        UpdatePolicies.onChange(), UpdatePolicies.confirmedBy(3, Duration.ofDays(10))))
                .record(HOME, RecordType.A)
                .build()) {
            updater.start();
            world.time.run(Duration.ofDays(1));
            int rows = world.store.rows;
            world.time.run(Duration.ofDays(7));

            assertThat(world.store.rows).isEqualTo(rows);
        }
        assertThat(world.state().candidate().orElseThrow().readings())
                .as("saved at the end")
                .isEqualTo(RecordState.Candidate.MOST_READINGS);
    }

    private void look(Updater updater, Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            world.time.run(Duration.ofMinutes(4));
            assertThat(world.outcome(updater)).isEqualTo(outcome);
        }
    }

    @Test
    @Tag("promise-10")
    void whoComesBackToWhatIsPublishedIsRightButARefusalIsNotForgotten() {
        world.wan.sees(A1);
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.once(updater);
            world.cloud.before = (call, names) -> call.equals("write")
                    ? new RejectedException(RejectedException.Reason.INVALID, "not this one")
                    : null;
            world.wan.sees(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
            long writes = world.cloud.count("write");
            world.wan.sees(A1);
            world.once(updater);
            assertThat(world.state().problem().orElseThrow().kind()).isEqualTo(ProblemKind.REJECTED);
            world.wan.sees(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.HELD);
            assertThat(world.cloud.count("write")).isEqualTo(writes);
        }
    }
}

package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.V6B;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What others put at our names, and what travels with it. */
class OwnershipTest {
    private final World world = new World();

    private RecordReport at(UpdateReport report, String name, RecordType type) {
        return report.record(World.key(name, type)).orElseThrow();
    }

    private static FakeHosts jointHosts() {
        return new FakeHosts(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES).build());
    }

    private Updater bothFamilies(FakeHosts hosts) {
        return world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build();
    }

    @Test
    @Tag("promise-4")
    void aJointProviderGetsTheOtherFamilysConfirmedAddressAlong() {
        FakeHosts hosts = jointHosts();
        world.wan.knows(A1).knows(V6A);
        try (Updater updater = bothFamilies(hosts)) {
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
    @Tag("promise-16")
    void whatGoesAlongUndoesNoWriteWhoseAnswerWasLost() {
        FakeHosts hosts = jointHosts();
        world.wan.knows(A1).knows(V6A);
        try (Updater updater = bothFamilies(hosts)) {
            world.once(updater);
            hosts.faultsAfter.add(TransientException.unknownOutcome("no answer", null));
            world.wan.knows(A2);
            updater.trigger();
            world.time.run(Duration.ofMillis(1));
            assertThat(hosts.at(HOME, RecordType.A)).containsExactly(IpAddress.parse(A2));

            world.wan.knows(V6B).fails(IpFamily.IPV4);
            world.once(updater);
            assertThat(hosts.at(HOME, RecordType.A)).containsExactly(IpAddress.parse(A2));
            assertThat(hosts.at(HOME, RecordType.AAAA)).containsExactly(IpAddress.parse(V6B));
        }
    }

    @Test
    @Tag("promise-16")
    void nothingGoesAlongWhereSeveralAnswersWereLost() {
        FakeHosts hosts = jointHosts();
        world.wan.knows(A1).knows(V6A);
        try (Updater updater = bothFamilies(hosts)) {
            world.once(updater);
            for (String lost : new String[] {A2, A1}) {
                hosts.faultsAfter.add(TransientException.unknownOutcome("no answer", null));
                world.wan.knows(lost);
                do {
                    updater.trigger();
                    world.time.run(Duration.ofMinutes(1));
                } while (!hosts.faultsAfter.isEmpty());
                assertThat(hosts.at(HOME, RecordType.A)).containsExactly(IpAddress.parse(lost));
            }

            world.wan.knows("93.184.216.3").knows(V6B);
            updater.trigger();
            world.time.run(Duration.ofMillis(1));

            assertThat(hosts.at(HOME, RecordType.A)).as("A waits for its turn").containsExactly(IpAddress.parse(A1));
            assertThat(hosts.at(HOME, RecordType.AAAA)).containsExactly(IpAddress.parse(V6A));

            world.time.run(Duration.ofMinutes(20)); // until DNS can tell
            world.once(updater);
            world.once(updater);
            assertThat(hosts.at(HOME, RecordType.A)).containsExactly(IpAddress.parse("93.184.216.3"));
            assertThat(hosts.at(HOME, RecordType.AAAA)).containsExactly(IpAddress.parse(V6B));
        }
    }

    @Test
    @Tag("promise-13")
    void aJointProviderThatWouldClearAnUnknownCompanionIsHeldWithTheReason() {
        FakeHosts hosts = jointHosts();
        world.wan.knows(A1).fails(IpFamily.IPV6);
        try (Updater updater = bothFamilies(hosts)) {
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
}

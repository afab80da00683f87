package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A set-up is replaced while a write is under way, which takes seconds. The record that takes the place of the one that is
 * being written waits for the end of that write, and not longer; what is confirmed at one account is not at another.
 */
class ReconfiguredDuringAWriteTest {
    private static final Duration WRITE = Duration.ofSeconds(8);

    private final World world = new World();
    private final FakeHosts hosts = new FakeHosts("one", Abilities.builder().build());
    private final FakeHosts others = new FakeHosts("two", Abilities.builder().build());
    private final FakeDetector fresh = new FakeDetector().sees(A3);

    private UpdaterBuilder setUp(FakeDetector detector, FakeHosts hosts) {
        return world.bare().detector(detector).provider(hosts).record(HOME, RecordType.A);
    }

    private void started(Updater updater) {
        world.wan.sees(A1);
        world.start(updater);
        world.time.run(Duration.ofMinutes(10));
        assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A1));
    }

    /** While the next write is under way, something happens, and the write goes on for some seconds. */
    private void duringTheWrite(Runnable change) {
        hosts.during = () -> {
            change.run();
            world.time.run(WRITE);
        };
        world.wan.sees(A2).announce();
        world.time.run(Duration.ofMinutes(1));
    }

    @Test
    @Tag("promise-11")
    void theRecordThatTookThePlaceIsWrittenWhenTheWriteEnds() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
            duringTheWrite(() -> updater.reconfigure(setUp(fresh, hosts)));
            assertThat(hosts.calls)
                    .as("the detector says it at each poll, but only the end of the write makes it due")
                    .hasSize(3);
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A3));
        }
    }

    @Test
    @Tag("promise-11")
    void aRecordThatIsTakenOutAndPutBackIsWrittenWhenTheWriteEnds() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
            duringTheWrite(() -> {
                updater.reconfigure(
                        world.bare().detector(world.wan).provider(hosts).record("b.example.com", RecordType.A));
                world.time.run(Duration.ofSeconds(2));
                updater.reconfigure(setUp(fresh, hosts));
            });
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A3));
        }
    }

    @Test
    @Tag("promise-11")
    void aWriteThatFailsIsNotRepeatedForTheRecordThatIsNoLongerThere() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
            hosts.faults.add(TransientException.busy("the service is busy"));
            duringTheWrite(() -> updater.reconfigure(setUp(fresh, hosts)));
            assertThat(hosts.calls).hasSize(3);
            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A3));
        }
    }

    @Test
    void aRecordThatWaitsForItsAccountIsNotInSync() {
        try (Updater updater =
                setUp(world.wan, hosts).record("b.example.com", RecordType.A).build()) {
            started(updater);
            hosts.faults.add(AuthenticationException.ofAccount("no"));
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(12));
            assertThat(updater.status().records()).hasSize(2).noneMatch(RecordReport::isRight);
        }
    }

    @Test
    @Tag("promise-6")
    void whatWasConfirmedAtAnotherAccountMeanwhileIsWrittenAtThisOne() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
            duringTheWrite(() -> updater.reconfigure(setUp(world.wan, others)));
            assertThat(others.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
            assertThat(others.calls).hasSize(1);
        }
    }

    @Test
    @Tag("promise-6")
    void theFirstWriteOfAllMayEndAtTheFormerAccount() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            hosts.during = () -> {
                updater.reconfigure(setUp(world.wan, others));
                world.time.run(WRITE);
            };
            world.wan.sees(A1);
            world.start(updater);
            assertThat(hosts.calls).hasSize(1);
            assertThat(others.at(HOME, RecordType.A)).isEqualTo(addresses(A1));
        }
    }

    @Test
    @Tag("promise-6")
    void aWriteInDoubtAtTheFormerAccountDelaysNothingAtThisOne() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
            hosts.faultsAfter.add(TransientException.unknownOutcome("the answer was cut off", null));
            duringTheWrite(() -> updater.reconfigure(setUp(world.wan, others)));
            assertThat(others.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
        }
    }

    @Test
    @Tag("promise-6")
    void aProviderThatCannotBeReadIsWrittenOnceWhenItStandsForAnotherAccount() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
            world.dns.put(HOME + " A", Set.of(A1));
            updater.reconfigure(setUp(world.wan, others));
            world.time.run(Duration.ofDays(3));
            assertThat(others.calls).containsExactly(HOME + " [ENSURE[" + A1 + "]]");
        }
    }

    @Test
    @Tag("promise-6")
    void anotherAccountAfterARestartIsNoticedToo() {
        try (Updater updater = setUp(world.wan, hosts).build()) {
            started(updater);
        }
        try (Updater updater = setUp(world.wan, others).build()) {
            world.start(updater);
            assertThat(others.at(HOME, RecordType.A)).isEqualTo(addresses(A1));
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UNCHANGED);
        }
    }

    @Test
    @Tag("promise-6")
    void theFileOfTheStateRemembersTheAccount(@TempDir Path directory) {
        world.wan.sees(A1);
        for (FakeHosts at : List.of(hosts, hosts, others, others)) {
            try (Updater updater = setUp(world.wan, at)
                    .state(StateStores.file(directory.resolve("state")))
                    .build()) {
                world.once(updater);
            }
        }
        assertThat(hosts.calls).hasSize(1);
        assertThat(others.calls).hasSize(1);
    }

    @Test
    @Tag("promise-6")
    void aPolicyThatNeverVerifiesIsNoReasonToForgetIt() {
        try (Updater updater =
                setUp(world.wan, hosts).policy(UpdatePolicies.onChange()).build()) {
            started(updater);
            updater.reconfigure(setUp(world.wan, others).policy(UpdatePolicies.onChange()));
            world.time.run(Duration.ofSeconds(5));
            assertThat(others.at(HOME, RecordType.A)).isEqualTo(addresses(A1));
        }
    }
}

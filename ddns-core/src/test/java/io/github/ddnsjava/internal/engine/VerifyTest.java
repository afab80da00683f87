package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Verified now, although nothing is due; and compared, by reads only. */
class VerifyTest {
    private static final String OTHER = "b.example.com";

    private final World world = new World();

    private Updater two() {
        world.wan.sees(A1);
        Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .record(OTHER, RecordType.A)
                .build();
        world.once(updater);
        world.cloud.calls.clear();
        return updater;
    }

    /** Somebody puts another value in our place. */
    private void editedByHand(String name, String address) {
        world.cloud
                .zones
                .get(DnsName.of("example.com"))
                .removeIf(value -> value.name().equals(DnsName.of(name)));
        world.cloud.put(name, address);
    }

    private UpdateReport verify(Updater updater) {
        return world.time.await(updater::verify);
    }

    @Test
    void whatWasEditedByHandIsRepairedAlthoughNothingIsDue() {
        try (Updater updater = two()) {
            editedByHand(HOME, A2);
            assertThat(world.once(updater).isRight()).isTrue();
            assertThat(world.cloud.calls).as("a cycle reads nothing").isEmpty();

            UpdateReport report = verify(updater);
            assertThat(report.records())
                    .extracting(RecordReport::outcome)
                    .containsExactly(Outcome.UNCHANGED, Outcome.UPDATED);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-12")
    void whatIsInSyncIsReadAndNotWritten() {
        try (Updater updater = two()) {
            assertThat(verify(updater).records())
                    .extracting(RecordReport::outcome)
                    .containsOnly(Outcome.UNCHANGED);
            assertThat(world.cloud.calls).containsExactly("list");
        }
    }

    @Test
    void onlyTheGivenRecordsAreVerified() {
        try (Updater updater = two()) {
            editedByHand(HOME, A2);
            editedByHand(OTHER, A3);
            UpdateReport report = world.time.await(() -> updater.verify(World.key(OTHER, RecordType.A)));
            assertThat(report.records()).extracting(RecordReport::key).containsExactly(World.key(OTHER, RecordType.A));
            assertThat(world.cloud.at(OTHER)).containsExactly(A1);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.time.await(() -> updater.verify(List.of())).records())
                    .isEmpty();
            assertThatThrownBy(() -> updater.verify(World.key("c.example.com", RecordType.A)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("c.example.com");
        }
    }

    @Test
    void aPolicyThatNeverChecksIsNoReasonNotTo() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .policy(UpdatePolicies.onChange())
                .record(HOME, RecordType.A)
                .build()) {
            world.once(updater);
            editedByHand(HOME, A2);
            assertThat(verify(updater).records().get(0).outcome()).isEqualTo(Outcome.UPDATED);
        }
    }

    @Test
    void aProviderThatCannotBeReadIsComparedWithLiveDns() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        world.wan.knows(A1);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A)
                .build()) {
            world.once(updater);
            world.dns.put(HOME + " A", Set.of(A1));
            assertThat(verify(updater).records().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(hosts.calls).hasSize(1);
            world.dns.put(HOME + " A", Set.of(A3));
            assertThat(verify(updater).records().get(0).outcome()).isEqualTo(Outcome.UPDATED);
            assertThat(hosts.calls).hasSize(2);
        }
    }

    @Test
    @Tag("promise-10")
    void whatIsOnHoldStaysSo() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) ->
                call.equals("write") ? new RejectedException(RejectedException.Reason.QUOTA, "no more") : null;
        try (Updater updater = world.home()) {
            world.once(updater);
            long writes = world.cloud.count("write");
            assertThat(verify(updater).records().get(0).outcome()).isEqualTo(Outcome.HELD);
            assertThat(world.cloud.count("write")).isEqualTo(writes);
        }
    }

    @Test
    void whileTheAddressIsNotKnownNothingIsRepaired() {
        try (Updater updater = two()) {
            editedByHand(HOME, A2);
            world.wan.fails(IpFamily.IPV4);
            assertThat(verify(updater).isRight()).isFalse();
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void anAddressThatChangedMeanwhileIsPublishedForAll() {
        try (Updater updater = two()) {
            world.wan.sees(A2);
            world.time.await(() -> updater.verify(World.home(RecordType.A)));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.cloud.at(OTHER)).containsExactly(A2);
        }
    }

    @Test
    void aCheckSaysWhatStandsThereAndWhatShould() {
        try (Updater updater = two()) {
            editedByHand(HOME, A2);
            UpdateReport report = world.time.await(updater::check);
            RecordReport equals = report.records().get(0);
            assertThat(equals.outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(equals.addresses()).isEqualTo(equals.previous()).containsExactlyElementsOf(addresses(A1));
            RecordReport differs = report.records().get(1);
            assertThat(differs.problem().orElseThrow().kind()).isEqualTo(ProblemKind.DIFFERS);
            assertThat(differs.problem().orElseThrow().message()).contains(A2).contains(A1);
            assertThat(differs.addresses()).containsExactlyElementsOf(addresses(A1));
            assertThat(differs.previous()).containsExactlyElementsOf(addresses(A2));
            assertThat(world.cloud.count("write")).isZero();
            assertThat(world.cloud.count("list"))
                    .as("credentials, zones and values in one look")
                    .isEqualTo(1);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void aCheckMissesWhatWasPublishedAndIsGoneAndNothingThatWasNeverPublished() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            assertThat(world.time.await(updater::check).isRight()).isTrue();
            world.once(updater);
            world.cloud.zones.get(DnsName.of("example.com")).clear();
            assertThat(world.time
                            .await(updater::check)
                            .records()
                            .get(0)
                            .problem()
                            .orElseThrow()
                            .message())
                    .contains("no value")
                    .contains(A1);
        }
    }

    @Test
    void aCheckWhoseDetectorFailsComparesWithWhatWasConfirmed() {
        try (Updater updater = two()) {
            world.wan.fails(IpFamily.IPV4);
            assertThat(world.time.await(updater::check).isRight()).isTrue();
            editedByHand(HOME, A2);
            assertThat(world.time.await(updater::check).isRight()).isFalse();
        }
    }

    @Test
    @Tag("promise-13")
    void aCheckLetsOthersHaveTheirValuesBesideOurs() {
        try (Updater updater = two()) {
            world.cloud.put(HOME, A3);
            assertThat(world.time.await(updater::check).isRight()).isTrue();
        }
    }

    @Test
    @Tag("promise-3")
    void aVerificationConfirmsTheAddressFirst() {
        try (Updater updater = two()) {
            editedByHand(HOME, A2);
            int before = world.wan.secondReadings;
            verify(updater);
            assertThat(world.wan.secondReadings).isGreaterThan(before);
        }
    }
}

package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.V6A;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dead detector is trouble: events, status, health, reports and listeners tell one story, and each tells it once. */
class DetectorTroubleTest {
    private static final RetrySettings AT_ONCE =
            new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO);

    private final World world = new World();
    private final List<String> told = new ArrayList<>();

    private UpdaterBuilder builder() {
        return world.builder()
                .onTrouble(trouble -> told.add("trouble " + trouble.subject()))
                .onRecovery(recovery -> told.add("recovery " + recovery.subject()));
    }

    private Updater home(RecordType... types) {
        return builder().record(HOME, types).build();
    }

    private static RecordReport standing(Updater updater, RecordType type) {
        return updater.status().records().stream()
                .filter(record -> record.key().type() == type)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeadDetectorIsToldOnceByEventListenerStatusHealthAndReport() {
        world.wan.sees(A1);
        try (Updater updater = home(RecordType.A)) {
            world.start(updater);
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofDays(2));

            assertThat(world.events(UpdateEvent.DetectorTroubled.class))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.detector()).isEqualTo("default");
                        assertThat(event.family()).isEqualTo(IpFamily.IPV4);
                        assertThat(event.problem().kind()).isEqualTo(ProblemKind.DETECTION);
                        assertThat(event.problem().message()).isEqualTo("no answer");
                    });
            RecordReport standing = standing(updater, RecordType.A);
            assertThat(standing.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(standing.isRight()).isFalse();
            assertThat(standing.addresses()).containsExactlyElementsOf(addresses(A1));
            assertThat(standing.problem().orElseThrow().message()).isEqualTo("no answer");
            assertThat(updater.status().health().cause().orElseThrow().part()).isEqualTo(UpdaterHealth.Part.DETECTOR);
            assertThat(world.report(updater)).isEqualTo(standing);

            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.events(UpdateEvent.DetectorRecovered.class)).hasSize(1);
            assertThat(standing(updater, RecordType.A).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(updater.status().health().cause()).isEmpty();
            assertThat(told).containsExactly("trouble detector default ipv4", "recovery detector default ipv4");
        }
    }

    @Test
    void aDetectorThatIsDeadFromTheStartIsTroubleAlthoughNothingIsPublished() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = home(RecordType.A)) {
            world.start(updater);
            assertThat(told).containsExactly("trouble detector default ipv4");
            assertThat(standing(updater, RecordType.A).problem().orElseThrow().kind())
                    .isEqualTo(ProblemKind.DETECTION);
        }
    }

    @Test
    void aFamilyThatFailsIsTroubleOfItsOwnRecordsOnly() {
        world.wan.sees(A1).sees(V6A);
        try (Updater updater = home(RecordType.A, RecordType.AAAA)) {
            world.start(updater);
            world.wan.fails(IpFamily.IPV6);
            world.time.run(Duration.ofMinutes(6));
            assertThat(standing(updater, RecordType.A).isRight()).isTrue();
            assertThat(standing(updater, RecordType.AAAA).isRight()).isFalse();
            assertThat(told).containsExactly("trouble detector default ipv6");
        }
    }

    @Test
    void aLineWithoutAFamilyIsNoTrouble() {
        world.wan.sees(A1);
        try (Updater updater = home(RecordType.A, RecordType.AAAA)) {
            world.start(updater);
            world.time.run(Duration.ofDays(2));
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
            assertThat(world.once(updater).isRight()).isTrue();
            world.wan.sees(V6A);
            world.time.run(Duration.ofMinutes(6));
            assertThat(world.cloud.at(HOME, RecordType.AAAA)).containsExactly(V6A);
            assertThat(told).isEmpty();
            assertThat(world.events).noneMatch(UpdateEvent.Trouble.class::isInstance);
        }
    }

    @Test
    void aFamilyThatIsLostIsKeptAndNoTrouble() {
        world.wan.sees(A1).sees(V6A);
        try (Updater updater = home(RecordType.A, RecordType.AAAA)) {
            world.start(updater);
            world.wan.absent(IpFamily.IPV6);
            world.time.run(Duration.ofMinutes(6));
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aFamilyThatIsAbsentAfterItsDetectorFailedIsARecovery() {
        world.wan.sees(A1).fails(IpFamily.IPV6);
        try (Updater updater = home(RecordType.A, RecordType.AAAA)) {
            world.start(updater);
            world.wan.absent(IpFamily.IPV6);
            world.time.run(Duration.ofMinutes(6));
            assertThat(told).containsExactly("trouble detector default ipv6", "recovery detector default ipv6");
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
        }
    }

    @Test
    void replacedRecordsDoNotTellTheSameTroubleAgain() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = home(RecordType.A)) {
            world.start(updater);
            updater.replaceRecords(List.of(
                    ManagedRecord.builder(HOME, RecordType.A).build(),
                    ManagedRecord.builder("b.example.com", RecordType.A).build()));
            assertThat(updater.status().records()).noneMatch(RecordReport::isRight);
            world.time.run(Duration.ofHours(1));
            assertThat(told).hasSize(1);
            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(6));
            assertThat(told).hasSize(2);
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
        }
    }

    @Test
    void whatAPersonMustMendAtTheRecordIsToldFirst() {
        world.wan.sees(A1);
        world.cloud.before = (call, names) -> new RejectedException(RejectedException.Reason.QUOTA, "no more");
        try (Updater updater = home(RecordType.A)) {
            world.start(updater);
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(6));
            RecordReport standing = standing(updater, RecordType.A);
            assertThat(standing.outcome()).isEqualTo(Outcome.HELD);
            assertThat(standing.problem().orElseThrow().kind()).isEqualTo(ProblemKind.REJECTED);
            assertThat(world.report(updater)).isEqualTo(standing);
        }
    }

    @Test
    void withoutANetworkTheNetworkIsTheTroubleAndNoDetector() {
        world.wan.sees(A1);
        try (Updater updater = home(RecordType.A)) {
            world.start(updater);
            world.network = false;
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofHours(1));
            RecordReport standing = standing(updater, RecordType.A);
            assertThat(standing.isRight()).isFalse();
            assertThat(standing.problem().orElseThrow().message()).contains("no network");
            assertThat(told).containsExactly("trouble network");
            world.network = true; // but the detector stays dead
            world.time.run(Duration.ofHours(1));
            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(6));
            assertThat(told)
                    .containsExactly(
                            "trouble network",
                            "recovery network",
                            "trouble detector default ipv4",
                            "recovery detector default ipv4");
        }
    }

    @Test
    void aDetectorOverLoopbackThatIsAskedLastIsNetworkEnough() {
        world.network = false;
        world.wan.sees(V6A); // and IPv4, which is asked first, is absent
        try (Updater updater = home(RecordType.A, RecordType.AAAA)) {
            assertThat(world.once(updater).isRight()).isTrue();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aPlanTellsNobody() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater =
                builder().retry(AT_ONCE).record(HOME, RecordType.A).build()) {
            assertThat(world.time.await(updater::plan).isRight()).isFalse();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aPushedAddressCountsWhateverItsDetectorSays() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = home(RecordType.A)) {
            world.start(updater);
            updater.push(Map.of(World.home(RecordType.A), addresses(A2)));
            world.time.run(Duration.ofMinutes(6));
            assertThat(standing(updater, RecordType.A).isRight()).isTrue();
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
        }
    }

    @Test
    void statusAndReportAgreeOnWhatNothingWasPushedFor() {
        FakeHosts hosts = new FakeHosts(Abilities.builder().build());
        UpdaterBuilder pushOnly = world.bare().pushed().provider(hosts).record(HOME, RecordType.A);
        try (Updater updater = pushOnly.build()) {
            assertThat(world.report(updater).problem().orElseThrow().message()).contains("no address was pushed");
            assertThat(standing(updater, RecordType.A).isRight()).isFalse();
            updater.push(Map.of(World.home(RecordType.A), addresses(A1)));
            world.time.settle();
            assertThat(standing(updater, RecordType.A).isRight()).isTrue();
        }
        try (Updater restarted = pushOnly.build()) {
            assertThat(world.report(restarted).isRight()).isTrue();
            assertThat(standing(restarted, RecordType.A).isRight()).isTrue();
        }
    }
}

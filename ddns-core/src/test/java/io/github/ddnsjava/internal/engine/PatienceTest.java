package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A detector that failed is asked again within a cycle that somebody waits for: how often, and whom not. */
class PatienceTest {
    private static final int SEEDS = Integer.getInteger("ddns.seeds", 60);

    private final World world = new World();
    private final List<Instant> asked = new ArrayList<>();

    private UpdaterBuilder echo(EchoTransport transport) {
        return world.bare()
                .detector(IpDetectors.http("https://echo.example/"))
                .provider(new FakeZones(world.cloud))
                .record(HOME, RecordType.A)
                .environment(world.environment().withEcho(request -> {
                    asked.add(world.time.instant());
                    return transport.get(request);
                }));
    }

    private static EchoTransport.Answer page(int status, String body) {
        return new EchoTransport.Answer(status, "text/plain", body, IpAddress.parse("198.51.100.1"));
    }

    private static EchoTransport.Answer refusedConnection() throws IOException {
        throw new IOException("connection refused");
    }

    /** A cron job's life while every fifth request fails: how many runs it takes until one ends well. */
    private static int runs(int seed, boolean atTheProviderToo) {
        PatienceTest home = new PatienceTest();
        home.world.random = new Random(seed);
        Random faults = new Random(-seed - 1L);
        home.world.cloud.before = (call, names) -> atTheProviderToo && faults.nextInt(5) == 0
                ? TransientException.notSent("connection reset", null)
                : null;
        for (int run = 1; ; run++) {
            try (Updater updater = home.echo(request -> {
                        if (faults.nextInt(5) == 0) {
                            return faults.nextBoolean() ? page(503, "busy") : refusedConnection();
                        }
                        return page(200, A1);
                    })
                    .build()) {
                if (home.world.once(updater).isRight()) {
                    return run;
                }
            }
            home.world.time.run(Duration.ofMinutes(5));
        }
    }

    private static List<Integer> manyRuns(boolean atTheProviderToo) {
        return IntStream.range(0, SEEDS)
                .mapToObj(seed -> runs(seed, atTheProviderToo))
                .toList();
    }

    @Test
    @Tag("promise-14")
    void whereEveryFifthQuestionToTheOnlyServiceFailsOneRunIsEnough() {
        List<Integer> runs = manyRuns(false);
        assertThat(runs).allMatch(count -> count <= 2);
        assertThat(runs.stream().filter(count -> count > 1).count()).isLessThanOrEqualTo(SEEDS / 100);
    }

    /** Three requests each time it is tried: more than half of the tries fail somewhere. */
    @Test
    @Tag("promise-14")
    void whereEveryFifthRequestToTheProviderFailsTooOneRunIsMostlyEnough() {
        List<Integer> runs = manyRuns(true);
        assertThat(runs.stream().filter(count -> count > 1).count()).isLessThanOrEqualTo(SEEDS / 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Tag("promise-14")
    void aDeadServiceIsAskedAFewTimesAfterWaitsThatDouble(long seed) {
        world.random = new Random(seed);
        try (Updater updater = echo(request -> refusedConnection()).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
            world.time.settle();
        }
        assertThat(asked).hasSize(5);
        for (int i = 1; i < asked.size(); i++) {
            Duration wait = Duration.between(asked.get(i - 1), asked.get(i));
            assertThat(wait).isBetween(Duration.ofSeconds(1L << (i - 1)), Duration.ofMillis(1500L << (i - 1)));
        }
        assertThat(world.events(UpdateEvent.Detected.class)).hasSize(1);
        assertThat(world.events(UpdateEvent.DetectorTroubled.class)).hasSize(1);
    }

    @Test
    @Tag("promise-14")
    void howeverLongACycleTriesAgainTheWaitsGrow() {
        RetrySettings longer = new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMinutes(2));
        try (Updater updater =
                echo(request -> refusedConnection()).retry(longer).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
        }
        assertThat(asked).hasSizeBetween(6, 7);
    }

    @Test
    @Tag("promise-14")
    void aCycleThatIsNotToTryAgainAsksOnce() {
        RetrySettings atOnce = new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO);
        try (Updater updater =
                echo(request -> refusedConnection()).retry(atOnce).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
        }
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    @Tag("promise-14")
    void aServiceThatAskedToBeLeftAloneIsNotAskedAgain(int status) {
        try (Updater updater = echo(request -> page(status, "no")).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.FAILED);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    @Tag("promise-14")
    void anAddressThatMustNotBePublishedIsNoHiccup() {
        try (Updater updater = echo(request -> page(200, "100.64.0.9")).build()) {
            assertThat(world.report(updater).problem().orElseThrow().message()).contains("100.64.0.9");
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    @Tag("promise-3")
    void aSecondReadingThatFailedIsTakenAgain() {
        try (Updater updater = echo(request -> asked.size() == 2 ? refusedConnection() : page(200, A1))
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
        }
        assertThat(asked).hasSize(3);
        assertThat(world.events(UpdateEvent.Trouble.class)).isEmpty();
    }

    @Test
    @Tag("promise-3")
    void aSecondReadingThatSaysSomethingElseIsNotTakenAgain() {
        try (Updater updater =
                echo(request -> page(200, asked.size() == 1 ? A1 : World.A2)).build()) {
            assertThat(world.report(updater).problem().orElseThrow().kind()).isEqualTo(ProblemKind.UNCONFIRMED);
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    @Tag("promise-4")
    void aFamilyThatFailsKeepsTheOtherWaitingForNothing() {
        world.wan.sees(A1).fails(IpFamily.IPV6);
        List<Instant> written = new ArrayList<>();
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A, RecordType.AAAA)
                .onChange(event -> written.add(event.at()))
                .build()) {
            Instant begun = world.time.instant();
            assertThat(world.once(updater).isRight()).isFalse();
            assertThat(written)
                    .singleElement()
                    .satisfies(at -> assertThat(Duration.between(begun, at)).isLessThan(Duration.ofSeconds(1)));
        }
    }

    @Test
    @Tag("promise-5")
    void familiesOfOneDetectorThatHaveSeveralRecordsAreAskedAgainOnce() {
        world.wan.fails(IpFamily.IPV4);
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .record("b.example.com", RecordType.A)
                .record("c.example.com", RecordType.A)
                .build()) {
            world.once(updater);
            assertThat(world.wan.asked).isEqualTo(5);
        }
    }

    @Test
    @Tag("promise-14")
    void aPlanIsAsPatient() {
        try (Updater updater = echo(request -> asked.size() == 1 ? refusedConnection() : page(200, A1))
                .build()) {
            assertThat(world.time.await(updater::plan).records().get(0).outcome())
                    .isEqualTo(Outcome.CREATED);
        }
    }
}

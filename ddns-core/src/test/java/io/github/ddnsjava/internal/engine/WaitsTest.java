package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A wait that a server names can only lengthen ours: while it refuses, requests come after 1 second, 2, 4 and so on, and
 * then one for each hour, whatever the server says and whatever else happens.
 */
@Tag("promise-14")
class WaitsTest {
    private static final Duration FIRST = Duration.ofSeconds(100);
    private static final Duration LONG = Duration.ofDays(2);
    private static final Duration YEARS = Duration.ofDays(36_500);

    private final World world = new World();
    private final List<Instant> refused = new ArrayList<>();

    /** The doors at which it refuses, and its words. */
    static Stream<Supplier<DdnsException>> words() {
        return Stream.of(
                () -> new RateLimitedException("429 with Retry-After: 0", Optional.of(Duration.ZERO)),
                () -> new RateLimitedException("429 with a date that is over", Optional.of(Duration.ofDays(-9000))),
                () -> new RateLimitedException("429 with one second", Optional.of(Duration.ofSeconds(1))),
                () -> TransientException.askedToWait("503 with Retry-After: 0", Duration.ZERO),
                () -> TransientException.askedToWait("503 with one second", Duration.ofSeconds(1)),
                () -> TransientException.askedToWait("503 with a date that is over", YEARS.negated()),
                () -> TransientException.unknownOutcome("503", null),
                () -> TransientException.notSent("connection refused", null));
    }

    private void refuses(String door, Supplier<DdnsException> word) {
        world.cloud.before = (call, names) -> {
            if (!call.equals(door)) {
                return null;
            }
            refused.add(world.time.instant());
            return word.get();
        };
    }

    private void assertBound(int most) {
        assertThat(refused).hasSizeBetween(3, most);
        for (int i = 0; i < refused.size(); i++) {
            for (int j = i; j < refused.size(); j++) {
                double seconds =
                        Duration.between(refused.get(i), refused.get(j)).toMillis() / 1000.0;
                double bound = Math.log(1 + seconds) / Math.log(2) + seconds / 3600 + 2;
                assertThat((double) (j - i + 1)).as("within %s s", seconds).isLessThanOrEqualTo(bound);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void atMostTenRequestsInTheFirst100SecondsAndThenOneForEachHour(Supplier<DdnsException> word) {
        for (String door : List.of("zones", "list", "write")) {
            refused.clear();
            World fresh = new World();
            fresh.cloud.before = (call, names) -> {
                if (call.equals(door)) {
                    refused.add(fresh.time.instant());
                    return word.get();
                }
                return null;
            };
            try (Updater updater = fresh.home(FakeZones.can().build())) {
                updater.start();
                fresh.time.run(FIRST);
                assertBound(10);
                fresh.time.run(LONG);
                assertBound(12 + 2 * 24);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void restartsAndOnceInALoopCountOn(Supplier<DdnsException> word) {
        refuses("write", word);
        for (int i = 0; i < 40; i++) {
            try (Updater updater = world.home(FakeZones.can().build())) {
                updater.start();
                world.time.run(Duration.ofMillis(2500));
            }
        }
        assertBound(10);
    }

    @ParameterizedTest
    @MethodSource("words")
    void neitherTriggersNorChangesNorADetectorThatFailsNowAndThenEndAWait(Supplier<DdnsException> word) {
        refuses("list", word);
        try (Updater updater = world.home(FakeZones.can().build())) {
            updater.start();
            for (int i = 0; i < 100; i++) {
                switch (i % 4) {
                    case 0 -> world.wan.fails(IpFamily.IPV4);
                    case 1 -> world.wan.sees(A2);
                    case 2 -> world.wan.sees(A1);
                    default -> updater.push(Map.of(World.home(RecordType.A), World.addresses(i % 8 == 3 ? A1 : A2)));
                }
                updater.trigger();
                world.time.run(Duration.ofSeconds(1));
            }
        }
        if (word.get().certainlyNotApplied() && word.get().retryAfter().isEmpty()) {
            return; // nobody was reached: a network that is back is a reason to try at once
        }
        assertBound(10);
    }

    @Test
    void wordsThatAlternateCountAsOneRefusal() {
        List<Supplier<DdnsException>> words = words().toList();
        refuses("write", () -> words.get(refused.size() % words.size()).get());
        try (Updater updater = world.home(FakeZones.can().build())) {
            updater.start();
            world.time.run(FIRST);
            assertBound(10);
            world.time.run(LONG);
            assertBound(12 + 2 * 24);
        }
    }

    @Test
    void anAddressThatComesAndGoesEndsNoWait() {
        world.wan.sees(A1);
        try (Updater updater = world.home(FakeZones.can().build())) {
            world.start(updater);
            refuses("write", () -> TransientException.unknownOutcome("503", null));
            for (int i = 0; i < 200; i++) {
                updater.push(Map.of(World.home(RecordType.A), World.addresses(i % 2 == 0 ? A2 : A1)));
                world.time.run(Duration.ofMillis(500));
            }
            assertBound(10);

            world.cloud.before = (call, names) -> null;
            updater.push(Map.of(World.home(RecordType.A), World.addresses(A2)));
            assertThat(updater.status().records().get(0).isRight()).isFalse();
            world.time.run(Duration.ofMinutes(5));
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.state().attempts()).isZero();
        }
    }

    @Test
    void anotherRecordOfTheAccountEndsNoWaitAndMakesNoneShorter() {
        try (Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider(world.zones("eu", FakeZones.can().build()))
                .record(HOME, RecordType.A)
                .record("b.example.org", RecordType.A)
                .build()) {
            world.start(updater);
            world.cloud.before = (call, names) -> {
                if (!call.equals("write") || !names.toString().contains("example.com")) {
                    return null;
                }
                refused.add(world.time.instant());
                return TransientException.askedToWait("503 for one zone only", Duration.ZERO);
            };
            for (int i = 0; i < 200; i++) {
                world.wan.sees(i % 2 == 0 ? A2 : World.A3); // which the other zone takes
                updater.trigger();
                world.time.run(Duration.ofMillis(500));
            }
            assertBound(10);
        }
    }

    @Test
    void aWaitOfYearsIsOneOfAWeekAndOverflowsNothing() {
        for (Duration wait : List.of(YEARS, Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(8))) {
            World fresh = new World();
            List<Instant> tries = new ArrayList<>();
            fresh.cloud.before = (call, names) -> {
                tries.add(fresh.time.instant());
                return new RateLimitedException("see you", Optional.of(wait));
            };
            try (Updater updater = fresh.home(FakeZones.can().build())) {
                updater.start();
                fresh.time.run(Duration.ofDays(8));
                assertThat(tries).hasSize(2);
                assertThat(Duration.between(tries.get(0), tries.get(1))).isEqualTo(Duration.ofDays(7));
            }
        }
    }

    @Test
    void aRefusedReadTroublesTheAccountAsARefusedWriteDoes() {
        world.wan.sees(A1);
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(world.zones("eu", FakeZones.can().build()))
                .policy(situation -> situation.evidence().isEmpty()
                        ? io.github.ddnsjava.decide.Decision.ask(io.github.ddnsjava.decide.EvidenceKind.PROVIDER)
                        : io.github.ddnsjava.decide.Decision.keepUntil(situation.now()))
                .record(HOME, RecordType.A)
                .build()) {
            refuses("list", () -> new RateLimitedException("429", Optional.of(Duration.ofHours(2))));
            world.start(updater);
            world.time.run(Duration.ofMinutes(110));
            assertThat(refused).hasSize(1);
            world.time.run(Duration.ofMinutes(20));
            assertThat(refused).hasSize(2);
        }
    }

    /** A provider whose exchanges succeed, and whose results say what it was told: the body decides, not the status. */
    private final class Unjudged implements DnsProvider {
        private final BiFunction<RecordChange, Publication, ChangeResult> result;

        private Unjudged(BiFunction<RecordChange, Publication, ChangeResult> result) {
            this.result = result;
        }

        @Override
        public Abilities abilities() {
            return Abilities.builder().build();
        }

        @Override
        public String account() {
            return "unjudged";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            for (RecordChange change : changes) {
                publication.attempting(List.of(change));
                publication.exchange("GET /update", () -> refused.add(world.time.instant()));
                publication.report(change, result.apply(change, publication));
            }
        }
    }

    private void livesWith(BiFunction<RecordChange, Publication, ChangeResult> result) {
        try (Updater updater = world.bare()
                .detector(world.wan.knows(A1))
                .provider(new Unjudged(result))
                .record(HOME, RecordType.A)
                .build()) {
            updater.start();
            world.time.run(FIRST);
            assertBound(10);
            world.time.run(Duration.ofDays(1));
            assertBound(12 + 24);
        }
    }

    @Test
    void aBodyThatRefusesCountsThoughTheExchangeSucceeded() {
        livesWith((change, publication) -> new ChangeResult.Failed(
                TransientException.askedToWait("503", Duration.ZERO).problem()));
    }

    @Test
    void whatIsAcceptedAndToBeReadAtOnceIsReadAfterGrowingWaits() {
        livesWith((change, publication) -> new ChangeResult.Accepted(Instant.EPOCH));
    }

    @Test
    void whatIsAcceptedAndToBeReadInAnotherAgeIsReadAfterAWeek() {
        try (Updater updater = world.bare()
                .detector(world.wan.knows(A1))
                .provider(new Unjudged((change, publication) -> new ChangeResult.Accepted(Instant.MAX)))
                .record(HOME, RecordType.A)
                .build()) {
            updater.start();
            world.time.run(Duration.ofDays(8));
            assertThat(refused).hasSize(2);
        }
    }

    @Test
    void aProviderThatPutsAChangeOffUntilNowWaitsAllTheSame() {
        livesWith((change, publication) -> new ChangeResult.NotAttempted(Optional.of(publication.now()), "not now"));
    }
}

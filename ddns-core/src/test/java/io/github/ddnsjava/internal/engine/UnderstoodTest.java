package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A write without an understood answer, at a provider that cannot be read: only live DNS can tell what became of it,
 * minutes later. These are the bounds that docs/providers.md states.
 */
class UnderstoodTest {
    private final World world = new World();
    private final FakeHosts hosts = new FakeHosts(Abilities.builder().build());
    private final List<Instant> sends = new ArrayList<>();

    private Updater updater(Supplier<DdnsException> answer) {
        FakeHosts counted = hosts;
        world.wan.knows(A1);
        counted.faultsAfter.clear();
        return world.bare()
                .detector(world.wan)
                .provider(new Answering(counted, answer))
                .record(HOME, RecordType.A)
                .build();
    }

    /** Answers every update so, and counts them. */
    private final class Answering implements DnsProvider {
        private final FakeHosts to;
        private final Supplier<DdnsException> answer;

        Answering(FakeHosts to, Supplier<DdnsException> answer) {
            this.to = to;
            this.answer = answer;
        }

        @Override
        public Abilities abilities() {
            return to.abilities();
        }

        @Override
        public String account() {
            return to.account();
        }

        @Override
        public String fingerprint() {
            return to.fingerprint();
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            publication.attempting(changes);
            try {
                publication.exchange("GET /update", () -> {
                    sends.add(world.time.instant());
                    throw answer.get();
                });
            } catch (DdnsException e) {
                publication.failed(changes, e);
            }
        }
    }

    static Stream<Supplier<DdnsException>> answersThatNobodyUnderstands() {
        return Stream.of(
                () -> new ProtocolException("\"thanks\" is no word"),
                () -> TransientException.unknownOutcome("no answer in time", null),
                () -> ProtocolException.retryAfter("a page", Duration.ofHours(1)));
    }

    private long sentWithin(Duration from, Duration to) {
        Instant start = sends.get(0);
        return sends.stream()
                .filter(at -> !at.isBefore(start.plus(from)) && at.isBefore(start.plus(to)))
                .count();
    }

    @ParameterizedTest
    @MethodSource("answersThatNobodyUnderstands")
    @Tag("promise-14")
    @Tag("promise-15")
    void isRepeatedAtMostSixteenTimesInADayAndTwelveInEachNext(Supplier<DdnsException> answer) {
        try (Updater updater = updater(answer)) {
            updater.start();
            world.time.run(Duration.ofDays(4));
        }
        assertThat(sentWithin(Duration.ZERO, Duration.ofMinutes(5))).isEqualTo(1);
        assertThat(sentWithin(Duration.ZERO, Duration.ofHours(1))).isBetween(1L, 4L);
        assertThat(sentWithin(Duration.ZERO, Duration.ofDays(1))).isBetween(10L, 16L);
        assertThat(sentWithin(Duration.ofDays(2), Duration.ofDays(3))).isBetween(8L, 12L);
    }

    /** Often at first, when the waits are short. */
    private static int step(int minute) {
        return minute < 4 * 60 ? 5 : 20;
    }

    @ParameterizedTest
    @MethodSource("answersThatNobodyUnderstands")
    @Tag("promise-15")
    void isNotRepeatedSoonerByRunsOfTheirOwn(Supplier<DdnsException> answer) {
        for (int minute = 0; minute < 24 * 60; minute += step(minute)) {
            try (Updater updater = updater(answer)) {
                RecordReport report = world.report(updater);
                assertThat(report.isRight()).isFalse();
                assertThat(report.notBefore()).isPresent();
            }
            world.time.run(Duration.ofMinutes(step(minute)));
        }
        assertThat(sentWithin(Duration.ZERO, Duration.ofHours(1))).isBetween(1L, 4L);
        assertThat(sends.size()).isBetween(10, 16);
    }

    @Test
    @Tag("promise-15")
    void asksLiveDnsOnlyWhenItCanHaveChangedAndBelievesIt() {
        try (Updater updater = updater(() -> new ProtocolException("\"OK\" is no word"))) {
            updater.start();
            world.time.run(Duration.ofMinutes(1));
            assertThat(sends).hasSize(1);
            int before = world.lookups;
            world.dns.put(HOME + " A", Set.of(A1)); // it was a success after all
            world.time.run(Duration.ofMinutes(3));
            assertThat(world.lookups).isEqualTo(before);

            world.time.run(Duration.ofMinutes(10));
            assertThat(world.lookups).isGreaterThan(before);
            assertThat(sends).hasSize(1);
            assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        }
    }

    @Test
    @Tag("promise-15")
    void aNetworkThatFlapsRepeatsNothingSooner() {
        try (Updater updater = updater(() -> TransientException.unknownOutcome("no answer in time", null))) {
            updater.start();
            for (int i = 0; i < 60; i++) {
                world.network = i % 2 == 0;
                world.time.run(Duration.ofMinutes(1));
            }
        }
        assertThat(sentWithin(Duration.ZERO, Duration.ofHours(1))).isBetween(1L, 4L);
    }

    @Test
    @Tag("promise-15")
    void aCrashAfterTheSendIsNoReasonToSendAtOnce() {
        try (Updater updater = updater(() -> {
            world.store.frozen = true; // nothing more is remembered: the process died here
            return TransientException.unknownOutcome("died", null);
        })) {
            world.once(updater);
        }
        world.store.frozen = false;
        try (Updater updater = updater(() -> TransientException.unknownOutcome("no answer", null))) {
            world.once(updater);
        }
        assertThat(sends).hasSize(1);
    }
}

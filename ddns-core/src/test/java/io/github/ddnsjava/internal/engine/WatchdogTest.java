package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.RealThreads.ENVIRONMENT;
import static io.github.ddnsjava.internal.engine.RealThreads.awaitThough;
import static io.github.ddnsjava.internal.engine.RealThreads.inThread;
import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cycle that does not end is noticed, told once with the stack of its thread, and shown until it has ended. */
@Timeout(120)
class WatchdogTest {
    /** 25 minutes for calls, 24 times the default limit of a detector's source, and the time for retries. */
    private static final Duration PART =
            Duration.ofMinutes(25).plusSeconds(240).plusSeconds(30).dividedBy(Watchdog.PARTS);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** A policy of the application that waits for something. */
    private static final class Waiting implements UpdatePolicy {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @Override
        public Decision decide(Situation situation) {
            begun.countDown();
            awaitThough(released);
            return UpdatePolicies.standard().decide(situation);
        }
    }

    private static Optional<Vital> health(Updater updater) {
        return updater.status().health().vitals().stream()
                .filter(vital -> vital.part() == Part.CYCLE)
                .findFirst();
    }

    @Test
    @Tag("promise-11")
    void aCycleThatDoesNotEndIsToldOnceWithTheStackOfItsThreadAndShownUntilItEnds() throws Exception {
        HandTimers timers = new HandTimers();
        Waiting policy = new Waiting();
        LinkedBlockingQueue<UpdateEvent> events = new LinkedBlockingQueue<>();
        try (Updater updater = Updater.builder()
                .detector(new FakeDetector().knows(A1))
                .provider(new FakeZones(new FakeCloud("example.com")))
                .policy(policy)
                .record(HOME, RecordType.A)
                .retry(RetrySettings.DEFAULT)
                .listener(event -> {
                    if (event instanceof UpdateEvent.CycleTroubled || event instanceof UpdateEvent.CycleRecovered) {
                        events.add(event);
                    }
                })
                .environment(ENVIRONMENT.withScheduler(timers))
                .build()) {
            FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
            policy.begun.await();
            for (int part = 1; part < Watchdog.PARTS; part++) {
                timers.goOff(PART);
            }
            assertThat(health(updater)).as("it still has time").isEmpty();
            timers.goOff(PART);

            UpdateEvent.CycleTroubled troubled = (UpdateEvent.CycleTroubled) events.take();
            assertThat(troubled.problem().kind()).isEqualTo(ProblemKind.STUCK);
            assertThat(troubled.problem().message())
                    .startsWith(
                            "cycle 1 of the updater has not ended after 29m, and its records may not be updated: the"
                                    + " thread ddns-updater-")
                    // It says that it has begun a moment before it waits.
                    .containsPattern(" is stuck in \\S+(\\.awaitThough|Waiting\\.decide) \\(line \\d+")
                    .endsWith("; if the cycle does not end by itself, restart the process");
            assertThat(troubled.stack())
                    .extracting(StackTraceElement::getClassName)
                    .contains(Waiting.class.getName());
            assertThat(health(updater)).hasValueSatisfying(vital -> {
                assertThat(vital.condition()).isEqualTo(Condition.BAD);
                assertThat(vital.since()).contains(RealThreads.NOW);
                assertThat(vital.message()).isEqualTo(troubled.problem().message());
            });

            policy.released.countDown();
            assertThat(cycle.get().isRight()).isTrue();
            assertThat(events.take()).isInstanceOf(UpdateEvent.CycleRecovered.class);
            assertThat(health(updater)).isEmpty();
            assertThat(updater.runOnce().isRight()).isTrue();
            assertThat(timers.count(PART)).as("no cycle is watched").isZero();
        } finally {
            policy.released.countDown();
        }
        assertThat(events).isEmpty();
    }

    private final World world = new World();
    private final List<UpdateEvent> told = new ArrayList<>();
    private final Workers workers = new Workers(world.time, world.time);
    private final Watchdog watchdog = new Watchdog(workers, world.time, told::add);

    @Test
    void ofSeveralStuckCyclesTheFirstIsToldAndTheEndOfTheLast() {
        Runnable first = watchdog.watch(1, LIMIT);
        Runnable second = watchdog.watch(2, LIMIT.plusMinutes(1));
        Runnable third = watchdog.watch(3, LIMIT.plusMinutes(2));
        third.run();
        world.time.run(Duration.ofHours(1));
        assertThat(told).singleElement().isInstanceOf(UpdateEvent.CycleTroubled.class);

        first.run();
        assertThat(told).hasSize(1);
        assertThat(watchdog.trouble())
                .hasValueSatisfying(vital ->
                        assertThat(vital.message()).startsWith("cycle 2 of the updater has not ended after 11m"));
        second.run();
        assertThat(told).hasSize(2).last().isInstanceOf(UpdateEvent.CycleRecovered.class);
        assertThat(watchdog.trouble()).isEmpty();

        watchdog.watch(4, LIMIT);
        world.time.run(LIMIT);
        assertThat(told).as("the next trouble is another").hasSize(3);
    }

    @Test
    void aCycleOnWhichNoThreadWorksIsNoticedToo() {
        watchdog.watch(1, LIMIT);
        world.time.run(LIMIT);
        assertThat(told).singleElement().isInstanceOfSatisfying(UpdateEvent.CycleTroubled.class, troubled -> {
            assertThat(troubled.problem().message()).contains(": no thread of the updater works on it; ");
            assertThat(troubled.stack()).isEmpty();
        });
    }

    @Test
    void aHostThatSleptOrAClockThatWasSetMakesNoCycleStuck() {
        HandTimers timers = new HandTimers();
        Watchdog late = new Watchdog(new Workers(timers, Runnable::run), world.time, told::add);
        late.watch(1, LIMIT);
        world.time.setClock(Duration.ofDays(100));
        timers.goOff(LIMIT.dividedBy(Watchdog.PARTS)); // late by 100 days
        assertThat(told).isEmpty();
        assertThat(timers.count(LIMIT.dividedBy(Watchdog.PARTS))).isOne();
    }

    @Test
    void whatEndsBecauseTheUpdaterClosesIsNoRecovery() {
        Runnable stuck = watchdog.watch(1, LIMIT);
        world.time.run(LIMIT);
        workers.close();
        stuck.run();
        assertThat(told).singleElement().isInstanceOf(UpdateEvent.CycleTroubled.class);
    }

    @Test
    void aCycleThatEndsWhileItsTroubleIsToldHasRecoveredAfterwards() {
        List<Runnable> end = new ArrayList<>();
        Watchdog racing = new Watchdog(workers, world.time, event -> {
            end.forEach(Runnable::run);
            end.clear();
            told.add(event);
        });
        end.add(racing.watch(1, LIMIT));
        world.time.run(LIMIT);
        assertThat(told)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("CycleTroubled", "CycleRecovered");
        assertThat(racing.trouble()).isEmpty();
    }
}

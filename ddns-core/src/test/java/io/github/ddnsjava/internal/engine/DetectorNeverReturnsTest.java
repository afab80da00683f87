package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.RealThreads.ENVIRONMENT;
import static io.github.ddnsjava.internal.engine.RealThreads.NOW;
import static io.github.ddnsjava.internal.engine.RealThreads.awaitThough;
import static io.github.ddnsjava.internal.engine.RealThreads.inThread;
import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Detectors and sources that ignore the interrupt are left, reported and counted; all others go on. */
@Timeout(120)
class DetectorNeverReturnsTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration RETURNS_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOKUP_LIMIT = Duration.ofMinutes(1);
    private static final Duration WATCH_LIMIT = Duration.ofSeconds(10);

    private static UpdaterBuilder builder(IpDetector detector) {
        return Updater.builder()
                .detector(detector)
                .provider(new FakeZones(new FakeCloud("example.com")))
                .environment(ENVIRONMENT)
                .record(HOME, RecordType.A);
    }

    private static Optional<String> stuck(Updater updater) {
        return updater.status().health().vitals().stream()
                .filter(vital -> vital.part() == Part.THREADS)
                .map(UpdaterHealth.Vital::message)
                .findFirst();
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatIgnoresTheInterruptIsLeftReportedAndCounted() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        for (ExecutorService executor : new ExecutorService[] {null, single}) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            CountDownLatch returned = new CountDownLatch(1);
            AtomicInteger asked = new AtomicInteger();
            FakeDetector detector = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
                asked.incrementAndGet();
                begun.countDown();
                awaitThough(released);
                returned.countDown();
                return new FakeDetector().knows(A1).detect(family, context);
            });
            HandTimers timers = new HandTimers();
            UpdaterEnvironment environment = ENVIRONMENT.withScheduler(timers);
            Updater updater = builder(detector)
                    .environment(executor == null ? environment : environment.withExecutor(executor))
                    .build();
            FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
            begun.await();
            timers.goOff(LIMIT);

            assertThat(cycle.get().records()).singleElement().satisfies(DetectorNeverReturnsTest::isUndetected);
            timers.goOff(RETURNS_WITHIN);
            assertThat(stuck(updater).orElseThrow())
                    .isEqualTo("1 thread has not returned after an interrupt: the detector "
                            + FakeDetector.class.getName()
                            + " (asked for ipv4). Only a restart of the process ends this");

            assertThat(updater.runOnce().records()).singleElement().satisfies(DetectorNeverReturnsTest::isUndetected);
            assertThat(asked)
                    .as("it is not asked again while it has not returned")
                    .hasValue(1);

            released.countDown();
            returned.await();
            while (stuck(updater).isPresent()) {
                Thread.onSpinWait();
            }
            assertThat(updater.runOnce().isRight()).isTrue();
            updater.close();
        }
        single.shutdownNow();
    }

    private static void isUndetected(RecordReport report) {
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problem().map(Problem::message).orElse("")).contains("the detector");
    }

    @Test
    @Tag("promise-11")
    void aSourceThatIgnoresTheInterruptIsReportedWithItsDetector() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch released = new CountDownLatch(1);
        DetectionContext.Question<String> never = () -> {
            begun.countDown();
            awaitThough(released);
            return World.A2;
        };
        DetectionContext.Question<String> answers = () -> {
            begun.await();
            return A1;
        };
        FakeDetector detector = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            context.race(List.of(never, never, answers), Duration.ZERO, A1::equals);
            return FakeDetector.found(A1);
        });
        HandTimers timers = new HandTimers();
        try (Updater updater =
                builder(detector).environment(ENVIRONMENT.withScheduler(timers)).build()) {
            assertThat(updater.runOnce().isRight()).isTrue();
            timers.goOff(RETURNS_WITHIN);
            timers.goOff(RETURNS_WITHIN);

            String source = "a source of the detector " + FakeDetector.class.getName() + " (asked for ipv4)";
            assertThat(stuck(updater))
                    .contains("2 threads have not returned after an interrupt: " + source + "; " + source
                            + ". Only a restart of the process ends this");
        } finally {
            released.countDown();
        }
    }

    /** Finds an address, and does what a test wants in the other methods. */
    private static class Odd implements IpDetector {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @Override
        public Detection detect(IpFamily family, DetectionContext context) {
            return FakeDetector.found(A1);
        }

        void hang() {
            begun.countDown();
            awaitThough(released);
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatDoesNotReturnFromItsOwnSettingsIsLeft() throws Exception {
        Odd detector = new Odd() {
            @Override
            public Set<Cidr> allow() {
                hang();
                return Set.of();
            }
        };
        HandTimers timers = new HandTimers();
        try (Updater updater =
                builder(detector).environment(ENVIRONMENT.withScheduler(timers)).build()) {
            FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
            detector.begun.await();
            timers.goOff(LIMIT);

            assertThat(cycle.get().records()).singleElement().satisfies(DetectorNeverReturnsTest::isUndetected);
        } finally {
            detector.released.countDown();
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatDoesNotReturnFromWatchIsPolledOnly() throws Exception {
        Odd detector = new Odd() {
            @Override
            public Subscription watch(Runnable changed) {
                hang();
                return () -> {};
            }
        };
        HandTimers timers = new HandTimers();
        try (Updater updater =
                builder(detector).environment(ENVIRONMENT.withScheduler(timers)).build()) {
            FutureTask<Boolean> start = inThread(() -> {
                Thread.currentThread().interrupt(); // which is the host's affair, and stays
                updater.start();
                return Thread.interrupted();
            });
            detector.begun.await();
            timers.goOff(WATCH_LIMIT);

            assertThat(start.get()).as("the thread is still interrupted").isTrue();
            assertThat(updater.runOnce().isRight()).isTrue();
        } finally {
            detector.released.countDown();
        }
    }

    @Test
    @Tag("promise-11")
    void aDetectorThatWasLeftAMomentAgoIsAskedAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        FakeDetector detector = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            if (asked.incrementAndGet() == 1) {
                begun.countDown();
                awaitThough(released);
            }
            return FakeDetector.found(A1);
        });
        HandTimers timers = new HandTimers();
        try (Updater updater =
                builder(detector).environment(ENVIRONMENT.withScheduler(timers)).build()) {
            FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
            begun.await();
            timers.goOff(LIMIT);
            assertThat(cycle.get().isRight()).isFalse();

            assertThat(updater.runOnce().isRight()).isTrue();
        } finally {
            released.countDown();
        }
    }

    @Test
    @Tag("promise-11")
    void aLookUpThatDoesNotReturnIsLeft() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        HandTimers timers = new HandTimers();
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Duration period = Duration.ofMinutes(5);
        try (Updater updater = builder(new FakeDetector().knows(A1))
                .environment(ENVIRONMENT.withScheduler(timers).withClock(now::get))
                .policy(UpdatePolicies.all(UpdatePolicies.onChange(), UpdatePolicies.compareWithDns(period)))
                .lookup((name, type) -> {
                    begun.countDown();
                    awaitThough(released);
                    return Optional.empty();
                })
                .build()) {
            assertThat(updater.runOnce().isRight()).isTrue();
            now.set(NOW.plus(period));
            FutureTask<UpdateReport> compared = inThread(updater::runOnce);
            begun.await();
            timers.goOff(LOOKUP_LIMIT);

            assertThat(compared.get().isRight()).isTrue();
        } finally {
            released.countDown();
        }
    }

    @Test
    @Tag("promise-11")
    void aCycleEndsWhereTheTimersOfTheHostHaveEnded() throws Exception {
        ScheduledThreadPoolExecutor host = new ScheduledThreadPoolExecutor(1);
        host.shutdownNow();
        try (Updater updater = builder(new FakeDetector().fails(IpFamily.IPV4))
                .environment(ENVIRONMENT.withScheduler(DelayScheduler.on(host)))
                .build()) {
            assertThat(updater.runOnce().records())
                    .singleElement()
                    .satisfies(
                            record -> assertThat(record.problem().orElseThrow().message())
                                    .endsWith("because the scheduler that was given to the updater takes no timer"));
        }
    }
}

package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.RealThreads.ENVIRONMENT;
import static io.github.ddnsjava.internal.engine.RealThreads.awaitThough;
import static io.github.ddnsjava.internal.engine.RealThreads.inThread;
import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that ignore the interrupt are left, reported and counted; all others go on. */
@Timeout(120)
class NeverReturnsTest {
    private static final RetrySettings ONE_ATTEMPT =
            new RetrySettings(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ZERO);
    private static final Duration RETURNS_WITHIN = Duration.ofSeconds(5);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(3);

    private final FakeDetector wan = new FakeDetector().knows(A1);

    private UpdaterBuilder builder(FakeDetector detector) {
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

    /** Blocks where it is told to, and heeds no interrupt. */
    private static final class Hanging implements DnsProvider {
        final CountDownLatch released = new CountDownLatch(1);
        final CountDownLatch begun = new CountDownLatch(1);
        final AtomicInteger calls = new AtomicInteger();
        private final FakeZones zones;
        private final boolean afterAWrite;

        Hanging(FakeCloud cloud, boolean afterAWrite) {
            this.zones = new FakeZones(cloud);
            this.afterAWrite = afterAWrite;
        }

        @Override
        public Abilities abilities() {
            return zones.abilities();
        }

        @Override
        public String fingerprint() {
            return zones.fingerprint();
        }

        @Override
        public String account() {
            return "hanging";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            calls.incrementAndGet();
            if (afterAWrite) {
                zones.publish(changes, publication);
            }
            begun.countDown();
            awaitThough(released);
            zones.publish(changes, publication);
        }

        @Override
        public List<RecordView> read(List<RecordChange> questions, Publication publication) {
            begun.countDown();
            awaitThough(released);
            return List.of();
        }
    }

    @ParameterizedTest(name = "after it has written: {0}")
    @ValueSource(booleans = {false, true})
    @Tag("promise-11")
    void aProviderThatIgnoresTheInterruptIsLeftReportedAndCounted(boolean afterAWrite) throws Exception {
        FakeCloud cloud = new FakeCloud("example.com");
        Hanging hanging = new Hanging(cloud, afterAWrite);
        HandTimers timers = new HandTimers();
        ManagedRecord record =
                ManagedRecord.builder(HOME, RecordType.A).provider("hangs").build();
        ManagedRecord other = ManagedRecord.builder("other.example.com", RecordType.A)
                .provider("works")
                .build();
        Updater updater = Updater.builder()
                .detector(wan)
                .provider("hangs", hanging)
                .provider("works", new FakeZones(new FakeCloud("example.com")))
                .retry(ONE_ATTEMPT)
                .record(record)
                .record(other)
                .environment(ENVIRONMENT.withScheduler(timers))
                .build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        hanging.begun.await();
        while (updater.status().records().stream().noneMatch(RecordReport::isRight) || timers.count(CALL_LIMIT) > 1) {
            Thread.onSpinWait();
        }
        timers.goOff(CALL_LIMIT);

        UpdateReport report = cycle.get();
        assertThat(report.record(other.key()).orElseThrow().isRight()).isTrue();
        RecordReport home = report.record(record.key()).orElseThrow();
        if (afterAWrite) {
            assertThat(home.isRight()).as("what it had reported counts").isTrue();
        } else {
            assertThat(home.problem().map(Problem::message).orElse(""))
                    .startsWith("the provider " + Hanging.class.getName() + " had not returned after 3m: ");
        }
        timers.goOff(RETURNS_WITHIN);
        assertThat(stuck(updater).orElseThrow())
                .startsWith("1 thread has not returned after an interrupt: the provider " + Hanging.class.getName());

        wan.knows(World.A2);
        updater.releaseHold(record.key());
        assertThat(updater.runOnce().record(record.key()).orElseThrow().problem())
                .get()
                .extracting(Problem::message)
                .asString()
                .contains("has not returned from an earlier call");
        assertThat(hanging.calls).as("it is not called again meanwhile").hasValue(1);
        long writes = cloud.count("write");

        hanging.released.countDown();
        while (stuck(updater).isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(cloud.count("write"))
                .as("what it sends too late is not sent")
                .isEqualTo(writes);
        updater.releaseHold(record.key());
        assertThat(updater.runOnce().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-11")
    void aProviderThatDoesNotReturnFromACheckIsLeftToo() throws Exception {
        Hanging hanging = new Hanging(new FakeCloud("example.com"), false);
        HandTimers timers = new HandTimers();
        try (Updater updater = Updater.builder()
                .detector(wan)
                .provider(hanging)
                .environment(ENVIRONMENT.withScheduler(timers))
                .record(HOME, RecordType.A)
                .build()) {
            FutureTask<UpdateReport> check = inThread(updater::check);
            hanging.begun.await();
            timers.goOff(CALL_LIMIT);

            assertThat(check.get().records())
                    .singleElement()
                    .extracting(record -> record.problem().map(Problem::message).orElse(""))
                    .asString()
                    .contains("had not returned after 3m");
        } finally {
            hanging.released.countDown();
        }
    }

    @Test
    @Tag("promise-19")
    void aCheckEndsWhenTheUpdaterCloses() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        for (UpdaterEnvironment environment :
                List.of(ENVIRONMENT, ENVIRONMENT.withExecutor(single), ENVIRONMENT.withExecutor(Runnable::run))) {
            Hanging hanging = new Hanging(new FakeCloud("example.com"), false);
            Updater updater = Updater.builder()
                    .detector(wan)
                    .provider(hanging)
                    .environment(environment)
                    .record(HOME, RecordType.A)
                    .build();
            FutureTask<UpdateReport> check = inThread(updater::check);
            hanging.begun.await();

            updater.close();
            assertThatThrownBy(check::get).hasCauseInstanceOf(InterruptedException.class);
            hanging.released.countDown();
        }
        single.shutdownNow();
    }

    @Test
    @Tag("promise-11")
    void aCallIsLeftInTimeWhereCyclesRunOnTheThreadOfTheTimers() {
        CountDownLatch released = new CountDownLatch(1);
        FakeDetector hanging = new FakeDetector().answers(IpFamily.IPV4, (family, context) -> {
            awaitThough(released);
            return FakeDetector.found(A1);
        });
        try (Updater updater = builder(hanging)
                .environment(ENVIRONMENT.withExecutor(Runnable::run))
                .schedule(new Schedule(Duration.ofSeconds(1), 0))
                .detectionTimeout(Duration.ofMillis(100))
                .build()) {
            updater.start();
            while (updater.status().records().get(0).outcome() != Outcome.FAILED) {
                Thread.onSpinWait();
            }
        } finally {
            released.countDown();
        }
    }

    @Test
    @Tag("promise-11")
    void aProviderIsAskedForItsAccountAndAbilitiesBeforeAnythingRunsAndOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeZones zones = new FakeZones(new FakeCloud("example.com"));
        DnsProvider counting = new DnsProvider() {
            @Override
            public Abilities abilities() {
                asked.incrementAndGet();
                return zones.abilities();
            }

            @Override
            public String account() {
                asked.incrementAndGet();
                return zones.account();
            }

            @Override
            public String fingerprint() {
                return zones.fingerprint();
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
                zones.publish(changes, publication);
            }
        };
        UpdaterBuilder builder = Updater.builder()
                .detector(wan)
                .provider(counting)
                .environment(ENVIRONMENT)
                .record(HOME, RecordType.A);
        assertThat(asked).hasValue(2);
        try (Updater updater = builder.build()) {
            assertThat(updater.runOnce().isRight()).isTrue();
            updater.status();
        }
        assertThat(asked).hasValue(2);
    }

    /** Reads nothing, until it is interrupted. */
    private static final class Slow implements DnsProvider {
        final CountDownLatch begun = new CountDownLatch(1);
        final AtomicInteger reads = new AtomicInteger();

        @Override
        public Abilities abilities() {
            return Abilities.builder().read().build();
        }

        @Override
        public String account() {
            return "slow";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) {
            throw new AssertionError("nothing is published here");
        }

        @Override
        public List<RecordView> read(List<RecordChange> questions, Publication publication)
                throws InterruptedException {
            reads.incrementAndGet();
            begun.countDown();
            new CountDownLatch(1).await();
            return List.of();
        }
    }

    @Test
    @Tag("promise-11")
    void oneReadThatDoesNotEndIsNotRepeatedForEachRecord() throws Exception {
        Slow slow = new Slow();
        HandTimers timers = new HandTimers();
        try (Updater updater = Updater.builder()
                .detector(wan)
                .provider(slow)
                .environment(ENVIRONMENT.withScheduler(timers))
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build()) {
            FutureTask<UpdateReport> check = inThread(updater::check);
            slow.begun.await();
            timers.goOff(CALL_LIMIT);

            assertThat(check.get().records())
                    .hasSize(2)
                    .allSatisfy(record -> assertThat(record.problem()).isPresent());
            assertThat(slow.reads).hasValue(1);
        }
    }
}

package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads, stores and detectors that block, and nobody who waits for them longer than needed. */
@Timeout(120)
class ThreadsTest {
    private static final UpdaterEnvironment ENVIRONMENT =
            UpdaterEnvironment.standard().withNetwork(() -> true);

    private final FakeDetector wan = new FakeDetector().knows(A1);
    private final BlockingStore store = new BlockingStore();

    /** A store that blocks where it is told to, whatever interrupts it. */
    private static final class BlockingStore implements StateStore {
        private final StateStore store = StateStores.memory();
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile boolean blocksOpening;
        volatile boolean blocksSaves;
        volatile boolean closed;
        volatile Optional<StateException> fault = Optional.empty();

        private void block() {
            blocked.countDown();
            awaitThough(goOn);
        }

        @Override
        public synchronized void open() {
            if (blocksOpening) {
                block();
            }
        }

        @Override
        public void openReadOnly() {}

        @Override
        public synchronized RecordState record(RecordKey key) {
            return store.record(key);
        }

        @Override
        public synchronized AccountState account(String id) {
            return store.account(id);
        }

        @Override
        public long highestSequence() {
            return store.highestSequence();
        }

        @Override
        public synchronized void save(Collection<RecordState> records, Optional<AccountState> account) {
            if (blocksSaves) {
                block();
            }
            store.save(records, account);
            fault.ifPresent(e -> {
                throw e;
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Waits, and heeds no interrupt. */
    private static void awaitThough(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    private static <T> FutureTask<T> inThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "a caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private UpdaterBuilder builder() {
        return builder(wan);
    }

    private UpdaterBuilder builder(FakeDetector detector) {
        return Updater.builder()
                .detector(detector)
                .provider(new FakeZones(new FakeCloud("example.com")))
                .state(store)
                .environment(ENVIRONMENT)
                .record(HOME, RecordType.A);
    }

    @Test
    @Tag("promise-19")
    void statusAndPauseWaitForNoStoreThatSaves() throws Exception {
        store.blocksSaves = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        assertThat(updater.status().records()).hasSize(1);
        updater.pause();
        assertThat(updater.status().paused()).isTrue();
        updater.resume();
        assertThat(cycle.isDone()).isFalse();

        store.goOn.countDown();
        assertThat(cycle.get().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-19")
    void statusAndPauseWaitForNoStoreThatIsBeingOpened() throws Exception {
        store.blocksOpening = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.PENDING);
        updater.pause();
        updater.resume();

        store.goOn.countDown();
        assertThat(cycle.get().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-21")
    void anExecutorThatRunsInTheCallerLetsTwoAskForTheStatus() throws Exception {
        store.fault = Optional.of(StateException.unwritable("the disk is full", new IOException()));
        Updater[] updater = new Updater[1];
        AtomicInteger told = new AtomicInteger();
        updater[0] = builder()
                .environment(ENVIRONMENT.withExecutor(Runnable::run))
                .listener(event -> {
                    if (event instanceof UpdateEvent.StateTroubled) {
                        FutureTask<Integer> other =
                                inThread(() -> updater[0].status().records().size());
                        told.addAndGet(updater[0].status().records().size());
                        told.addAndGet(get(other));
                    }
                })
                .build();
        updater[0].runOnce();
        assertThat(told).hasValue(2);
        updater[0].close();
    }

    private static <T> T get(FutureTask<T> task) {
        try {
            return task.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("promise-19")
    void closeEndsWhileTheStoreHangsAndTheStoreIsClosedWhenItComesBack() throws Exception {
        store.blocksSaves = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        updater.close();

        assertThat(cycle.get().isRight()).isFalse();
        assertThat(store.closed).isFalse();
        store.goOn.countDown();
        while (!store.closed) {
            Thread.onSpinWait();
        }
        // Whether it is in doubt goes by who was faster; the next updater looks it up in that case.
        assertThat(store.record(World.home(RecordType.A)).confirmed()).isEmpty();
    }

    @Test
    @Tag("promise-19")
    void closeEndsWhileADetectorDoesNotEndItsAnnouncements() {
        CountDownLatch never = new CountDownLatch(1);
        Updater updater = Updater.builder()
                .detector(new io.github.ddnsjava.detect.IpDetector() {
                    @Override
                    public io.github.ddnsjava.detect.Detection detect(
                            IpFamily family, io.github.ddnsjava.detect.DetectionContext context) {
                        return FakeDetector.found(A1);
                    }

                    @Override
                    public Subscription watch(Runnable changed) {
                        return () -> awaitThough(never);
                    }
                })
                .provider(new FakeZones(new FakeCloud("example.com")))
                .record(HOME, RecordType.A)
                .build();
        updater.start();
        updater.close();
        never.countDown();
        assertThat(updater.status().running()).isFalse();
    }

    @Test
    @Tag("promise-19")
    void noTimerOfAClosedUpdaterWaitsInTheSchedulerOfTheHost() throws Exception {
        ScheduledThreadPoolExecutor host = new ScheduledThreadPoolExecutor(2);
        Updater updater = builder()
                .environment(ENVIRONMENT.withScheduler(DelayScheduler.on(host)))
                .build();
        updater.start();
        updater.runOnce();
        assertThat(waiting(host)).isNotEmpty();

        updater.close();
        assertThat(waiting(host)).isEmpty();
        host.shutdownNow();
    }

    private static List<Runnable> waiting(ScheduledThreadPoolExecutor host) {
        return host.getQueue().stream()
                .filter(task -> !((Future<?>) task).isCancelled())
                .toList();
    }

    /** A host's own timers, with only what such a class must have. They go off when the test says. */
    private static final class Timers implements DelayScheduler {
        private record Timer(Duration delay, Runnable task) {}

        private final LinkedBlockingQueue<Timer> timers = new LinkedBlockingQueue<>();

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            Timer timer = new Timer(delay, task);
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        @Override
        public void pause(Duration duration) {
            throw new AssertionError("nothing pauses here");
        }

        long count(Duration delay) {
            return timers.stream().filter(timer -> timer.delay().equals(delay)).count();
        }

        /** Lets the timer of that delay go off, as soon as it is set. */
        void goOff(Duration delay) {
            while (true) {
                for (Timer timer : timers) {
                    if (timer.delay().equals(delay) && timers.remove(timer)) {
                        timer.task().run();
                        return;
                    }
                }
                Thread.onSpinWait();
            }
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration RETURNS_WITHIN = Duration.ofSeconds(5);

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
            Timers timers = new Timers();
            UpdaterEnvironment environment = ENVIRONMENT.withScheduler(timers);
            Updater updater = builder(detector)
                    .environment(executor == null ? environment : environment.withExecutor(executor))
                    .build();
            FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
            begun.await();
            timers.goOff(LIMIT);

            assertThat(cycle.get().records()).singleElement().satisfies(ThreadsTest::isUndetected);
            timers.goOff(RETURNS_WITHIN);
            assertThat(stuck(updater).orElseThrow())
                    .isEqualTo("1 thread has not returned after an interrupt: the detector "
                            + FakeDetector.class.getName()
                            + " (asked for ipv4). Only a restart of the process ends this");

            assertThat(updater.runOnce().records()).singleElement().satisfies(ThreadsTest::isUndetected);
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
        Timers timers = new Timers();
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

    private static final Duration CALL_LIMIT = Duration.ofMinutes(3);

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
    }

    @ParameterizedTest(name = "after it has written: {0}")
    @ValueSource(booleans = {false, true})
    @Tag("promise-11")
    void aProviderThatIgnoresTheInterruptIsLeftReportedAndCounted(boolean afterAWrite) throws Exception {
        FakeCloud cloud = new FakeCloud("example.com");
        Hanging hanging = new Hanging(cloud, afterAWrite);
        Timers timers = new Timers();
        ManagedRecord record =
                ManagedRecord.builder(HOME, RecordType.A).provider("hangs").build();
        ManagedRecord other = ManagedRecord.builder("other.example.com", RecordType.A)
                .provider("works")
                .build();
        Updater updater = Updater.builder()
                .detector(wan)
                .provider("hangs", hanging)
                .provider("works", new FakeZones(new FakeCloud("example.com")))
                .retry(new RetrySettings(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ZERO))
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
                    .isEqualTo("the provider " + Hanging.class.getName()
                            + " had not returned after 3m; this is a defect of the provider");
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

    private static void isUndetected(RecordReport report) {
        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problem().map(Problem::message).orElse("")).contains("the detector");
    }

    /** Publishes by eight threads, and is told by each record that its credentials are wrong, until it has others. */
    private static final class EightThreads implements DnsProvider {
        private static final int THREADS = 8;
        private final Set<DnsName> published = ConcurrentHashMap.newKeySet();
        private volatile int settings;

        @Override
        public Abilities abilities() {
            return Abilities.builder().read().build();
        }

        @Override
        public String account() {
            return "eight";
        }

        @Override
        public String fingerprint() {
            return "settings-" + settings;
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            boolean refuses = settings == 0;
            settings = 1;
            List<FutureTask<Boolean>> threads = new ArrayList<>();
            CountDownLatch together = new CountDownLatch(THREADS);
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                threads.add(inThread(() -> {
                    together.countDown();
                    together.await();
                    for (int at = first; at < changes.size(); at += THREADS) {
                        publishOne(changes.get(at), publication, refuses);
                    }
                    return true;
                }));
            }
            threads.forEach(ThreadsTest::get);
        }

        private void publishOne(RecordChange change, Publication publication, boolean refuses)
                throws InterruptedException {
            publication.attempting(List.of(change));
            publication.exchange("PUT /names/{name}", () -> true);
            if (refuses) {
                publication.report(
                        change,
                        new ChangeResult.Failed(
                                AuthenticationException.ofRecord("no").problem()));
            } else {
                published.add(change.name());
                publication.report(change, new ChangeResult.Applied(Outcome.CREATED, Set.of(), Map.of()));
            }
        }
    }

    @Test
    @Tag("promise-10")
    void eightThreadsLoseNoneOfFourHundredRepeats() throws Exception {
        EightThreads provider = new EightThreads();
        UpdaterBuilder builder = Updater.builder().detector(wan).provider(provider);
        for (int i = 0; i < 400; i++) {
            builder.record(ManagedRecord.builder("h" + i + ".example.com", RecordType.A)
                    .build());
        }
        try (Updater updater = builder.build()) {
            assertThat(updater.runOnce().records())
                    .hasSize(400)
                    .extracting(RecordReport::outcome)
                    .containsOnly(Outcome.CREATED);
            assertThat(provider.published).hasSize(400);
        }
    }

    @Test
    @Tag("promise-19")
    void whoIsInterruptedWhileAnotherThreadOpensTheStateIsToldSo() throws Exception {
        store.blocksOpening = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        Thread.currentThread().interrupt();
        assertThatThrownBy(updater::runOnce).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(updater::verify).isInstanceOf(InterruptedException.class);

        store.goOn.countDown();
        assertThat(cycle.get().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-19")
    void anInterruptWhileRecordsAreWithdrawnLeavesNoTimer() throws Exception {
        Duration within = Duration.ofSeconds(7);
        Timers timers = new Timers();
        FakeCloud cloud = new FakeCloud("example.com");
        Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .environment(ENVIRONMENT.withScheduler(timers))
                .record(HOME, RecordType.A)
                .withdrawOnClose(within)
                .build();
        updater.start();
        updater.runOnce();
        CountDownLatch never = new CountDownLatch(1);
        cloud.before = (call, names) -> {
            awaitThough(never);
            return null;
        };

        Thread.currentThread().interrupt();
        updater.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(timers.timers).noneMatch(timer -> timer.delay().equals(within));
        never.countDown();
    }
}

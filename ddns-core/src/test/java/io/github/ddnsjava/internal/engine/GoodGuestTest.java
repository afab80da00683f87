package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Threads, executors and listeners, in real time but without waits. */
@Timeout(120)
@Isolated("looks at all threads")
class GoodGuestTest {
    private final FakeCloud cloud = new FakeCloud("example.com");
    private final FakeDetector wan = new FakeDetector().knows(A1);

    /** Those of other tests, whose detectors never return, are left behind on purpose. */
    private final Set<Thread> others = updaters();

    private static Set<Thread> updaters() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ddns-updater-"))
                .collect(Collectors.toSet());
    }

    private Set<Thread> ours() {
        Set<Thread> ours = updaters();
        ours.removeAll(others);
        return ours;
    }

    /** A pool that has ended still leaves its threads their last few instructions. */
    private static <C extends Collection<Thread>> C ended(C threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        return threads;
    }

    private Updater real() {
        return Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .record(HOME, RecordType.A)
                .build();
    }

    @Test
    @Tag("promise-19")
    void onlyNamedDaemonThreadsAreStartedAndAllEndWithTheUpdater() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<Thread> started;
        try (Updater one = real();
                Updater two = real()) {
            one.start();
            one.runOnce();
            two.runOnce();
            started = new ArrayList<>(Thread.getAllStackTraces().keySet());
            started.removeAll(before);
            assertThat(started)
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon)
                    .allMatch(thread -> ours().contains(thread) || !thread.isAlive());
        }
        assertThat(ended(started)).noneMatch(Thread::isAlive);
    }

    @Test
    @Tag("promise-19")
    void closeInterruptsWhatBlocksAndFreesWhoWaits() throws Exception {
        CountDownLatch blocked = new CountDownLatch(2);
        wan.answers(IpFamily.IPV6, (family, context) -> {
            blocked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        cloud.before = (call, names) -> {
            blocked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TransientException.unknownOutcome("interrupted", null);
        };
        Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .record(HOME, RecordType.A, RecordType.AAAA)
                .build();
        FutureTask<UpdateReport> waiting = inThread(updater::runOnce);
        assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
        updater.close();
        assertThat(waiting.get(60, TimeUnit.SECONDS).isRight()).isFalse();
        assertThat(ended(ours())).noneMatch(Thread::isAlive);
        assertThatThrownBy(updater::runOnce).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(updater::plan).isInstanceOf(IllegalStateException.class);
    }

    private static <T> FutureTask<T> inThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "a caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    @Tag("promise-19")
    void closeFreesWhoWaitsForARetryOrAPlan() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        cloud.before = (call, names) -> {
            failed.countDown();
            return TransientException.askedToWait("busy", Duration.ofSeconds(25));
        };
        Updater updater = real();
        FutureTask<UpdateReport> waiting = inThread(updater::runOnce);
        assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
        CountDownLatch planning = new CountDownLatch(1);
        wan.answers(IpFamily.IPV4, (family, context) -> {
            planning.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        FutureTask<UpdateReport> plan = inThread(updater::plan);
        assertThat(planning.await(60, TimeUnit.SECONDS)).isTrue();
        updater.close();
        waiting.get(60, TimeUnit.SECONDS);
        plan.get(60, TimeUnit.SECONDS);
    }

    @Test
    @Tag("promise-20")
    void anExecutorAndASchedulerThatWereGivenAreUsedAndLeftAlone() throws Exception {
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            try (Updater updater = Updater.builder()
                    .detector(wan)
                    .provider(new FakeZones(cloud))
                    .record(HOME, RecordType.A)
                    .environment(UpdaterEnvironment.standard()
                            .withScheduler(DelayScheduler.on(timers))
                            .withExecutor(workers))
                    .build()) {
                assertThat(updater.runOnce().isRight()).isTrue();
                assertThat(ours()).isEmpty();
            }
            assertThat(timers.isShutdown()).isFalse();
            assertThat(workers.isShutdown()).isFalse();
        } finally {
            timers.shutdownNow();
            workers.shutdownNow();
        }
    }

    @Test
    @Tag("promise-20")
    void oneThreadIsEnoughAndABusyMomentOfItLosesNothing() throws Exception {
        ThreadPoolExecutor narrow = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        int[] refusals = {1};
        try (Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .record(HOME, RecordType.A, RecordType.AAAA)
                .environment(UpdaterEnvironment.standard().withExecutor(task -> {
                    synchronized (refusals) {
                        if (refusals[0]-- == 0) {
                            throw new RejectedExecutionException("busy");
                        }
                    }
                    narrow.execute(task);
                }))
                .build()) {
            assertThat(updater.runOnce().isRight()).isTrue();
        } finally {
            narrow.shutdownNow();
        }
    }

    @Test
    @Tag("promise-21")
    void aListenerThatThrowsOrBlocksDoesNotTouchTheCycle() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .record(HOME, RecordType.A)
                .listener(event -> {
                    throw new StackOverflowError();
                })
                .listener(event -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build()) {
            for (int i = 0; i < 50; i++) {
                wan.knows(i % 2 == 0 ? A1 : A2);
                assertThat(updater.runOnce().isRight()).isTrue();
            }
        }
    }

    @Test
    @Tag("promise-21")
    void eventsOfARecordComeInOrderOnOneThread() throws Exception {
        List<UpdateEvent.Changed> changes = new CopyOnWriteArrayList<>();
        Set<Thread> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(40);
        try (Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .record(HOME, RecordType.A)
                .onChange(event -> {
                    threads.add(Thread.currentThread());
                    changes.add(event);
                    all.countDown();
                })
                .build()) {
            for (int i = 0; i < 40; i++) {
                wan.knows(i % 2 == 0 ? A1 : A2);
                updater.runOnce();
            }
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(threads).hasSize(1);
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).previous()).isEqualTo(changes.get(i - 1).addresses());
        }
    }

    @Test
    @Tag("promise-20")
    void anExecutorThatCannotStartAThreadNowLosesNoTaskAndNoEvent() {
        World world = new World();
        int[] failures = {0};
        try (Updater updater = world.bare()
                .detector(world.wan.sees(A1))
                .provider(new FakeZones(world.cloud))
                .record(HOME, RecordType.A)
                .environment(world.environment().withExecutor(task -> {
                    if (failures[0]++ % 2 == 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    world.time.execute(task);
                }))
                .build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            world.wan.sees(A2);
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
            world.time.run(Duration.ofMinutes(1));
            assertThat(world.events(UpdateEvent.CycleEnded.class)).hasSize(2);
        }
    }

    @Test
    @Tag("promise-21")
    void anEventThatTheExecutorRefusesNeedsNoFurtherEvent() {
        List<UpdateEvent> told = new ArrayList<>();
        List<Runnable> later = new ArrayList<>();
        List<Runnable> accepted = new ArrayList<>();
        boolean[] full = {true};
        Events events = new Events(
                () -> List.of(told::add),
                task -> {
                    accepted.add(task); // what a pool with a queue does before it fails to start its thread
                    if (full[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                },
                (why, again) -> later.add(again),
                StateStores.memory());
        World world = new World();
        events.tell(new UpdateEvent.StateRecovered(world.time.instant()));
        full[0] = false;
        later.forEach(Runnable::run);
        assertThat(accepted).hasSize(2);
        accepted.get(0).run();
        assertThat(told).as("by the refused task").isEmpty();
        accepted.get(1).run();
        assertThat(told).hasSize(1);
    }

    @Test
    @Tag("promise-21")
    void whatASlowListenerLeavesBehindIsBounded() {
        List<UpdateEvent> told = new ArrayList<>();
        List<Runnable> waiting = new ArrayList<>();
        Events events = new Events(() -> List.of(told::add), waiting::add, (why, again) -> {}, StateStores.memory());
        World world = new World();
        for (int i = 0; i < 25_000; i++) {
            events.tell(new UpdateEvent.Recovered(
                    world.time.instant(), World.key("h" + i + ".example.com", RecordType.A), 1));
        }
        waiting.forEach(Runnable::run);
        assertThat(told).hasSize(10_000);
        assertThat(((UpdateEvent.Recovered) told.get(9_999)).name().toString()).isEqualTo("h24999.example.com");
    }

    @Test
    void closingIsIdempotentAndNeedsNoStart() {
        Updater updater = real();
        updater.close();
        updater.close();
        assertThatThrownBy(updater::start).isInstanceOf(IllegalStateException.class);
        assertThat(updater.status().running()).isFalse();
    }

    @Test
    void aCycleThatIsToldNotToRetryFinishesAtOnce() throws Exception {
        cloud.before = (call, names) -> TransientException.notSent("no route", null);
        try (Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(cloud))
                .record(HOME, RecordType.A)
                .retry(new RetrySettings(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ZERO))
                .build()) {
            assertThat(updater.runOnce().records().get(0).outcome()).isEqualTo(Outcome.FAILED);
        }
    }
}

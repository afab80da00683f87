package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.RealThreads.ENVIRONMENT;
import static io.github.ddnsjava.internal.engine.RealThreads.awaitThough;
import static io.github.ddnsjava.internal.engine.RealThreads.inThread;
import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at once, and nothing left of them when an updater closes. */
@Timeout(120)
class ThreadsTest {
    private final FakeDetector wan = new FakeDetector().knows(A1);

    @Test
    @Tag("promise-19")
    void closeEndsWhileADetectorDoesNotEndItsAnnouncements() {
        CountDownLatch never = new CountDownLatch(1);
        Updater updater = Updater.builder()
                .detector(new IpDetector() {
                    @Override
                    public Detection detect(IpFamily family, DetectionContext context) {
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
        Updater updater = Updater.builder()
                .detector(wan)
                .provider(new FakeZones(new FakeCloud("example.com")))
                .record(HOME, RecordType.A)
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

    @Test
    @Tag("promise-19")
    void anInterruptWhileRecordsAreWithdrawnLeavesNoTimer() throws Exception {
        Duration within = Duration.ofSeconds(7);
        HandTimers timers = new HandTimers();
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
        assertThat(timers.count(within)).isZero();
        never.countDown();
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
            threads.forEach(RealThreads::get);
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
}

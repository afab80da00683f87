package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.A3;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.OnThePath;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.cluster.FakeLocks;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.follow.LastGood;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.NotificationListener;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Every situation in which the library logs at INFO, WARN or ERROR. Each has a world of its own. */
final class LogSituations {
    private final World world = new World();
    private final Path directory;

    /**
     * Makes one.
     *
     * @param directory where files may be written
     */
    LogSituations(Path directory) {
        this.directory = directory;
    }

    /** Returns a place for a state file. */
    Path state() throws IOException {
        return Files.createTempDirectory(directory, "state").resolve("ddns-state");
    }

    void closed(Updater updater) {
        world.time.await(() -> {
            updater.close();
            return true;
        });
    }

    void aRecordFromItsCreationToItsEnd() {
        world.wan.sees(A1);
        Updater updater = world.builder()
                .record(HOME, RecordType.A, RecordType.AAAA)
                .withdrawOnClose(Duration.ofSeconds(5))
                .build();
        world.start(updater);
        world.wan.sees(A2);
        world.time.run(Duration.ofMinutes(6));
        closed(updater);
    }

    void aRecordInTroubleAndOutOfIt() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.cloud.before =
                    (call, names) -> TransientException.notSent("https://api.example.net: no connection", null);
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofHours(2));
            world.cloud.before = (call, names) -> AuthenticationException.ofAccount("the token was refused");
            world.wan.sees(A3);
            world.time.run(Duration.ofMinutes(6));
        }
    }

    void nothingChangesForADay() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.time.run(Duration.ofDays(1));
        }
    }

    void aTroubleThatLasts() {
        world.wan.sees(A1);
        try (Updater updater =
                world.builder("a.example.com", new FakeDetector().sees(A3)).build()) {
            world.start(updater);
            world.cloud.before = (call, names) -> TransientException.notSent("no\r\n\u001b[31mconnection", null);
            world.wan.sees(A2);
            world.time.run(Duration.ofHours(9));
        }
    }

    void aTroubleOutlastsARestart() {
        world.wan.sees(A1);
        world.cloud.token = "another";
        for (int life = 0; life < 2; life++) {
            try (Updater updater = world.home()) {
                world.start(updater);
                world.time.run(Duration.ofMinutes(40));
            }
        }
    }

    void aNodeLosesTheLockServerAndFindsItAgain() {
        FakeLocks locks = new FakeLocks(world.time);
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .cluster(Cluster.of(locks.of("a"), "a"))
                .build()) {
            world.start(updater);
            locks.silent.add("a");
            world.time.run(Duration.ofMinutes(2));
            locks.silent.clear();
            world.time.run(Duration.ofMinutes(2));
        }
    }

    void aDetectorInTroubleAndOutOfIt() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(6));
            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(6));
        }
    }

    void theNetworkGoesAndComes() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.network = false;
            world.wan.fails(IpFamily.IPV4);
            world.time.run(Duration.ofMinutes(10));
            world.network = true;
            world.wan.sees(A1);
            world.time.run(Duration.ofMinutes(10));
        }
    }

    void theDiskFillsAndIsEmptied() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.store.fault =
                    StateException.unwritable("the state file /var/lib/ddns cannot be written", new IOException());
            world.wan.sees(A2);
            world.time.run(Duration.ofMinutes(6));
            world.store.fault = null;
            world.time.run(Duration.ofMinutes(6));
        }
    }

    void theClockIsSet() {
        world.wan.sees(A1);
        try (Updater updater = world.home()) {
            world.start(updater);
            world.time.setClock(Duration.ofHours(2));
            world.time.run(Duration.ofMinutes(1));
            world.time.setClock(Duration.ofHours(-2));
            world.time.run(Duration.ofMinutes(1));
        }
    }

    /** A detector whose watch the test determines. */
    private record Watched(IpDetector detector, Supplier<IpDetector.Subscription> subscription) implements IpDetector {
        @Override
        public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
            return detector.detect(family, context);
        }

        @Override
        public Subscription watch(Runnable changed) {
            return subscription.get();
        }
    }

    void watched(Supplier<IpDetector.Subscription> subscription) {
        try (Updater updater = world.bare()
                .detector("wan", new Watched(world.wan.sees(A1), subscription))
                .provider(new FakeZones(world.cloud))
                .record(HOME, RecordType.A)
                .build()) {
            updater.start();
        }
    }

    /** A detector that can be closed, by what the test says. */
    private record Closed(IpDetector detector, Runnable end) implements IpDetector, AutoCloseable {
        @Override
        public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
            return detector.detect(family, context);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    private UpdaterBuilder closeable(Runnable end) {
        return world.bare()
                .detector("wan", new Closed(world.wan.sees(A1), end))
                .provider(new FakeZones(world.cloud))
                .record(ManagedRecord.builder(HOME, RecordType.A).build());
    }

    void aSetUpIsReplacedAndAPartOfItCannotBeClosed() {
        try (Updater updater = closeable(() -> {
                    throw new IllegalStateException("the socket is gone");
                })
                .build()) {
            world.start(updater);
            updater.reconfigure(closeable(() -> {}));
            world.time.run(Duration.ofMinutes(1));
        }
    }

    void aListenerThrows() {
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .listener(event -> {
                    if (event instanceof UpdateEvent.Changed) {
                        throw new IllegalStateException("the host has a defect");
                    }
                })
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
        }
    }

    void listenersFallBehind() {
        List<Runnable> waiting = new ArrayList<>();
        Events events = new Events(() -> List.of(event -> {}), waiting::add, (why, again) -> {}, StateStores.memory());
        for (int i = 0; i < 10_001; i++) {
            events.tell(new UpdateEvent.CycleEnded(
                    world.time.instant(), new UpdateReport(List.of(), List.of()), Duration.ZERO, 1));
        }
        assertThat(waiting).hasSize(1);
    }

    void theSchedulerEndsBeforeTheUpdater() {
        boolean[] ended = {false};
        DelayScheduler scheduler = new DelayScheduler() {
            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                if (ended[0]) {
                    throw new RejectedExecutionException("shut down");
                }
                return world.time.schedule(delay, task);
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                world.time.pause(duration);
            }

            @Override
            public boolean isSimulated() {
                return true;
            }
        };
        world.wan.sees(A1);
        Updater updater = world.builder()
                .environment(world.environment().withScheduler(scheduler))
                .record(HOME, RecordType.A)
                .withdrawOnClose(Duration.ofSeconds(5))
                .build();
        world.start(updater);
        ended[0] = true;
        world.wan.fails(IpFamily.IPV4);
        world.once(updater);
        updater.close();
    }

    /** Neither the detector, nor its watch, nor the store ends before the updater does. */
    void closingIsNotWaitedFor() {
        CountDownLatch end = new CountDownLatch(1);
        world.store.closing = () -> uninterruptibly(end);
        watched(() -> () -> uninterruptibly(end));
        try (Updater updater = closeable(() -> uninterruptibly(end)).build()) {
            updater.start();
        }
        end.countDown();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                done = false;
            }
        }
    }

    void tasksOfTheUpdaterFail() {
        Runnable wrong = () -> {
            throw new IllegalStateException("a defect");
        };
        Workers workers = new Workers(world.time, world.time);
        workers.run(wrong);
        workers.after(Duration.ZERO, wrong);
        world.time.settle();
        assertThat(workers.runWithin(Duration.ofSeconds(10), wrong)).isTrue();
    }

    void theExecutorIsFull() {
        Workers workers = new Workers(world.time, task -> {
            throw new RejectedExecutionException("the queue is full");
        });
        workers.run(() -> {});
        workers.close();
    }

    void aCycleDoesNotEnd() {
        Workers workers = new Workers(world.time, world.time);
        Events events = new Events(List::of, world.time, (why, again) -> {}, StateStores.memory());
        Runnable end = new Watchdog(workers, world.time, events::tell).watch(7, Duration.ofMinutes(30));
        world.time.run(Duration.ofMinutes(30));
        end.run();
    }

    void aDetectorHeedsNoInterrupt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Workers workers = new Workers(world.time, null);
        CountDownLatch begun = new CountDownLatch(1);
        Errand<Boolean> errand = new Errand<>(workers, "detector wan ipv4", () -> {
            begun.countDown();
            uninterruptibly(end);
            return true;
        });
        workers.runApart(errand);
        begun.await();
        errand.leave();
        world.time.run(Duration.ofSeconds(6));
        end.countDown();
        workers.close();
    }

    void factoriesThatCannotBeUsed() throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(
                services.resolve(DnsProviderFactory.class.getName()),
                List.of(
                        "com.example.Missing",
                        "io.github.ddnsjava.internal.discovery.DiscoveryTest$Mute",
                        "io.github.ddnsjava.internal.discovery.DiscoveryTest$Torn"));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(DnsProviders.load(loader).descriptors()).isNotNull();
        }
    }

    void othersMayReadASecret() throws Exception {
        AutoCloseable path = OnThePath.put();
        try {
            UpdaterConfiguration.parse("""
                    {"detectors": {"wan": {"type": "test-known"}},
                     "providers": {"acme": {"type": "test-full", "token": "${file:/etc/passwd}"}},
                     "records": [{"name": "home.example.com", "types": ["A"]}]}
                    """, directory);
        } finally {
            path.close();
        }
    }

    private static final String CONFIGURATION = """
            {"detectors": {"wan": {"type": "test-known"}},
             "providers": {"acme": {"type": "test-full", "token": "t"}},
             "records": [{"name": "home.example.com", "types": ["A"]}],
             "state": {"file": "ddns-state"}}
            """;

    private void followed(Path file) throws IOException {
        UpdaterConfiguration configuration = UpdaterConfiguration.load(file);
        try (Updater updater = followed(configuration).build()) {
            updater.follow(configuration, this::followed);
            world.time.settle();
            Files.writeString(file, CONFIGURATION.replace("state\": {", "polcy\": {"));
            world.time.run(Duration.ofMinutes(1));
            Files.writeString(file, CONFIGURATION);
            world.time.run(Duration.ofMinutes(1));
        }
    }

    private UpdaterBuilder followed(UpdaterConfiguration configuration) {
        return configuration.toBuilder().environment(world.environment()).state(world.store);
    }

    void aConfigurationIsBrokenAndMended() throws Exception {
        AutoCloseable path = OnThePath.put();
        try {
            followed(privately(CONFIGURATION, Files.createTempDirectory(directory, "followed")));
        } finally {
            path.close();
        }
    }

    void noCopyOfAConfigurationCanBeKept() throws Exception {
        AutoCloseable path = OnThePath.put();
        try {
            Path place = Files.createTempDirectory(directory, "followed");
            for (Path copy : LastGood.copies(place, place.resolve("ddns.json"))) {
                Files.createDirectories(copy.resolve("occupied"));
            }
            UpdaterConfiguration configuration = UpdaterConfiguration.load(privately(CONFIGURATION, place));
            try (Updater updater = followed(configuration).build()) {
                updater.follow(configuration, this::followed);
                world.time.settle();
            }
        } finally {
            path.close();
        }
    }

    /** Writes a file that only its owner may read. */
    private static Path privately(String text, Path directory) throws IOException {
        Path file = directory.resolve("ddns.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    /** Sends nothing as long as there is something to throw. */
    private static final class Sender extends NotificationListener {
        private final Queue<RuntimeException> failures = new ArrayDeque<>();

        private Sender(String type, ListenerContext context, RuntimeException... failures) {
            super(type, Settings.none(), context);
            this.failures.addAll(List.of(failures));
        }

        @Override
        protected void send(Message message) {
            RuntimeException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
        }
    }

    void notificationsFail() {
        world.wan.sees(A1);
        RuntimeException down = TransientException.notSent("no network", null);
        Sender[] last = new Sender[1];
        Updater updater = world.builder()
                .record(HOME, RecordType.A)
                .listener("down", context -> {
                    last[0] = new Sender("down", context, down);
                    return last[0];
                })
                .listener(
                        "wrong",
                        context -> new Sender(
                                "wrong",
                                context,
                                new RejectedException(RejectedException.Reason.NOT_FOUND, "no such channel")))
                .listener("broken", context -> new Sender("broken", context, new IllegalStateException("no clapper")))
                .build();
        world.start(updater);
        world.time.run(Duration.ofMinutes(5));
        world.wan.sees(A2);
        last[0].failures.add(down);
        last[0].failures.add(down);
        world.time.run(Duration.ofMinutes(5));
        updater.close();
    }

    void aNotificationCannotBeClosed() {
        CountDownLatch end = new CountDownLatch(1);
        UpdaterBuilder setUp = closeable(() -> {}).listener("slow", context -> new Ends(() -> uninterruptibly(end)));
        try (Updater updater = closeable(() -> {})
                .listener(
                        "bell",
                        context -> new Ends(() -> {
                            throw new IllegalStateException("the socket is gone");
                        }))
                .build()) {
            updater.reconfigure(setUp);
            world.time.run(Duration.ofMinutes(1));
        }
        end.countDown();
    }

    private record Ends(Runnable end) implements UpdateListener, AutoCloseable {
        @Override
        public void on(UpdateEvent event) {
            // only its end matters
        }

        @Override
        public void close() {
            end.run();
        }
    }

    void theMonitorCannotBeReached() {
        HttpTransport none = request -> new HttpTransport.Answer(503, Map.of(), "");
        world.wan.sees(A1);
        try (Updater updater = world.builder()
                .environment(world.environment().withHttp(none))
                .deadMan(Secret.of("https://monitor.example/s3cret"))
                .record(HOME, RecordType.A)
                .build()) {
            world.start(updater);
        }
    }
}

package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One node of a cluster: a host whose process dies, is stopped, is cut off, and is started again. */
final class ClusterNode {
    /** What a process is started with. */
    record SetUp(
            Cluster cluster,
            StateStore store,
            DnsProvider provider,
            Function<IpFamily, Detection> detector,
            List<DnsName> names,
            Function<DnsName, Optional<Set<IpAddress>>> dns) {}

    private final String name;
    private final Time time;
    private final Dice dice;
    private final Chronicle chronicle;
    private final Function<ClusterNode, SetUp> setUp;
    private final StateStore own;
    private final Duration skew;
    private final List<Runnable> watchers = new ArrayList<>();
    private Machine machine;
    private @Nullable Updater updater;
    private int cutFromLocks;
    private int cutFromSource;
    private boolean calm;

    ClusterNode(
            String name,
            Time time,
            Dice dice,
            Chronicle chronicle,
            Function<ClusterNode, SetUp> setUp,
            StateStore own) {
        this.name = name;
        this.time = time;
        this.dice = dice;
        this.chronicle = chronicle;
        this.setUp = setUp;
        this.own = own;
        this.skew = Duration.ofMinutes(dice.nextInt(11) - 5L);
        this.machine = new Machine(time, skew);
        machine.die();
    }

    String name() {
        return name;
    }

    Machine machine() {
        return machine;
    }

    StateStore own() {
        return own;
    }

    UpdaterStatus status() {
        return Objects.requireNonNull(updater).status();
    }

    void start() {
        machine = new Machine(time, skew);
        watchers.clear();
        chronicle.tell(name, () -> "starts");
        Machine process = machine;
        SetUp with = setUp.apply(this);
        UpdaterBuilder builder = Updater.builder()
                .environment(UpdaterEnvironment.standard()
                        .withClock(process.wall())
                        .withMonotonic(process::nanos)
                        .withScheduler(process)
                        .withExecutor(process)
                        .withRandom(dice)
                        .withNetwork(() -> true))
                .lookup((host, type) -> with.dns().apply(host))
                .state(with.store())
                .detector(new Source(process, with.detector()))
                .provider(with.provider())
                .listener(event -> hear(process, event))
                .cluster(with.cluster());
        with.names().forEach(each -> builder.record(each.toString(), RecordType.A));
        updater = builder.build();
        updater.start();
    }

    private void hear(Machine process, UpdateEvent event) {
        process.goOn();
        if (event instanceof UpdateEvent.LeadershipChanged
                || event instanceof UpdateEvent.Trouble
                || event instanceof UpdateEvent.Recovery) {
            chronicle.tell(name, event::toString);
        }
        if (event instanceof UpdateEvent.Defect defect) {
            throw chronicle.broken("no part fails", defect.toString());
        }
    }

    void crash(Duration away) {
        if (!machine.isDead()) {
            chronicle.crashes++;
            chronicle.tell(name, () -> "crashes");
            machine.die();
            time.in(away, this::start);
        }
    }

    /** Is closed in order, and started again. */
    void restart(Duration away) {
        if (!machine.isDead()) {
            chronicle.tell(name, () -> "is closed");
            Machine process = machine;
            Objects.requireNonNull(updater).close();
            process.die();
            time.in(away, this::start);
        }
    }

    void freeze(Duration length, boolean sleeps) {
        chronicle.tell(name, () -> (sleeps ? "sleeps for " : "is stopped for ") + length);
        machine.freeze(length, sleeps);
    }

    void cutFromLocks(Duration length) {
        chronicle.tell(name, () -> "does not reach the lock server for " + length);
        cutFromLocks++;
        time.in(length, () -> cutFromLocks--);
    }

    void cutFromSource(Duration length) {
        cutFromSource++;
        time.in(length, () -> cutFromSource--);
    }

    void calm() {
        calm = true;
    }

    /** The line has another address, and its detector notices. */
    void announce() {
        if (!machine.isDead()) {
            List.copyOf(watchers).forEach(Runnable::run);
        }
    }

    /** Returns the lock server as this process reaches it: each call takes time, and may be lost on either way. */
    Leadership through(Leadership direct) {
        Machine process = machine;
        return new Leadership() {
            @Override
            public Optional<Lease> tryAcquire(String lease, String note, Duration length) {
                return call(process, () -> direct.tryAcquire(lease, note, length))
                        .map(given -> through(process, given));
            }

            @Override
            public Optional<Map<String, Holder>> leases(String prefix) {
                return call(process, () -> direct.leases(prefix));
            }

            @Override
            public void close() {}

            @Override
            public String toString() {
                return "locks";
            }
        };
    }

    private Lease through(Machine process, Lease given) {
        return new Lease() {
            @Override
            public long token() {
                return given.token();
            }

            @Override
            public boolean renew() {
                return call(process, given::renew);
            }

            @Override
            public void release() {
                process.goOn();
                given.release();
            }
        };
    }

    private <T> T call(Machine process, Supplier<T> call) {
        try {
            process.pause(latency());
            if (cutFromLocks > 0) {
                process.pause(Duration.ofSeconds(5));
                throw TransientException.notSent("the lock server does not answer", null);
            }
            T answer = call.get();
            process.pause(latency());
            if (cutFromLocks > 0 || !calm && dice.chance(0.01)) {
                throw TransientException.unknownOutcome("the lock server does not answer", null);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientException.unknownOutcome("the call was interrupted", e);
        }
    }

    private Duration latency() {
        boolean usual = calm || dice.chance(0.95);
        return dice.between(Duration.ofMillis(1), usual ? Duration.ofMillis(100) : Duration.ofSeconds(14));
    }

    /** The detector of this node. */
    private final class Source implements IpDetector {
        private final Machine process;
        private final Function<IpFamily, Detection> line;

        Source(Machine process, Function<IpFamily, Detection> line) {
            this.process = process;
            this.line = line;
        }

        @Override
        public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
            Detection seen = line.apply(family);
            process.pause(dice.between(Duration.ofMillis(10), Duration.ofSeconds(2)));
            if (cutFromSource > 0) {
                throw new DetectionException("no answer");
            }
            return seen;
        }

        @Override
        public Subscription watch(Runnable changed) {
            watchers.add(changed);
            return () -> watchers.remove(changed);
        }
    }
}

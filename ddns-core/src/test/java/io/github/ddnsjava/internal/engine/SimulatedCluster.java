package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.cluster.FakeLocks;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Several nodes with the same records, and one engine that gives leases, in virtual time. */
abstract class SimulatedCluster {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration ROUND = LEASE.dividedBy(3);

    static final UnaryOperator<UpdaterBuilder> FORTY_NAMES = more -> {
        for (int i = 0; i < 40; i++) {
            more.record("n" + i + ".example.com", RecordType.A);
        }
        return more;
    };

    final World world = new World();
    final FakeLocks locks = new FakeLocks(world.time::trueTime);
    final SharedRows rows = new SharedRows();
    final List<Node> nodes = new ArrayList<>();

    /** One machine: its detector, its zones, its clocks; it can die, and be stopped for a while. */
    final class Node implements DelayScheduler, Executor {
        private final String name;
        final FakeDetector wan = new FakeDetector().sees(A1);
        final List<UpdateEvent> events = new ArrayList<>();
        private final List<Runnable> stopped = new ArrayList<>();
        final Updater updater;
        boolean dead;
        boolean frozen;

        Node(
                String name,
                StateStore store,
                BiFunction<UpdaterBuilder, FakeDetector, UpdaterBuilder> more,
                UnaryOperator<Cluster> how) {
            this.name = name;
            UpdaterBuilder builder = world.bare()
                    .environment(world.environment().withScheduler(this).withExecutor(this))
                    .state(store)
                    .provider(new FakeZones(world.cloud))
                    .listener(events::add)
                    .record(HOME, RecordType.A)
                    .cluster(how.apply(Cluster.of(locks.of(name), name).withLease(LEASE)));
            this.updater = more.apply(builder, wan).build();
            nodes.add(this);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return world.time.schedule(delay, () -> alive(task));
        }

        @Override
        public void execute(Runnable task) {
            world.time.execute(() -> alive(task));
        }

        void alive(Runnable task) {
            if (frozen) {
                stopped.add(task);
            } else if (!dead) {
                task.run();
            }
        }

        /** The process is stopped, and goes on where it was when it thaws. */
        void freeze() {
            frozen = true;
        }

        void thaw() {
            frozen = false;
            List<Runnable> left = List.copyOf(stopped);
            stopped.clear();
            left.forEach(world.time::execute);
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            world.time.pause(duration);
        }

        @Override
        public boolean isSimulated() {
            return true;
        }

        long led() {
            return updater.status().groups().stream()
                    .filter(UpdaterStatus.Group::ours)
                    .count();
        }

        boolean leads() {
            return updater.status().groups().get(0).ours();
        }

        <E extends UpdateEvent> List<E> events(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    Node node(String name) {
        return node(name, more -> more, how -> how);
    }

    Node node(String name, UnaryOperator<UpdaterBuilder> more, UnaryOperator<Cluster> how) {
        return new Node(name, rows.node(), (builder, wan) -> more.apply(builder.detector(wan)), how);
    }

    Node started(String name) {
        Node node = node(name);
        node.updater.start();
        world.time.settle();
        return node;
    }

    void all(String address) {
        nodes.forEach(node -> node.wan.sees(address));
    }

    void run(Duration time) {
        world.time.run(time);
    }
}

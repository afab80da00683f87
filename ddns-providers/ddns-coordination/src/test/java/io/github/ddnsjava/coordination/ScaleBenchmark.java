package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How long a cluster takes for 10,000 records over a real PostgreSQL server, whose commits reach the disk. The provider and the
 * detector answer at once, so all that is measured is the library and the database. Run only by name, for {@code
 * docs/scale.md}.
 */
class ScaleBenchmark {
    private static final int RECORDS = 10_000;
    private static final Duration LEASE = Cluster.SHORTEST_LEASE;
    private static final double MILLIS = 1e6;
    private static final int LIVES = 2;
    private static final int CHANGES = 3;

    private final Map<DnsName, Set<IpAddress>> published = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    /** How many records were written since the address changed. */
    private final AtomicLong written = new AtomicLong();

    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile Set<IpAddress> address = Set.of();
    private int addresses;
    private PostgresServer server;

    @BeforeEach
    void start() throws Exception {
        server = PostgresServer.start(true);
        newAddress();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void newAddress() {
        addresses++;
        written.set(0);
        address = Set.of(IpAddress.parse("93.184.216." + addresses));
        watchers.forEach(Runnable::run);
    }

    /** The line, which all nodes share. */
    private final class Line implements IpDetector {
        @Override
        public Detection detect(IpFamily family, DetectionContext context) {
            return Detection.known(family, address, new SourceAnswer("line", "line", address, "", Duration.ZERO));
        }

        @Override
        public Subscription watch(Runnable changed) {
            watchers.add(changed);
            return () -> watchers.remove(changed);
        }
    }

    /** Reads and writes a batch by one request each, and answers at once. */
    private final class AtOnce implements DnsProvider {
        private final int batch;

        AtOnce(int batch) {
            this.batch = batch;
        }

        @Override
        public Abilities abilities() {
            return Abilities.builder()
                    .read()
                    .batch(new Abilities.Batch(batch, false))
                    .build();
        }

        @Override
        public String account() {
            return "account";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            for (int from = 0; from < changes.size(); from += batch) {
                List<RecordChange> part = changes.subList(from, Math.min(changes.size(), from + batch));
                publication.exchange("GET", calls::incrementAndGet);
                List<RecordChange> differ = new ArrayList<>();
                for (RecordChange change : part) {
                    if (change.addresses().equals(published.get(change.name()))) {
                        publication.report(change, new ChangeResult.AlreadyRight(Map.of()));
                    } else {
                        differ.add(change);
                    }
                }
                if (!differ.isEmpty()) {
                    publication.attempting(differ);
                    publication.exchange("PATCH", calls::incrementAndGet);
                    for (RecordChange change : differ) {
                        published.put(change.name(), change.addresses());
                        written.incrementAndGet();
                        publication.report(change, new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of()));
                    }
                }
            }
        }
    }

    /** A store that says how long it takes. */
    private final class Watched implements StateStore {
        private final StateStore store;
        private final AtomicLong nanos = new AtomicLong();
        private final AtomicLong saves = new AtomicLong();
        private final AtomicLong rows = new AtomicLong();
        private final Set<RecordKey> confirmed = ConcurrentHashMap.newKeySet();

        Watched(StateStore store) {
            this.store = store;
        }

        private void timed(Runnable task) {
            long begun = System.nanoTime();
            task.run();
            nanos.addAndGet(System.nanoTime() - begun);
        }

        /** Returns how many milliseconds it took since this was asked last. */
        double millis() {
            return nanos.getAndSet(0) / MILLIS;
        }

        @Override
        public void open() {
            timed(store::open);
        }

        @Override
        public void openReadOnly() {
            store.openReadOnly();
        }

        @Override
        public RecordState record(RecordKey key) {
            return store.record(key);
        }

        @Override
        public AccountState account(String id) {
            return store.account(id);
        }

        @Override
        public long highestSequence() {
            return store.highestSequence();
        }

        @Override
        public void save(Collection<RecordState> records, Optional<AccountState> account) {
            saveAll(records, account.stream().toList());
        }

        @Override
        public void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
            timed(() -> store.saveAll(records, accounts));
            saves.incrementAndGet();
            rows.addAndGet(records.size());
            records.forEach(row -> {
                if (row.confirmed().equals(Optional.of(address))
                        && row.inDoubt().isEmpty()) {
                    confirmed.add(row.key());
                } else {
                    confirmed.remove(row.key());
                }
            });
        }

        @Override
        public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
            boolean[] led = {false};
            timed(() -> led[0] = store.lead(group, token, members, anew));
            return led[0];
        }

        @Override
        public boolean isShared() {
            return store.isShared();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** One updater with a pool of its own, or with the one connection that is kept without a pool. */
    private final class Node implements AutoCloseable {
        private final Watched store;
        private final Updater updater;

        Node(String name, int groups, int batch, boolean pooled) {
            DataSource url = server.database().source();
            DataSource source = pooled ? new MeasuredDatabase(url).source() : url;
            this.store = new Watched(new JdbcStateStore(source));
            UpdaterBuilder builder = records(batch)
                    .state(store)
                    .cluster(Cluster.of(new JdbcLeadership(source, name), name)
                            .withLease(LEASE)
                            .withGroups(groups));
            this.updater = builder.build();
        }

        long led() {
            return updater.status().groups().stream()
                    .filter(UpdaterStatus.Group::ours)
                    .count();
        }

        @Override
        public void close() {
            updater.close();
        }
    }

    private UpdaterBuilder records(int batch) {
        UpdaterBuilder builder = Updater.builder().detector(new Line()).provider(new AtOnce(batch));
        for (int i = 0; i < RECORDS; i++) {
            builder.record("n" + i + ".example.com", RecordType.A);
        }
        return builder;
    }

    private static void await(BooleanSupplier done) {
        long begun = System.nanoTime();
        while (!done.getAsBoolean()) {
            LockSupport.parkNanos(10_000_000);
            assertThat(System.nanoTime() - begun)
                    .isLessThan(Duration.ofMinutes(5).toNanos());
        }
    }

    /** Measures the time, and the time of the processor that this JVM and the server had. */
    private static final class Watch {
        private final long begun = System.nanoTime();
        private final long jvm = ofThisJvm();
        private final long server = ofServer();

        private static long ofThisJvm() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElse(Duration.ZERO)
                    .toMillis();
        }

        private static long ofServer() {
            return ProcessHandle.current()
                    .descendants()
                    .mapToLong(process -> process.info()
                            .totalCpuDuration()
                            .orElse(Duration.ZERO)
                            .toMillis())
                    .sum();
        }

        @Override
        public String toString() {
            return "%.0f ms (processor: JVM %d ms, server %d ms)"
                    .formatted((System.nanoTime() - begun) / MILLIS, ofThisJvm() - jvm, ofServer() - server);
        }
    }

    @Test
    void oneNode() {
        try (Updater updater = records(1000).state(StateStores.memory()).build()) {
            updater.start();
            await(() -> written.get() == RECORDS);
            for (int i = 0; i < CHANGES; i++) {
                Watch watch = new Watch();
                newAddress();
                await(() -> written.get() == RECORDS);
                System.out.println("in memory, no cluster: change of all " + watch);
            }
        }
        oneNode("1 group, batches of 1,000, pool", 1, 1000, true);
        oneNode("64 groups, batches of 1,000, pool", 64, 1000, true);
        oneNode("1 group, batches of 1,000, no pool", 1, 1000, false);
        oneNode("1 group, one record each, pool", 1, 1, true);
    }

    /** Ten updaters in this JVM, each with a pool of its own; then one leaves in order. */
    @Test
    void tenNodes() {
        int groups = 40;
        List<Node> nodes = new ArrayList<>();
        Watch start = new Watch();
        for (int i = 0; i < 10; i++) {
            Node node = new Node("n" + i, groups, 1000, true);
            nodes.add(node);
            node.updater.start();
        }
        await(() -> led(nodes) == groups);
        System.out.printf("10 nodes, %d groups: all are led after %s; by node %s%n", groups, start, ledByNode(nodes));
        for (int i = 0; i < CHANGES; i++) {
            nodes.forEach(node -> node.store.confirmed.clear());
            Watch watch = new Watch();
            newAddress();
            await(() -> nodes.stream()
                            .mapToLong(node -> node.store.confirmed.size())
                            .sum()
                    >= RECORDS);
            System.out.printf("10 nodes, %d groups: change of all %s; by node %s%n", groups, watch, ledByNode(nodes));
        }
        Watch leave = new Watch();
        nodes.remove(0).close();
        await(() -> led(nodes) == groups);
        System.out.printf("10 nodes, %d groups: one has left, all are led again after %s%n", groups, leave);
        nodes.forEach(Node::close);
    }

    private static long led(List<Node> nodes) {
        return nodes.stream().mapToLong(Node::led).sum();
    }

    private static List<Long> ledByNode(List<Node> nodes) {
        return nodes.stream().map(Node::led).toList();
    }

    private void oneNode(String what, int groups, int batch, boolean pooled) {
        for (int life = 0; life < LIVES; life++) {
            Watch start = new Watch();
            try (Node node = new Node("a", groups, batch, pooled)) {
                String built = start.toString();
                node.updater.start();
                String opened = start.toString();
                await(() -> node.led() == groups);
                System.out.printf(
                        "%s: built %s, started %s, leads all after %s, of which the store %.0f ms%n",
                        what, built, opened, start, node.store.millis());
                for (int i = 0; i < (batch == 1 ? 1 : CHANGES); i++) {
                    node.store.millis();
                    node.store.saves.set(0);
                    node.store.rows.set(0);
                    node.store.confirmed.clear();
                    Watch watch = new Watch();
                    newAddress();
                    await(() -> node.store.confirmed.size() == RECORDS);
                    System.out.printf(
                            "%s: change of all %s, of which the store %.0f ms (%d saves of %d rows)%n",
                            what, watch, node.store.millis(), node.store.saves.get(), node.store.rows.get());
                }
            }
        }
    }
}

package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Calls the code of a {@link Leadership}, which may never return: such a call is left. Its methods block, for a bounded time.
 * Thread-safe.
 */
final class Leases {
    /** Longer than the ten seconds that a leadership has by its contract. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private final Cluster cluster;
    private final Clocks clocks;
    private final BoundedCalls engine;

    Leases(Cluster cluster, Clocks clocks, Workers workers) {
        this.cluster = cluster;
        this.clocks = clocks;
        this.engine = new BoundedCalls(workers, "the cluster's engine " + cluster.leadership(), LIMIT);
    }

    /** Returns the name of the lease of a group. */
    String ofGroup(int group) {
        return cluster.name() + "-" + Share.name(group);
    }

    /** Returns how the names of the leases begin that show which nodes are alive; the name of the node follows. */
    String ofNodes() {
        return cluster.name() + "-node-";
    }

    /** Takes a lease; empty if somebody holds it. */
    Optional<Tenure> tryAcquire(String name, String note) throws InterruptedException {
        Clocks.Moment asked = clocks.now();
        Optional<Lease> lease = engine.call(() -> cluster.leadership().tryAcquire(name, note, cluster.lease()));
        return lease.map(given -> new Tenure(given, note, cluster.lease(), clocks, asked));
    }

    /** Returns who holds which lease of the cluster; empty if the engine cannot tell. */
    Optional<Map<String, Leadership.Holder>> all() throws InterruptedException {
        return engine.call(() -> cluster.leadership().leases(cluster.name() + "-"));
    }

    /** Renews a lease; false if it is lost. */
    boolean renew(Tenure tenure) throws InterruptedException {
        return engine.call(tenure::renew);
    }

    /** Gives a lease back. */
    void release(Tenure tenure) throws InterruptedException {
        engine.call(() -> {
            tenure.lease().release();
            return true;
        });
    }
}

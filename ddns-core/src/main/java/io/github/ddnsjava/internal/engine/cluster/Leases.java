package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Calls the code of a {@link Leadership}, which may never return: such a call is left. Its methods block, for a bounded time.
 * Thread-safe.
 */
final class Leases {
    /** Longer than the ten seconds that a leadership has by its contract. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private record Who(Leadership leadership) {
        @Override
        public String toString() {
            return "the cluster's engine " + leadership;
        }
    }

    private final Cluster cluster;
    private final Clocks clocks;
    private final Workers workers;
    private final Who who;

    Leases(Cluster cluster, Clocks clocks, Workers workers) {
        this.cluster = cluster;
        this.clocks = clocks;
        this.workers = workers;
        this.who = new Who(cluster.leadership());
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
        Optional<Lease> lease = call(() -> cluster.leadership().tryAcquire(name, note, cluster.lease()));
        return lease.map(given -> new Tenure(given, note, cluster.lease(), clocks, asked));
    }

    /** Returns who holds which lease of the cluster; empty if the engine cannot tell. */
    Optional<Map<String, Leadership.Holder>> all() throws InterruptedException {
        return call(() -> cluster.leadership().leases(cluster.name() + "-"));
    }

    /** Renews a lease; false if it is lost. */
    boolean renew(Tenure tenure) throws InterruptedException {
        return call(tenure::renew);
    }

    /** Gives a lease back. */
    void release(Tenure tenure) throws InterruptedException {
        call(() -> {
            tenure.lease().release();
            return true;
        });
    }

    private <T> T call(Callable<T> call) throws InterruptedException {
        if (workers.isStuck(who)) {
            throw TransientException.notSent(who + " has not returned from an earlier call", null);
        }
        try {
            return Objects.requireNonNull(workers.askApart(new Errand<>(workers, who, call), LIMIT));
        } catch (TimeoutException e) {
            throw TransientException.notSent(who + " did not answer in time", null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DdnsException known) {
                throw known;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw ProtocolException.ofAccount(who + " failed: "
                    + Objects.requireNonNull(e.getCause()).getClass().getName()
                    + "; this is a defect of what speaks to it");
        }
    }
}

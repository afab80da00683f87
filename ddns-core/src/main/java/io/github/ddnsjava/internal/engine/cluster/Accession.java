package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From a lease to a leader: the store accepts it, or it waits for a whole lease first; then what is published is looked at,
 * and once more after a lease. Used by one round at a time.
 */
final class Accession {
    private record Waiting(Tenure tenure, Clocks.Moment since) {}

    private final Cluster cluster;
    private final Clocks clocks;
    private final Workers workers;
    private final Tenures tenures;
    private final Groups groups;
    private final Realm realm;
    /** The leases of groups whose store knows a higher token, and since when they wait. */
    private final Map<Integer, Waiting> waiting = new TreeMap<>();

    private Optional<Clocks.Moment> failed = Optional.empty();

    Accession(Cluster cluster, Clocks clocks, Workers workers, Tenures tenures, Groups groups, Realm realm) {
        this.cluster = cluster;
        this.clocks = clocks;
        this.workers = workers;
        this.tenures = tenures;
        this.groups = groups;
        this.realm = realm;
    }

    /** Leads a group by that lease, or waits. If the store fails, the lease is given back. */
    void lead(int group, Tenure tenure) {
        lead(group, tenure, false);
    }

    private void lead(int group, Tenure tenure, boolean anew) {
        boolean accepted;
        try {
            accepted = realm.lead(group, tenure.lease().token(), anew);
            if (accepted) {
                tenures.begin(group, tenure);
                realm.gained(group);
            }
        } catch (RuntimeException e) {
            failed = Optional.of(clocks.now());
            tenures.begin(group, tenure);
            tenures.leave(group); // the next round gives the lease back
            realm.lost(group);
            throw e;
        }
        if (!accepted) {
            waiting.put(group, new Waiting(tenure, clocks.now()));
            return;
        }
        String waited = anew
                ? "; the engine that gives the leases has lost its data, so this node has waited for "
                        + Durations.format(cluster.lease())
                : "";
        groups.ours(group, cluster.node(), "its lease was free" + waited);
        workers.after(cluster.lease(), () -> {
            if (tenures.leads(group, tenure)) {
                workers.run(() -> realm.verify(group));
            }
        });
    }

    /** Leads what has waited for a whole lease: whoever had the higher token has no lease by then. */
    void endWaits() {
        for (Map.Entry<Integer, Waiting> each : new TreeMap<>(waiting).entrySet()) {
            if (hasPassed(each.getValue().since())) {
                waiting.remove(each.getKey());
                lead(each.getKey(), each.getValue().tenure(), true);
            }
        }
    }

    private boolean hasPassed(Clocks.Moment since) {
        return clocks.now().since(since).compareTo(cluster.lease()) >= 0;
    }

    /** Returns whether the store failed within the last lease: another node may reach it. */
    boolean isResting() {
        return failed.filter(since -> !hasPassed(since)).isPresent();
    }

    /** Returns the leases that wait, by their groups. */
    Map<Integer, Tenure> waiting() {
        Map<Integer, Tenure> all = new TreeMap<>();
        waiting.forEach((group, each) -> all.put(group, each.tenure()));
        return all;
    }

    /** A group waits no longer: its lease is lost, or is given back. */
    void forget(int group) {
        waiting.remove(group);
    }

    /** Returns why groups wait, if any does. */
    Optional<Problem> problem() {
        return waiting.keySet().stream()
                .findFirst()
                .map(group -> Problem.of(
                        ProblemKind.STATE_LOCKED,
                        "the state knows a later leader of group " + Share.name(group) + " than the cluster's engine "
                                + cluster.leadership() + ", which has lost its data; this node leads after "
                                + Durations.format(cluster.lease())));
    }
}

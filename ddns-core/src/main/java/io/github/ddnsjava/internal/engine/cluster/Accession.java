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
import java.util.function.BooleanSupplier;

/**
 * From a lease to a leader: the store accepts it, or it waits for a whole lease first; then what is published is looked at,
 * and once more after a lease. The store gets a third of a lease for its answer, because other leases are renewed only after
 * that. Used by one round at a time.
 */
final class Accession {
    private record Waiting(Tenure tenure, Clocks.Moment since) {}

    private final Cluster cluster;
    private final Clocks clocks;
    private final Workers workers;
    private final Tenures tenures;
    private final Groups groups;
    private final Realm realm;
    private final BoundedCalls store;
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
        this.store = new BoundedCalls(
                workers, "the state of the cluster", cluster.lease().dividedBy(3));
    }

    /** Leads a group by that lease, or waits. If the store fails, the group is left, so that its lease is given back. */
    void lead(int group, Tenure tenure) throws InterruptedException {
        String why = "its lease was free";
        accept(group, tenure, false, () -> begin(group, tenure, why));
    }

    /**
     * Goes on leading a group whose lease was given back and taken again.
     *
     * @return false if it waits, and is not led meanwhile
     */
    boolean leadOn(int group, Tenure tenure) throws InterruptedException {
        return accept(group, tenure, false, () -> tenures.begin(group, tenure));
    }

    private boolean accept(int group, Tenure tenure, boolean anew, Runnable begin) throws InterruptedException {
        boolean done = false;
        try {
            boolean accepted = store.call(() -> realm.lead(group, tenure.lease().token(), anew));
            if (accepted) {
                begin.run();
            } else {
                waiting.put(group, new Waiting(tenure, clocks.now()));
            }
            done = true;
            return accepted;
        } finally {
            if (!done) { // whatever was thrown: a lease that nobody gives back would be renewed for ever
                failed = Optional.of(clocks.now());
                tenures.begin(group, tenure);
                tenures.leave(group);
                realm.lost(group);
            }
        }
    }

    private void begin(int group, Tenure tenure, String why) {
        tenures.begin(group, tenure);
        realm.gained(group);
        groups.ours(group, cluster.node(), why);
        workers.after(cluster.lease(), () -> {
            if (tenures.leads(group)) { // by this lease or by a later one: the former leader's write is as late
                workers.run(() -> realm.verify(group));
            }
        });
    }

    /**
     * Leads what has waited for a whole lease: whoever had the higher token has no lease by then.
     *
     * @param hasTime whether the round has time for one more
     */
    void endWaits(BooleanSupplier hasTime) throws InterruptedException {
        String why =
                "its lease was free; the engine that gives the leases has lost its data, so this node has waited for "
                        + Durations.format(cluster.lease());
        for (Map.Entry<Integer, Waiting> each : new TreeMap<>(waiting).entrySet()) {
            int group = each.getKey();
            Tenure tenure = each.getValue().tenure();
            if (hasPassed(each.getValue().since()) && hasTime.getAsBoolean()) {
                waiting.remove(group);
                accept(group, tenure, true, () -> begin(group, tenure, why));
            }
        }
    }

    private boolean hasPassed(Clocks.Moment since) {
        return clocks.now().hasCounted(cluster.lease(), since);
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

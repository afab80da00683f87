package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Mandate;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** This updater's part in a cluster, if it is in one. Otherwise it keeps all records, and nobody is asked. Thread-safe. */
public final class Membership {
    /** What there is in a cluster only. */
    private record Part(Cluster cluster, Tenures tenures, Groups groups, Trouble trouble, Rounds rounds) {}

    private final Optional<Part> part;

    /**
     * Makes one.
     *
     * @param cluster empty if this updater shares its records with nobody
     * @param events takes what happened
     */
    public Membership(
            Optional<Cluster> cluster,
            Clocks clocks,
            Workers workers,
            RandomGenerator random,
            Consumer<UpdateEvent> events,
            Realm realm) {
        this.part = cluster.map(shared -> {
            InstantSource clock = clocks.wall();
            Tenures tenures = new Tenures(shared, clocks);
            Groups groups = new Groups(clock, events);
            Trouble trouble = new Trouble(clock, events);
            Rounds rounds = new Rounds(shared, clocks, workers, random, tenures, groups, realm, trouble);
            return new Part(shared, tenures, groups, trouble, rounds);
        });
    }

    /** Returns whether this updater shares its records with others. */
    public boolean isShared() {
        return part.isPresent();
    }

    /** Returns what says for which records this node may send something. */
    public Mandate mandate() {
        return part.map(Part::tenures).map(Mandate.class::cast).orElse(Mandate.UNLIMITED);
    }

    /** Begins to take part. */
    public void start() {
        part.map(Part::rounds).ifPresent(Rounds::start);
    }

    /** Begins to take part. The future is complete when this node knows for the first time which groups it leads. */
    public CompletableFuture<Boolean> begin() {
        return part.map(Part::rounds).map(Rounds::begin).orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    /**
     * Ends what {@link #begin} began. If no other caller wants this node to take part, all leases are given back. The future
     * is complete when that is done.
     */
    public CompletableFuture<Boolean> end() {
        return part.map(Part::rounds).map(Rounds::end).orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    /** Leads nothing while the updater is paused, so that another node can. */
    public void standAside(boolean wanted) {
        part.map(Part::rounds).ifPresent(rounds -> rounds.standAside(wanted));
    }

    /** Begins no round any more. */
    public void stop() {
        part.map(Part::rounds).ifPresent(Rounds::stop);
        part.map(Part::groups).ifPresent(Groups::end);
    }

    /**
     * Gives all leases back, so that another node takes them over at once, and closes the engine that gives them. No round may
     * be under way. Blocks.
     */
    public void close() {
        part.map(Part::rounds).ifPresent(Rounds::release);
        part.map(Part::cluster).map(Cluster::leadership).ifPresent(leadership -> {
            try {
                leadership.close();
            } catch (RuntimeException e) {
                // Nothing follows.
            }
        });
    }

    /** Returns what is wrong with this node's part in the cluster. */
    public Optional<Vital> trouble() {
        return part.flatMap(in -> in.trouble().vital());
    }

    /** Returns why this node does nothing for a record, if it does not lead its group; empty if it does. */
    public Optional<Problem> elsewhere(Roster roster, Entry entry) {
        if (part.isEmpty() || roster.share().led().contains(entry.group)) {
            return Optional.empty();
        }
        String group = Share.name(entry.group);
        Optional<Groups.Known> known = part.get().groups().of(entry.group);
        if (known.filter(Groups.Known::held).isPresent()) {
            return Optional.of(Problem.of(
                    ProblemKind.LED_ELSEWHERE,
                    known.get()
                            .leader()
                            .map(node -> "node " + node + " leads group " + group + ", and keeps this record")
                            .orElse("this process does not hold the lease of group " + group + ", which is not free:"
                                    + " another process keeps this record, or this one does when that lease has"
                                    + " ended")));
        }
        String why = trouble().map(vital -> ": " + vital.message()).orElse("");
        return Optional.of(Problem.of(
                ProblemKind.TRANSIENT, "no node leads group " + group + " of the cluster, as far as is known" + why));
    }

    /** Returns who leads each group; this node leads none after {@link #stop}. */
    public List<UpdaterStatus.Group> groups(Roster roster) {
        List<UpdaterStatus.Group> all = new ArrayList<>();
        part.ifPresent(in -> {
            int[] records = new int[in.cluster().groups()];
            roster.entries().values().forEach(entry -> records[entry.group]++);
            for (int group = 0; group < records.length; group++) {
                Optional<Groups.Known> known = in.groups().of(group);
                all.add(new UpdaterStatus.Group(
                        Share.name(group),
                        known.flatMap(Groups.Known::leader),
                        known.filter(Groups.Known::ours).isPresent(),
                        known.map(Groups.Known::since),
                        records[group]));
            }
        });
        return all;
    }
}

package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a node does in a cluster, every third of a lease: it renews the leases that it holds, looks who leads what, and takes
 * what is free and meant for it. One round follows the other, on a worker. Thread-safe.
 */
final class Rounds {
    private final Cluster cluster;
    private final Clocks clocks;
    private final Workers workers;
    private final RandomGenerator random;
    private final Leases leases;
    private final Tenures tenures;
    private final Groups groups;
    private final Realm realm;
    private final Trouble trouble;
    private final Serial serial;
    private final Wellness wellness;

    // What follows is touched by one round at a time.
    /** The leases of groups that nobody leads yet, because the store knows a higher token; and since when. */
    private final Map<Integer, Waiting> waiting = new TreeMap<>();

    private final Peers peers;

    private Optional<Clocks.Moment> resting = Optional.empty();
    private @Nullable Tenure presence;
    private final AtomicBoolean timer = new AtomicBoolean();
    private volatile boolean stopped;

    private record Waiting(Tenure tenure, Clocks.Moment since) {}

    Rounds(
            Cluster cluster,
            Clocks clocks,
            Workers workers,
            RandomGenerator random,
            Tenures tenures,
            Groups groups,
            Realm realm,
            Trouble trouble) {
        this.cluster = cluster;
        this.clocks = clocks;
        this.workers = workers;
        this.random = random;
        this.leases = new Leases(cluster, clocks, workers);
        this.tenures = tenures;
        this.groups = groups;
        this.realm = realm;
        this.trouble = trouble;
        this.serial = new Serial(workers);
        this.peers = new Peers(cluster, clocks);
        this.wellness = new Wellness(cluster, clocks, realm::isWell);
    }

    /** Begins. The future is complete after the first round, whatever came of it. */
    CompletableFuture<Boolean> begin() {
        stopped = false;
        return after(this::round);
    }

    /** Ends, and gives all leases back. The future is complete then. */
    CompletableFuture<Boolean> end() {
        stopped = true;
        return after(() -> {
            for (int group : tenures.led().keySet()) {
                leave(group, "node " + cluster.node() + " has done its work");
            }
            release();
        });
    }

    private CompletableFuture<Boolean> after(Runnable task) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        serial.execute(() -> {
            try {
                task.run();
            } finally {
                done.complete(true);
            }
        });
        return done;
    }

    /** Ends: no round begins any more. */
    void stop() {
        stopped = true;
    }

    private void next() {
        if (!stopped && !timer.getAndSet(true)) {
            Duration third = cluster.lease().dividedBy(3);
            Duration sooner = Duration.ofNanos((long) (third.toNanos() * 0.1 * random.nextDouble()));
            workers.after(third.minus(sooner), () -> {
                timer.set(false);
                serial.execute(this::round);
            });
        }
    }

    private void round() {
        try {
            if (!stopped) {
                trouble.note(work());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the updater is closing
        } finally {
            endOfTime();
            next();
        }
    }

    /** Does all that is to do. Returns what went wrong. */
    private Optional<Problem> work() throws InterruptedException {
        try {
            renew();
            if (!wellness.check(!tenures.led().isEmpty())) {
                tenures.led().keySet().forEach(group -> leave(group, wellness.why()));
                giveUpPresence();
            }
            handBack();
            Optional<Map<String, Leadership.Holder>> seen = look();
            if (seen.isPresent()) {
                note(seen.get());
                handOver();
            } else if (Election.isNeeded(cluster)) {
                throw new ConfigurationException(
                        "cluster.groups",
                        "the cluster's engine " + cluster.leadership()
                                + " cannot tell who holds which lease; groups and a" + " preferred node need that",
                        "one group and no preferred node");
            }
            endWaits();
            if (wellness.mayStand() && !isResting()) {
                takeFree(seen);
            }
            return differences(seen);
        } catch (DdnsException e) {
            return Optional.of(e.problem());
        }
    }

    private void renew() throws InterruptedException {
        if (presence != null && !leases.renew(presence)) {
            presence = null;
        }
        for (Map.Entry<Integer, Tenure> led : tenures.led().entrySet()) {
            int group = led.getKey();
            if (!leases.renew(led.getValue()) && tenures.leads(group, led.getValue())) {
                lost(group, "its lease was lost: it has ended, or another node holds it");
            }
        }
        for (Map.Entry<Integer, Tenure> left : tenures.leaving().entrySet()) {
            if (!leases.renew(left.getValue())) {
                tenures.left(left.getKey());
            }
        }
        for (Map.Entry<Integer, Waiting> waits : new TreeMap<>(waiting).entrySet()) {
            if (!leases.renew(waits.getValue().tenure())) {
                waiting.remove(waits.getKey());
            }
        }
    }

    private void lost(int group, String why) {
        if (tenures.end(group)) {
            realm.lost(group);
            groups.free(group, why);
        }
    }

    /** Nothing new is begun for a group. It is released as soon as nothing is under way for it. */
    private void leave(int group, String why) {
        if (tenures.leave(group)) {
            realm.lost(group);
            groups.free(group, why);
        }
    }

    /** Loses the groups whose lease has run out, also while the engine does not answer. */
    private void endOfTime() {
        tenures.led().forEach((group, tenure) -> {
            if (tenure.isOver()) {
                lost(group, "its lease has run out and could not be renewed");
            }
        });
        tenures.leaving().forEach((group, tenure) -> {
            if (tenure.isOver()) {
                tenures.left(group);
            }
        });
        tenures.untilNextEnd().ifPresent(left -> workers.after(left, this::endIfOver));
    }

    /** A wall clock that was set ahead makes a lease look as if it had run out: it is renewed, if that is possible. */
    private void endIfOver() {
        if (tenures.led().values().stream().anyMatch(Tenure::isOver)) {
            serial.execute(this::round);
        }
    }

    private void handBack() throws InterruptedException {
        for (Map.Entry<Integer, Tenure> idle : tenures.idle().entrySet()) {
            tenures.left(idle.getKey());
            leases.release(idle.getValue());
        }
    }

    private void giveUpPresence() throws InterruptedException {
        Tenure mine = presence;
        presence = null;
        if (mine != null) {
            leases.release(mine);
        }
    }

    /** Looks who holds what. A node that leads the only group knows it already. */
    private Optional<Map<String, Leadership.Holder>> look() throws InterruptedException {
        return !Election.isNeeded(cluster) && tenures.leads(0) ? Optional.of(Map.of()) : leases.all();
    }

    private void note(Map<String, Leadership.Holder> seen) {
        for (int group = 0; group < cluster.groups(); group++) {
            Leadership.Holder holder = seen.get(leases.ofGroup(group));
            if (tenures.leads(group) || waiting.containsKey(group)) {
                peers.isTaken(group);
            } else if (holder != null) {
                peers.isTaken(group);
                groups.held(group, Optional.of(holder.node()));
            } else {
                peers.isFree(group);
                groups.free(group, "its lease has ended, or was given back");
            }
        }
        peers.isPresent(presence != null);
        peers.alive(seen.keySet().stream()
                .filter(name -> name.startsWith(leases.ofNodes()))
                .map(name -> name.substring(leases.ofNodes().length()))
                .toList());
    }

    /** Hands over what is meant for another node that has been alive for long enough. */
    private void handOver() throws InterruptedException {
        if (!Election.isNeeded(cluster)) {
            return;
        }
        Set<Integer> led = tenures.led().keySet();
        for (int group : Election.handedOver(led, peers::isAnothers)) {
            leave(group, "it is meant for node " + peers.meant(group).orElseThrow());
        }
        handBack();
    }

    /** A store that knows a higher token is led after a whole lease: whoever had that token has none by then. */
    private void endWaits() {
        for (Map.Entry<Integer, Waiting> waits : new TreeMap<>(waiting).entrySet()) {
            if (clocks.now().since(waits.getValue().since()).compareTo(cluster.lease()) >= 0) {
                waiting.remove(waits.getKey());
                lead(waits.getKey(), waits.getValue().tenure(), true);
            }
        }
    }

    private void takeFree(Optional<Map<String, Leadership.Holder>> seen) throws InterruptedException {
        if (Election.isNeeded(cluster) && presence == null) {
            presence = leases.tryAcquire(leases.ofNodes() + cluster.node(), "alive")
                    .orElse(null);
            peers.isPresent(presence != null);
        }
        for (int group = 0; group < cluster.groups(); group++) {
            boolean ours = tenures.leads(group) || tenures.leaving().containsKey(group) || waiting.containsKey(group);
            boolean mayBeFree = seen.isEmpty() || !seen.get().containsKey(leases.ofGroup(group));
            if (!ours && mayBeFree && peers.isOurs(group)) {
                take(group, seen.isPresent());
            }
        }
    }

    private void take(int group, boolean canTell) throws InterruptedException {
        Optional<Tenure> tenure = leases.tryAcquire(leases.ofGroup(group), realm.digest(group));
        if (tenure.isPresent()) {
            lead(group, tenure.get(), false);
        } else if (!canTell) {
            groups.held(group, Optional.empty());
        }
    }

    /**
     * Begins to lead.
     *
     * @param anew whether to lead although the store knows a higher token
     */
    private void lead(int group, Tenure tenure, boolean anew) {
        boolean accepted;
        try {
            accepted = realm.lead(group, tenure.lease().token(), anew);
            if (accepted) {
                tenures.begin(group, tenure);
                realm.gained(group);
            }
        } catch (RuntimeException e) {
            resting = Optional.of(clocks.now()); // another node may reach the store
            tenures.begin(group, tenure);
            leave(group, "its state could not be read"); // the next round gives the lease back
            throw e;
        }
        if (!accepted) {
            waiting.put(group, new Waiting(tenure, clocks.now()));
            return;
        }
        peers.isTaken(group);
        groups.ours(
                group,
                cluster.node(),
                anew
                        ? "its lease was free; the engine that gives the leases has lost its data, so "
                                + Durations.format(cluster.lease()) + " were waited out before"
                        : "its lease was free");
        workers.after(cluster.lease(), () -> {
            if (tenures.leads(group, tenure)) {
                workers.run(() -> realm.verify(group));
            }
        });
    }

    private boolean isResting() {
        boolean rests = resting.filter(since -> clocks.now().since(since).compareTo(cluster.lease()) < 0)
                .isPresent();
        if (!rests) {
            resting = Optional.empty();
        }
        return rests;
    }

    /** Returns what is wrong between this node and the others. */
    private Optional<Problem> differences(Optional<Map<String, Leadership.Holder>> seen) {
        if (!waiting.isEmpty()) {
            return Optional.of(Problem.of(
                    ProblemKind.STATE_LOCKED,
                    "the state knows a later leader of group "
                            + Share.name(waiting.keySet().iterator().next()) + " than the cluster's engine "
                            + cluster.leadership() + ", which has lost its data; this node leads after "
                            + Durations.format(cluster.lease())));
        }
        for (int group = 0; group < cluster.groups(); group++) {
            Leadership.Holder holder = seen.orElse(Map.of()).get(leases.ofGroup(group));
            if (holder != null
                    && !holder.node().equals(cluster.node())
                    && !holder.note().equals(realm.digest(group))) {
                return Optional.of(Problem.of(
                        ProblemKind.CONFIGURATION,
                        "node " + holder.node() + " leads group " + Share.name(group)
                                + " of the cluster with other records than node " + cluster.node()
                                + " has; give all nodes the same records"));
            }
        }
        return Optional.empty();
    }

    /** Gives back what this node holds; what a call to a provider is still under way for ends by itself. */
    void release() {
        tenures.led().keySet().forEach(tenures::leave);
        tenures.idle().forEach((group, tenure) -> {
            tenures.left(group);
            release(tenure);
        });
        waiting.values().forEach(waits -> release(waits.tenure()));
        waiting.clear();
        if (presence != null) {
            release(presence);
            presence = null;
        }
    }

    private static void release(Tenure tenure) {
        try {
            tenure.lease().release();
        } catch (RuntimeException e) {
            // It ends by itself.
        }
    }
}

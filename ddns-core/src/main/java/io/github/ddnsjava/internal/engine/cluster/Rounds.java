package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
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
    private final Glance glance;

    // What follows is touched by one round at a time.
    private final Accession accession;

    private final Peers peers;

    private @Nullable Tenure presence;
    private final AtomicBoolean timer = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile boolean closed;
    /** What somebody waits for: a task that is queued when the updater closes is not run. */
    private final Set<CompletableFuture<Boolean>> awaited = ConcurrentHashMap.newKeySet();
    /** Whether this node leads nothing, because it is paused. */
    private volatile boolean aside;

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
        this.accession = new Accession(cluster, clocks, workers, tenures, groups, realm);
        this.peers = new Peers(cluster, clocks);
        this.wellness = new Wellness(cluster, clocks, realm::isWell);
        this.glance = new Glance(cluster, leases, tenures, groups, workers, serial, this::round);
    }

    /** Begins. */
    void start() {
        stopped = false;
        serial.execute(this::round);
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

    /** Gives all leases up and takes none, or stands for election again: at once, and not with the next round. */
    void standAside(boolean wanted) {
        aside = wanted;
        serial.execute(this::round);
    }

    private CompletableFuture<Boolean> after(Runnable task) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        awaited.add(done);
        serial.execute(() -> {
            try {
                task.run();
            } finally {
                done.complete(true);
                awaited.remove(done);
            }
        });
        if (closed) {
            done.complete(true);
        }
        return done;
    }

    /** Ends: no round begins any more, because the updater closes, and nobody waits for one. */
    void stop() {
        stopped = true;
        closed = true;
        awaited.forEach(done -> done.complete(true));
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
        if (!stopped && wellness.mayStand()) {
            glance.begin();
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
            Clocks.Moment begun = clocks.now();
            renew();
            boolean isAside = aside;
            boolean isWell = wellness.check(!tenures.led().isEmpty());
            if (isAside || !isWell) {
                String why = isAside ? "node " + cluster.node() + " is paused" : wellness.why();
                tenures.led().keySet().forEach(group -> leave(group, why));
                giveUpPresence();
            }
            handBack();
            describeAnew();
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
            accession.endWaits();
            boolean hasTime = hasTime(begun);
            Optional<Problem> split = seen.flatMap(leased -> Election.otherGroups(cluster, leased));
            if (!isAside && wellness.mayStand() && !accession.isResting() && split.isEmpty()) {
                takeFree(seen, begun);
            }
            return accession
                    .problem()
                    .or(() -> split)
                    .or(() -> seen.flatMap(this::difference))
                    .or(() -> hasTime ? Optional.empty() : tooMany());
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
        for (Map.Entry<Integer, Tenure> waits : accession.waiting().entrySet()) {
            if (!leases.renew(waits.getValue())) {
                accession.forget(waits.getKey());
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

    /** The others see of which records a lease is. If these were replaced, the lease is given back and taken anew. */
    private void describeAnew() throws InterruptedException {
        for (Map.Entry<Integer, Tenure> led : tenures.led().entrySet()) {
            int group = led.getKey();
            String note = realm.digest(group);
            if (!note.equals(led.getValue().note()) && tenures.leaveIfIdle(group)) {
                boolean leads = false;
                try {
                    handBack();
                    Optional<Tenure> anew = leases.tryAcquire(leases.ofGroup(group), note);
                    if (anew.isPresent() && realm.lead(group, anew.get().lease().token(), false)) {
                        tenures.begin(group, anew.get());
                        leads = true;
                    }
                } finally {
                    if (!leads) {
                        realm.lost(group);
                        groups.free(group, "its records were replaced, and its lease could not be taken anew");
                    }
                }
            }
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
            if (tenures.leads(group) || accession.waiting().containsKey(group)) {
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
                .collect(Collectors.toSet()));
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

    /** What is taken is renewed in the next round only: a round that took many for long would lose the first of them. */
    private boolean hasTime(Clocks.Moment begun) {
        return clocks.now().since(begun).compareTo(cluster.lease().dividedBy(6)) < 0;
    }

    private Optional<Problem> tooMany() {
        return Optional.of(Problem.of(
                ProblemKind.CONFIGURATION,
                "node " + cluster.node() + " leads " + tenures.led().size()
                        + " groups of the cluster, and takes no more, because their leases take more than a sixth of "
                        + Durations.format(cluster.lease())
                        + " to renew; give the cluster fewer groups, longer leases or more nodes"));
    }

    private void takeFree(Optional<Map<String, Leadership.Holder>> seen, Clocks.Moment begun)
            throws InterruptedException {
        if (Election.isNeeded(cluster) && presence == null) {
            presence = leases.tryAcquire(leases.ofNodes() + cluster.node(), "alive")
                    .orElse(null);
            peers.isPresent(presence != null);
        }
        for (int group = 0; group < cluster.groups(); group++) {
            boolean ours = tenures.leads(group)
                    || tenures.leaving().containsKey(group)
                    || accession.waiting().containsKey(group);
            boolean mayBeFree = seen.isEmpty() || !seen.get().containsKey(leases.ofGroup(group));
            if (!ours && mayBeFree && peers.isOurs(group) && hasTime(begun)) {
                take(group, seen.isPresent());
            }
        }
    }

    private void take(int group, boolean canTell) throws InterruptedException {
        Optional<Tenure> tenure = leases.tryAcquire(leases.ofGroup(group), realm.digest(group));
        if (tenure.isPresent() && tenures.led().isEmpty() && canTell && isSplitOtherwise()) {
            leases.release(tenure.get());
        } else if (tenure.isPresent()) {
            peers.isTaken(group);
            accession.lead(group, tenure.get());
        } else if (!canTell) {
            groups.held(group, Optional.empty());
        }
    }

    /** Two nodes that take their first group at the same moment do not see each other before. */
    private boolean isSplitOtherwise() throws InterruptedException {
        return leases.all().flatMap(seen -> Election.otherGroups(cluster, seen)).isPresent();
    }

    private Optional<Problem> difference(Map<String, Leadership.Holder> seen) {
        return Election.difference(cluster, seen, leases::ofGroup, realm::digest);
    }

    /** Gives back what this node holds; what a call to a provider is still under way for ends by itself. */
    void release() {
        if (presence != null) { // first, so that what becomes free is not meant for this node any more
            release(presence);
            presence = null;
        }
        tenures.led().keySet().forEach(tenures::leave);
        tenures.idle().forEach((group, tenure) -> {
            tenures.left(group);
            release(tenure);
        });
        accession.waiting().forEach((group, tenure) -> {
            accession.forget(group);
            release(tenure);
        });
    }

    private static void release(Tenure tenure) {
        try {
            tenure.lease().release();
        } catch (RuntimeException e) {
            // It ends by itself.
        }
    }
}

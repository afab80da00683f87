package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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

    private final Holdings holdings;
    private final Peers peers;

    private final AtomicBoolean timer = new AtomicBoolean();
    /**
     * How many callers want this node to take part: the updater from its start on, and each cycle that somebody waits for. A
     * count and not a flag: a cycle that ends must not end the rounds of those that have begun meanwhile.
     */
    private final AtomicInteger wanted = new AtomicInteger();
    /** Complete when the updater closes: a task that is queued then is not run, and nobody is to wait for it. */
    private final CompletableFuture<Boolean> closing = new CompletableFuture<>();
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
        this.holdings = new Holdings(leases, tenures, accession, groups, realm);
        this.peers = new Peers(cluster, clocks);
        this.wellness =
                new Wellness(cluster, clocks, realm::isWell, thrown -> workers.defect(DefectPart.HEALTH_CHECK, thrown));
        this.glance = new Glance(
                cluster,
                leases,
                tenures,
                groups,
                workers,
                serial,
                () -> takesPart() && !aside && wellness.mayStand(),
                this::round,
                realm::prepare);
    }

    private boolean takesPart() {
        return wanted.get() > 0 && !closing.isDone();
    }

    /**
     * Begins for one more caller. Rounds go on until {@link #stop}, or until {@link #end} was called as often as this and
     * {@link #begin} together.
     */
    void start() {
        wanted.incrementAndGet();
        serial.execute(this::round);
    }

    /** Begins for one more caller. The future is complete after the first round, whatever came of it. */
    CompletableFuture<Boolean> begin() {
        wanted.incrementAndGet();
        return inTurn(this::round);
    }

    /** Ends for one caller. After the last one, all leases are given back. The future is complete when that is done. */
    CompletableFuture<Boolean> end() {
        wanted.decrementAndGet();
        return inTurn(() -> {
            if (!takesPart()) { // asked in turn, because a caller that begins later has a round later
                for (int group : tenures.led().keySet()) {
                    holdings.leave(group, "node " + cluster.node() + " has done its work");
                }
                holdings.close();
            }
        });
    }

    /** Gives all leases up and takes none, or stands for election again: at once, and not with the next round. */
    void standAside(boolean wanted) {
        aside = wanted;
        serial.execute(this::round);
    }

    private CompletableFuture<Boolean> inTurn(Runnable task) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        serial.execute(() -> {
            try {
                task.run();
            } finally {
                done.complete(true);
            }
        });
        return done.applyToEither(closing, any -> any);
    }

    /** Ends: no round begins any more, because the updater closes, and nobody waits for one. */
    void stop() {
        closing.complete(true);
    }

    private void next() {
        if (takesPart() && !timer.getAndSet(true)) {
            Duration third = cluster.lease().dividedBy(3);
            Duration sooner = Duration.ofNanos((long) (third.toNanos() * 0.1 * random.nextDouble()));
            workers.after(third.minus(sooner), () -> {
                timer.set(false);
                serial.execute(this::round);
            });
        }
        glance.begin();
    }

    private void round() {
        try {
            if (takesPart()) {
                trouble.note(work());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the updater is closing
        } finally {
            holdings.endOfTime();
            tenures.untilNextEnd().ifPresent(left -> workers.after(left, this::endIfOver));
            next();
        }
    }

    /** Does all that is to do. Returns what went wrong. */
    private Optional<Problem> work() throws InterruptedException {
        try {
            try {
                return turn();
            } finally {
                if (accession.isResting()) { // so that nothing is meant for this node while its state fails
                    holdings.handBack();
                    holdings.giveUpPresence();
                }
            }
        } catch (DdnsException e) {
            return Optional.of(e.problem());
        }
    }

    private Optional<Problem> turn() throws InterruptedException {
        Clocks.Moment begun = clocks.now();
        Optional<DdnsException> failure = holdings.renew(() -> hasTime(begun));
        if (failure.isPresent() && !hasTime(begun)) {
            throw failure.get();
        }
        boolean isAside = aside;
        boolean isWell = wellness.check(!tenures.led().isEmpty());
        if (isAside || !isWell) {
            String why = isAside ? "node " + cluster.node() + " is paused" : wellness.why();
            tenures.led().keySet().forEach(group -> holdings.leave(group, why));
            holdings.giveUpPresence();
        }
        tenures.refused()
                .forEach(group -> holdings.leave(
                        group,
                        "the state refuses the rows of node " + cluster.node()
                                + ", because it knows another leader; the node gives the lease back, so that the next"
                                + " leader has a higher token"));
        holdings.handBack();
        describeAnew(begun);
        Optional<Map<String, Leadership.Holder>> seen = look();
        if (seen.isPresent()) {
            note(seen.get());
            handOver();
        } else if (Election.isNeeded(cluster)) {
            throw new ConfigurationException(
                    "cluster.groups",
                    "the cluster's engine " + cluster.leadership() + " cannot tell who holds which lease; groups and a"
                            + " preferred node need that",
                    "one group and no preferred node");
        }
        boolean hasTime = hasTime(begun);
        accession.endWaits(() -> hasTime(begun));
        Optional<Problem> split = seen.flatMap(leased -> Election.otherGroups(cluster, leased));
        if (!isAside && wellness.mayStand() && !accession.isResting() && split.isEmpty()) {
            failure = first(failure, takeFree(seen, begun));
        }
        return failure.map(DdnsException::problem)
                .or(accession::problem)
                .or(() -> split)
                .or(() -> seen.flatMap(this::difference))
                .or(() -> hasTime ? Optional.empty() : tooMany());
    }

    /** A wall clock that was set ahead makes a lease look as if it had run out: it is renewed, if that is possible. */
    private void endIfOver() {
        if (tenures.led().values().stream().anyMatch(Tenure::isOver)) {
            serial.execute(this::round);
        }
    }

    /** The others see of which records a lease is. If these were replaced, the lease is given back and taken anew. */
    private void describeAnew(Clocks.Moment begun) throws InterruptedException {
        for (Map.Entry<Integer, Tenure> led : tenures.led().entrySet()) {
            int group = led.getKey();
            String note = realm.note(group);
            if (!note.equals(led.getValue().note()) && hasTime(begun) && tenures.leaveIfIdle(group)) {
                boolean leads = false;
                try {
                    holdings.handBack();
                    Optional<Tenure> anew = leases.tryAcquire(leases.ofGroup(group), note);
                    leads = anew.isPresent() && accession.leadOn(group, anew.get());
                } finally {
                    if (!leads) {
                        realm.lost(group);
                        groups.free(group, "its records were replaced, and its lease could not be taken anew");
                    }
                }
            }
        }
    }

    /** Looks who holds what. A node that leads the only group knows it already. */
    private Optional<Map<String, Leadership.Holder>> look() throws InterruptedException {
        return !Election.isNeeded(cluster) && tenures.leads(0) ? Optional.of(Map.of()) : leases.all();
    }

    private void note(Map<String, Leadership.Holder> seen) {
        for (int group = 0; group < cluster.groups(); group++) {
            Leadership.Holder holder = seen.get(leases.ofGroup(group));
            if (tenures.leads(group)
                    || tenures.leaving().containsKey(group)
                    || accession.waiting().containsKey(group)) {
                peers.taken(group);
            } else if (holder != null) {
                peers.held(group);
                heldBy(holder.node(), group);
            } else {
                peers.free(group);
                groups.free(group, "its lease has ended, or was given back");
            }
        }
        peers.present(holdings.isPresent());
        peers.alive(seen.keySet().stream()
                .filter(name -> name.startsWith(leases.ofNodes()))
                .map(name -> name.substring(leases.ofNodes().length()))
                .collect(Collectors.toSet()));
    }

    private void heldBy(String node, int group) {
        if (node.equals(
                cluster.node())) { // it could not be renewed and has not ended, or a process before this one had it
            groups.heldByUnknown(
                    group,
                    "its lease is still in the name of this node, but not held by this process; it becomes free when it"
                            + " ends");
        } else {
            groups.held(group, node);
        }
    }

    /** Hands over what is meant for another node that has been alive for long enough. */
    private void handOver() throws InterruptedException {
        if (!Election.isNeeded(cluster)) {
            return;
        }
        Set<Integer> led = tenures.led().keySet();
        for (int group : Election.handedOver(led, peers::isAnothers)) {
            holdings.leave(group, "it is meant for node " + peers.meant(group).orElseThrow());
        }
        holdings.handBack();
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

    /** Takes what is free. If one lease cannot be taken, the others are. Returns the first failure. */
    private Optional<DdnsException> takeFree(Optional<Map<String, Leadership.Holder>> seen, Clocks.Moment begun)
            throws InterruptedException {
        if (Election.isNeeded(cluster)) {
            holdings.showPresence(cluster.node());
            peers.present(holdings.isPresent());
        }
        Optional<DdnsException> failure = Optional.empty();
        for (int group = 0; group < cluster.groups(); group++) {
            boolean ours = tenures.leads(group)
                    || tenures.leaving().containsKey(group)
                    || accession.waiting().containsKey(group);
            boolean mayBeFree = seen.isEmpty() || !seen.get().containsKey(leases.ofGroup(group));
            if (!ours && mayBeFree && peers.isOurs(group) && hasTime(begun) && !accession.isResting()) {
                try {
                    take(group, seen.isPresent());
                } catch (DdnsException e) {
                    failure = first(failure, Optional.of(e));
                }
            }
        }
        return failure;
    }

    private static Optional<DdnsException> first(Optional<DdnsException> one, Optional<DdnsException> other) {
        return one.isPresent() ? one : other;
    }

    private void take(int group, boolean canTell) throws InterruptedException {
        Optional<Tenure> tenure = leases.tryAcquire(leases.ofGroup(group), realm.note(group));
        if (tenure.isEmpty()) {
            if (!canTell) {
                groups.heldByUnknown(
                        group, "its lease is not free: another node holds it, or this node has lost it before its end");
            }
            return;
        }
        boolean leads = false;
        try {
            leads = !tenures.led().isEmpty() || !canTell || !isSplitOtherwise();
        } finally {
            if (!leads) {
                leases.release(tenure.get());
            }
        }
        if (leads) {
            peers.taken(group);
            accession.lead(group, tenure.get());
        }
    }

    /** Two nodes that take their first group at the same moment do not see each other before. */
    private boolean isSplitOtherwise() throws InterruptedException {
        return leases.all().flatMap(seen -> Election.otherGroups(cluster, seen)).isPresent();
    }

    private Optional<Problem> difference(Map<String, Leadership.Holder> seen) {
        return Election.difference(cluster, seen, leases::ofGroup, realm::note);
    }

    /** Gives back what this node holds. No round may be under way. */
    void release() {
        holdings.close();
    }
}

package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes this node has seen alive, and which groups it has seen free, each since when. From this follows what is meant for
 * whom. Used by one round at a time.
 */
final class Peers {
    private final Cluster cluster;
    private final Clocks clocks;
    private final Map<Integer, Clocks.Moment> free = new HashMap<>();
    /** The groups that another node held when they were looked at last. */
    private final Set<Integer> held = new HashSet<>();

    private final Map<String, Clocks.Moment> alive = new HashMap<>();
    /** Whether this node shows that it is alive. */
    private boolean present;
    /** Who could lead. */
    private List<Election.Candidate> candidates = List.of();
    /** What follows from that, as far as it was asked for. */
    private final Map<Integer, Optional<String>> meant = new HashMap<>();

    Peers(Cluster cluster, Clocks clocks) {
        this.cluster = cluster;
        this.clocks = clocks;
    }

    /** Notes whether the others see that this node is alive. */
    void present(boolean shown) {
        if (present != shown) {
            present = shown;
            elect();
        }
    }

    /** These nodes are alive. */
    void alive(Set<String> nodes) {
        if (!alive.keySet().equals(nodes)) {
            Clocks.Moment now = clocks.now();
            alive.keySet().retainAll(nodes);
            nodes.forEach(node -> alive.putIfAbsent(node, now));
            elect();
        }
    }

    private void elect() {
        Set<String> names = new HashSet<>(alive.keySet());
        names.remove(cluster.node()); // which may be shown by an earlier process
        if (present) {
            names.add(cluster.node());
        }
        candidates = names.stream().map(Election.Candidate::of).toList();
        meant.clear();
    }

    /** Nobody holds the lease of a group. */
    void free(int group) {
        held.remove(group);
        free.putIfAbsent(group, clocks.now());
    }

    /**
     * Another node holds the lease of a group. If it gives the lease back before it is seen again, it could not lead, and the
     * group was free all the time.
     */
    void held(int group) {
        if (!held.add(group)) {
            free.remove(group);
        }
    }

    /** This node has the lease of a group. */
    void taken(int group) {
        held.remove(group);
        free.remove(group);
    }

    /** Returns the node that is meant to lead a group; empty if none is alive. */
    Optional<String> meant(int group) {
        return meant.computeIfAbsent(group, each -> Election.meant(each, candidates, cluster.preferred()));
    }

    /** Returns whether a group is meant for another node that has been alive for long enough to get it. */
    boolean isAnothers(int group) {
        String node = meant(group).orElse(cluster.node());
        Clocks.Moment since = alive.get(node);
        Duration quiet = cluster.preferred().equals(Optional.of(node)) ? cluster.failBack() : cluster.lease();
        return present && !node.equals(cluster.node()) && since != null && hasPassed(quiet, since);
    }

    /** Returns whether this node may take a free group. What its node does not take is for whoever takes it first. */
    boolean isOurs(int group) {
        Clocks.Moment since = free.get(group);
        return !Election.isNeeded(cluster)
                || meant(group).equals(Optional.of(cluster.node()))
                || since != null && hasPassed(cluster.lease(), since);
    }

    private boolean hasPassed(Duration time, Clocks.Moment since) {
        return clocks.now().hasCounted(time, since);
    }
}

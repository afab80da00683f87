package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.internal.engine.account.Mandate;
import io.github.ddnsjava.internal.engine.records.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The groups that this node leads. It is asked before each exchange with a provider, and asks nobody: a node whose lease runs
 * out stops by itself, whether the engine that gives the leases answers or not. Thread-safe.
 */
public final class Tenures implements Mandate {
    private final Cluster cluster;
    private final Clocks clocks;
    private final Map<Integer, Tenure> led = new ConcurrentHashMap<>();
    /**
     * The groups that are being handed over: nothing is begun for them, and what was begun is still remembered. A group goes
     * from one map to the other under the lock, so that {@link #saves} never finds it in neither.
     */
    private final Map<Integer, Tenure> leaving = new ConcurrentHashMap<>();
    /** The groups that this node leads, and whose rows the state has refused. */
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    /** How many calls to providers are under way for each group. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    public Tenures(Cluster cluster, Clocks clocks) {
        this.cluster = cluster;
        this.clocks = clocks;
    }

    @Override
    public Optional<String> refusal(Set<Integer> groups) {
        for (int group : groups) {
            Tenure tenure = led.get(group);
            if (tenure == null) {
                return Optional.of("node " + cluster.node() + " does not lead group " + Share.name(group)
                        + ", and sends nothing for it");
            }
            if (!tenure.mayBegin()) {
                return Optional.of("the lease of node " + cluster.node() + " for group " + Share.name(group)
                        + " ends too soon for another request; the next is sent when the lease was renewed");
            }
        }
        return Optional.empty();
    }

    @Override
    public Instant latest(Set<Integer> groups, Instant deadline) {
        Instant now = clocks.wall().instant();
        Instant latest = deadline;
        for (int group : groups) {
            Tenure tenure = led.get(group);
            Instant end = tenure == null ? now : now.plus(tenure.remaining());
            latest = end.isBefore(latest) ? end : latest;
        }
        return latest;
    }

    @Override
    public synchronized void begins(Set<Integer> groups) {
        groups.forEach(group -> calls.merge(group, 1, Integer::sum));
    }

    @Override
    public synchronized void ended(Set<Integer> groups) {
        groups.forEach(group -> calls.merge(group, -1, Integer::sum));
    }

    private synchronized boolean isCalling(int group) {
        return calls.getOrDefault(group, 0) > 0;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    /** Returns whether what becomes of a record of this group may be saved. */
    @Override
    public synchronized boolean saves(int group) {
        return led.containsKey(group) || leaving.containsKey(group);
    }

    @Override
    public synchronized void refused(int group) {
        if (led.containsKey(group)) {
            refused.add(group);
        }
    }

    /** Returns the groups that this node leads, and whose rows the state has refused. */
    Set<Integer> refused() {
        return Set.copyOf(refused);
    }

    /** From now on this node leads the group by that lease. */
    synchronized void begin(int group, Tenure tenure) {
        refused.remove(group);
        leaving.remove(group);
        led.put(group, tenure);
    }

    /** From now on nothing is sent for the group. Returns whether this node has led it. */
    synchronized boolean end(int group) {
        refused.remove(group);
        leaving.remove(group);
        return led.remove(group) != null;
    }

    /** Nothing more is begun for the group; its lease is kept until what was begun has ended. */
    synchronized boolean leave(int group) {
        refused.remove(group);
        Tenure tenure = led.remove(group);
        if (tenure != null) {
            leaving.put(group, tenure);
        }
        return tenure != null;
    }

    /** Leaves a group, unless a call to a provider is under way for it. */
    synchronized boolean leaveIfIdle(int group) {
        if (!leave(group)) {
            return false;
        }
        Tenure tenure = leaving.get(group);
        if (tenure != null && isCalling(group)) {
            begin(group, tenure);
            return false;
        }
        return true;
    }

    /** A group that was left has no lease any more. */
    synchronized void hasLeft(int group) {
        leaving.remove(group);
    }

    /** Returns the groups that were left, and for which no call to a provider is under way. */
    Map<Integer, Tenure> idle() {
        Map<Integer, Tenure> idle = new TreeMap<>(leaving);
        idle.keySet().removeIf(this::isCalling);
        return idle;
    }

    /** Returns the groups that were left. */
    Map<Integer, Tenure> leaving() {
        return new TreeMap<>(leaving);
    }

    /** Returns the groups that this node leads, in order. */
    Map<Integer, Tenure> led() {
        return new TreeMap<>(led);
    }

    boolean leads(int group) {
        return led.containsKey(group);
    }

    /** Returns whether this node leads the group by that lease. */
    boolean leads(int group, @Nullable Tenure tenure) {
        return led.get(group) == tenure;
    }

    /** Returns how long it takes until the first lease runs out; empty if this node leads nothing. */
    Optional<Duration> untilNextEnd() {
        return led.values().stream().map(Tenure::remaining).min(Duration::compareTo);
    }
}

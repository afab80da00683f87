package io.github.ddnsjava.cluster;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * What an updater needs to know to share its records with other machines, so that one of them writes. Each machine is a
 * <em>node</em> and has the same records. The records are spread over <em>groups</em>; a node that holds the lease of a group
 * leads it: it alone detects and writes for the records of the group. The others wait.
 *
 * <pre>{@code
 * Updater.builder().cluster(Cluster.of(leadership, "node-a").withLease(Duration.ofSeconds(30)))
 * }</pre>
 *
 * <p>Immutable. Thread-safe if its leadership is. No method accepts or returns null. What is out of bounds throws a {@link
 * ConfigurationException} that names the setting.
 */
public final class Cluster {
    /** The shortest lease. A shorter one would end while an exchange with a provider is still under way. */
    public static final Duration SHORTEST_LEASE = Duration.ofSeconds(15);
    /** The longest lease. For so long nobody writes after the leader was lost. */
    public static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    private static final int MOST_GROUPS = 1024;
    private static final int LONGEST_NAMES = 54;
    private static final BooleanSupplier ALWAYS = Boolean.TRUE::booleanValue;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    /** Whose address the records have. */
    public enum Mode {
        /** All nodes are behind one line, and detect the same addresses. Any of them may lead. */
        SAME_LINE("same-line"),
        /**
         * Each node has a line of its own, and DNS follows the leader's address. A node that is not well gives its leases up,
         * and takes none before it has been well for as long as a lease lasts. A node that leads no group, and may lead one,
         * looks four times a second whether a lease has become free: DNS follows in about a second when the leader closes its
         * updater. A node that leads any group looks every third of a lease, and so does every node if the engine cannot tell
         * who holds which lease.
         */
        OWN_LINE("own-line");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        /** Returns the word that configurations use. */
        @Override
        public String toString() {
            return text;
        }
    }

    private final Leadership leadership;
    private final String node;
    private String name = "ddns";
    private Duration lease = Duration.ofSeconds(30);
    private int groups = 1;
    private Mode mode = Mode.SAME_LINE;
    private Optional<String> preferred = Optional.empty();
    private Duration failBack = Duration.ofMinutes(5);
    private BooleanSupplier well = ALWAYS;

    private Cluster(Leadership leadership, String node) {
        this.leadership = leadership;
        this.node = node;
    }

    private Cluster(Cluster other) {
        this(other.leadership, other.node);
        name = other.name;
        lease = other.lease;
        groups = other.groups;
        mode = other.mode;
        preferred = other.preferred;
        failBack = other.failBack;
        well = other.well;
    }

    /**
     * Creates one with a lease of 30 seconds, one group, no preferred node, and {@link Mode#SAME_LINE}.
     *
     * @param leadership the engine that gives the leases. It belongs to the updater, which closes it
     * @param node the name of this node, which no other node of the cluster has
     */
    public static Cluster of(Leadership leadership, String node) {
        checked("cluster.node", node);
        return new Cluster(leadership, node).checked();
    }

    /**
     * Returns a copy with this name, which all nodes of one cluster have, and which distinguishes clusters that share an
     * engine. The default is {@code ddns}.
     */
    public Cluster withName(String name) {
        checked("cluster.name", name);
        if ((name + "-").contains("-node-")) { // the leases of the nodes of "home" are called home-node-a
            throw new ConfigurationException(
                    "cluster.name",
                    "\"" + name + "\" could be mistaken for the nodes of another cluster",
                    "a name that neither ends with -node nor has -node- in it");
        }
        Cluster copy = new Cluster(this);
        copy.name = name;
        return copy.checked();
    }

    /**
     * Returns a copy with leases of this length, from 15 seconds to 10 minutes. If the leader is lost, the next one begins
     * after that time. The default is 30 seconds.
     */
    public Cluster withLease(Duration lease) {
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new ConfigurationException(
                    "cluster.lease",
                    Durations.format(lease) + " is "
                            + (lease.compareTo(SHORTEST_LEASE) < 0
                                    ? "shorter than an exchange with a provider may take"
                                    : "so long that nobody would write for too long after the leader was lost"),
                    Durations.format(SHORTEST_LEASE) + " to " + Durations.format(LONGEST_LEASE));
        }
        Cluster copy = new Cluster(this);
        copy.lease = lease;
        return copy;
    }

    /**
     * Returns a copy that spreads the records over this number of groups, from 1 to 1024, so that many nodes share the work.
     * All nodes must have the same number. More than one needs an engine that can tell {@linkplain Leadership#leases who holds
     * which lease}.
     */
    public Cluster withGroups(int groups) {
        if (groups < 1 || groups > MOST_GROUPS) {
            throw new ConfigurationException(
                    "cluster.groups", groups + " is no possible number of groups", "1 to " + MOST_GROUPS);
        }
        Cluster copy = new Cluster(this);
        copy.groups = groups;
        return copy;
    }

    /** Returns a copy for lines like these. */
    public Cluster withMode(Mode mode) {
        Cluster copy = new Cluster(this);
        copy.mode = mode;
        return copy;
    }

    /**
     * Returns a copy in which that node leads all groups whenever it has been alive for some time.
     *
     * @param node the name of the node that is preferred, which may be this one
     * @param failBack for how long it has to be alive before another node gives way to it
     */
    public Cluster withPreferred(String node, Duration failBack) {
        checked("cluster.prefer", node);
        if (failBack.isNegative() || failBack.compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException(
                    "cluster.failBack", Durations.format(failBack) + " is out of bounds", "0s to 1d");
        }
        Cluster copy = new Cluster(this);
        copy.preferred = Optional.of(node);
        copy.failBack = failBack;
        return copy;
    }

    /**
     * Returns a copy with a check of the application. With {@link Mode#OWN_LINE}, a node for which it says false leads
     * nothing. It is called every third of a lease, and must return at once. One that throws says false.
     */
    public Cluster withHealthCheck(BooleanSupplier well) {
        Cluster copy = new Cluster(this);
        copy.well = well;
        return copy;
    }

    private static void checked(String setting, String text) {
        if (!NAME.matcher(text).matches()) {
            throw new ConfigurationException(
                    setting,
                    "\"" + text + "\" is no name",
                    "letters, digits, dots and hyphens, with no hyphen at an end");
        }
    }

    private Cluster checked() {
        if (name.length() + node.length() > LONGEST_NAMES) {
            throw new ConfigurationException(
                    "cluster.node",
                    "the names of the cluster and of the node have " + (name.length() + node.length())
                            + " characters together",
                    "up to " + LONGEST_NAMES);
        }
        return this;
    }

    /** Returns the engine that gives the leases. */
    public Leadership leadership() {
        return leadership;
    }

    /** Returns the name of this node. */
    public String node() {
        return node;
    }

    /** Returns the name of the cluster, with which the names of its leases begin. */
    public String name() {
        return name;
    }

    /** Returns how long a lease lasts. */
    public Duration lease() {
        return lease;
    }

    /** Returns the number of groups. */
    public int groups() {
        return groups;
    }

    /** Returns whose address the records have. */
    public Mode mode() {
        return mode;
    }

    /** Returns the node that is to lead whenever it can; empty if any may. */
    public Optional<String> preferred() {
        return preferred;
    }

    /** Returns for how long the preferred node has to be alive before another node gives way to it. */
    public Duration failBack() {
        return failBack;
    }

    /** Returns the check of the application; it says true if there is none. */
    public BooleanSupplier healthCheck() {
        return well;
    }

    /** Two are equal if all that was given for them is equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Cluster cluster && all().equals(cluster.all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    private List<Object> all() {
        return List.of(leadership, node, name, lease, groups, mode, preferred, failBack, well);
    }

    /** Names the engine, the cluster and the node. */
    @Override
    public String toString() {
        return "node " + node + " of " + name + " at " + leadership;
    }
}

package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.internal.Sha256;
import io.github.ddnsjava.internal.engine.records.Share;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Who is meant to lead a group. All nodes that see the same nodes alive find the same, and a node that comes or goes moves no
 * other groups than its own. Nobody needs to agree on it: only the lease decides who leads. Pure functions.
 */
public final class Election {
    /**
     * A node that could lead.
     *
     * @param name its name
     * @param seed what its weights follow from
     */
    record Candidate(String name, long seed) {
        static Candidate of(String name) {
            return new Candidate(
                    name,
                    ByteBuffer.wrap(Sha256.of(name.getBytes(StandardCharsets.UTF_8)))
                            .getLong());
        }

        /** The group's number of the series that SplittableRandom makes of the seed; a hash of each pair takes long for many. */
        private long weight(int group) {
            long mixed = seed + (group + 1) * 0x9E3779B97F4A7C15L;
            mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            return mixed ^ (mixed >>> 31);
        }
    }

    private static final Pattern NOTE = Pattern.compile("[1-9][0-9]{0,3}/.*");

    private Election() {}

    /** Returns whether it matters which node leads. Otherwise each takes what is free. */
    static boolean isNeeded(Cluster cluster) {
        return cluster.groups() > 1 || cluster.preferred().isPresent();
    }

    /**
     * Returns the node that is meant to lead a group: the preferred one while it is alive, otherwise that with the highest
     * weight for the group.
     *
     * @param alive the nodes that are alive
     */
    static Optional<String> meant(int group, Collection<Candidate> alive, Optional<String> preferred) {
        Candidate best = null;
        for (Candidate node : alive) {
            if (preferred.equals(Optional.of(node.name()))) {
                return preferred;
            }
            if (best == null || isBefore(best, node, group)) {
                best = node;
            }
        }
        return Optional.ofNullable(best).map(Candidate::name);
    }

    private static boolean isBefore(Candidate one, Candidate other, int group) {
        int order = Long.compareUnsigned(one.weight(group), other.weight(group));
        return order < 0 || order == 0 && one.name().compareTo(other.name()) < 0;
    }

    /**
     * Returns the groups that this node hands over now, so that records move a few at a time: a tenth of what it leads, and at
     * least one.
     *
     * @param led the groups that this node leads
     * @param due tells whether the group is meant for another node, which has been alive for long enough
     */
    static List<Integer> handedOver(Collection<Integer> led, Predicate<Integer> due) {
        List<Integer> all = led.stream().filter(due).sorted().toList();
        return all.subList(0, Math.min(all.size(), Math.max(1, led.size() / 10)));
    }

    /**
     * Returns what is wrong if another node leads with other records.
     *
     * @param seen who holds which lease
     * @param lease returns the name of the lease of a group
     * @param note returns this node's note for a group
     */
    static Optional<Problem> difference(
            Cluster cluster, Map<String, Leadership.Holder> seen, IntFunction<String> lease, IntFunction<String> note) {
        for (int group = 0; group < cluster.groups(); group++) {
            Leadership.Holder holder = seen.get(lease.apply(group));
            if (holder != null
                    && !holder.node().equals(cluster.node())
                    && !holder.note().equals(note.apply(group))) {
                return Optional.of(Problem.of(
                        ProblemKind.CONFIGURATION,
                        "node " + holder.node() + " leads group " + Share.name(group)
                                + " of the cluster with other records than node " + cluster.node()
                                + " has; give all nodes the same records"));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what is wrong if a node leads that spreads the records over another number of groups: it and this node would both
     * lead the same records.
     *
     * @param seen who holds which lease
     */
    static Optional<Problem> otherGroups(Cluster cluster, Map<String, Leadership.Holder> seen) {
        String own = cluster.groups() + "/";
        // Leases of "home-lab" begin with "home-", too.
        Pattern ofGroup = Pattern.compile(Pattern.quote(cluster.name()) + "-g[0-9]+");
        return seen.entrySet().stream()
                .filter(entry -> ofGroup.matcher(entry.getKey()).matches())
                .map(Map.Entry::getValue)
                .filter(holder -> NOTE.matcher(holder.note()).matches())
                .filter(holder -> !holder.note().startsWith(own))
                .findFirst()
                .map(holder -> Problem.of(
                        ProblemKind.CONFIGURATION,
                        "node " + holder.node() + " leads, and has "
                                + holder.note().replaceFirst("/.*", "") + " groups, but node " + cluster.node()
                                + " has " + cluster.groups()
                                + "; this node leads nothing until all have the same number"));
    }

    /**
     * Returns the note of a lease: the number of groups, and a short digest of the records of one, by which nodes notice that
     * theirs differ.
     */
    public static String note(int groups, Collection<String> records) {
        List<String> sorted = new ArrayList<>(records);
        sorted.sort(null);
        byte[] all = Sha256.of(String.join("\n", sorted).getBytes(StandardCharsets.UTF_8));
        return groups + "/" + HexFormat.of().formatHex(all, 0, 8);
    }
}

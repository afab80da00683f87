package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which records this node keeps: all, or in a cluster those of the groups that it leads. The group of a record follows from
 * its name alone. A name's A and AAAA records are thus in one group, and all nodes find the same. Immutable.
 *
 * @param groups how many groups there are
 * @param led the numbers of the groups that this node leads
 */
public record Share(int groups, Set<Integer> led) {
    /** Copies the set. */
    public Share {
        led = Set.copyOf(led);
    }

    /** Returns the share with which an updater begins: all without a cluster, and nothing in one. */
    public static Share first(Optional<Cluster> cluster) {
        return cluster.map(shared -> new Share(shared.groups(), Set.of())).orElse(new Share(1, Set.of(0)));
    }

    /** Returns the share with one group more. */
    public Share with(int group) {
        Set<Integer> more = new HashSet<>(led);
        more.add(group);
        return new Share(groups, more);
    }

    /** Returns the share without that group. */
    public Share without(int group) {
        Set<Integer> fewer = new HashSet<>(led);
        fewer.remove(group);
        return new Share(groups, fewer);
    }

    /** Returns the number of the group of a name. */
    public int groupOf(DnsName name) {
        if (groups == 1) {
            return 0;
        }
        long hash = ByteBuffer.wrap(Sha256.of(name.toString().getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return (int) Long.remainderUnsigned(hash, groups);
    }

    /** Returns the name of a group. */
    public static String name(int group) {
        return "g" + group;
    }
}

package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An address that may be published, and where it is. Immutable and thread-safe.
 *
 * @param on the interface that has it
 * @param its the address
 */
record UsableAddress(LocalInterface on, LocalAddress its) {
    /** A lifetime that is less than this part of another's is short. */
    private static final int SHORT = 2;
    /** The same for what is published already and of a better kind than what lasts longer. */
    private static final int VERY_SHORT = 8;

    /**
     * Returns the best, between which only their places and their numbers decide. Each rule stands above the next, and
     * above the kind:
     *
     * <ol>
     *   <li>what reaches the whole Internet, before what reaches a network or a link
     *   <li>what is not of a dying prefix
     *   <li>what is not temporary
     *   <li>what will last
     *   <li>the best kind
     * </ol>
     *
     * @param dying as {@link DyingPrefixes} tells them
     * @param before what was chosen before
     */
    static List<UsableAddress> best(List<UsableAddress> all, Set<IpAddress> dying, Set<IpAddress> before) {
        int farthest = all.stream().mapToInt(each -> each.its().reach()).min().orElse(0);
        List<UsableAddress> left = preferring(all, each -> each.its().reach() == farthest);
        left = preferring(left, each -> !dying.contains(each.its().prefix64()));
        left = preferring(left, each -> !each.its().isTemporary());
        left = thatLast(left, before);
        Optional<LocalAddress> kind = left.stream().map(UsableAddress::its).min(LocalAddress.BY_KIND);
        return preferring(
                left,
                each -> kind.filter(its -> LocalAddress.BY_KIND.compare(each.its(), its) == 0)
                        .isPresent());
    }

    /** Returns those for which it holds, or all if there are none. */
    private static List<UsableAddress> preferring(List<UsableAddress> all, Predicate<UsableAddress> wish) {
        List<UsableAddress> wanted = all.stream().filter(wish).toList();
        return wanted.isEmpty() ? all : wanted;
    }

    /**
     * Returns those that will last: at least half as long as the one that lasts longest. Half, because routers renew
     * the times of living prefixes one after the other, and so each is longest in its turn; a prefix that is no more is
     * not renewed. A DHCPv6 lease is renewed when half of it is over, or later; so one that was chosen before would be
     * given up and taken again with each renewal, and stays until much less is left of it.
     */
    private static List<UsableAddress> thatLast(List<UsableAddress> all, Set<IpAddress> before) {
        Optional<UsableAddress> longest = all.stream()
                .filter(each -> each.its().preferred().isPresent())
                .max(Comparator.comparing(each -> each.its().preferred().orElseThrow()));
        return longest.isEmpty()
                ? all
                : preferring(all, each -> !each.endsLongBefore(longest.get().its(), before));
    }

    private boolean endsLongBefore(LocalAddress longest, Set<IpAddress> before) {
        boolean better = LocalAddress.BY_KIND.compare(its, longest) < 0;
        int part = better && before.contains(its.address()) ? VERY_SHORT : SHORT;
        return its.preferred()
                .filter(time ->
                        time.multipliedBy(part).compareTo(longest.preferred().orElseThrow()) < 0)
                .isPresent();
    }

    /**
     * Compares those that are equally good: best is that of the default route's interface, then the one that was chosen
     * before, so that none is changed for nothing; then the lowest interface and the lowest number.
     *
     * @param defaultRoute the name of the interface that the default route leaves by; empty if not known
     * @param before what was chosen before
     */
    static Comparator<UsableAddress> among(Optional<String> defaultRoute, Set<IpAddress> before) {
        return Comparator.comparing((UsableAddress each) ->
                        !defaultRoute.equals(Optional.of(each.on().name())))
                .thenComparing(each -> !before.contains(each.its().address()))
                .thenComparing(each -> each.on().index())
                .thenComparing(each -> each.its().address());
    }
}

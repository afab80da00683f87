package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which IPv6 prefixes (/64) the network has given up, told by the addresses that this host still has of them. When a
 * line gets another prefix, the router announces the old one with a preferred lifetime of zero, so the address that the
 * host made of it becomes deprecated. An address by DHCPv6 or by hand in the same prefix looks well until its lease
 * ends, but nothing reaches it any more. Stateless.
 */
final class DyingPrefixes {
    private DyingPrefixes() {}

    /**
     * Returns them, each as its first 64 bits.
     *
     * @param all every address of the interfaces that are used, deprecated ones too
     */
    static Set<IpAddress> among(Collection<LocalAddress> all) {
        List<LocalAddress> lasting = all.stream()
                .filter(LocalAddress::hasPrefix64)
                .filter(each -> !each.isTemporary())
                .toList();
        Set<IpAddress> dying = new HashSet<>();
        for (LocalAddress each : lasting) {
            if (each.isDeprecated() && lasting.stream().noneMatch(other -> speaksFor(other, each))) {
                dying.add(each.prefix64());
            }
        }
        return dying;
    }

    /**
     * Tells whether another address shows that the prefix lives on: one that the router's announcements still prefer,
     * or one of the same origin, as where only a DHCPv6 lease was replaced, or a virtual address is deprecated on
     * purpose.
     */
    private static boolean speaksFor(LocalAddress other, LocalAddress deprecated) {
        return other.unusable().isEmpty()
                && other.prefix64().equals(deprecated.prefix64())
                && (!other.isAssigned() || other.isByHand() == deprecated.isByHand() && deprecated.isAssigned());
    }
}

package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.AddressGuard;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * An address of a network interface. Immutable and thread-safe.
 *
 * @param address the address
 * @param prefixLength the length of its network's prefix
 * @param flags what the system says of an IPv6 address, as Linux has it in {@code /proc/net/if_inet6}; 0 where it says
 *     nothing
 * @param preferred how long an IPv6 address will be preferred if the router does not speak again; empty where that is
 *     not known
 */
public record LocalAddress(IpAddress address, int prefixLength, int flags, Optional<Duration> preferred) {
    /** The best kind first: what a person or a DHCP server chose, then what is made of the hardware's address. */
    static final Comparator<LocalAddress> BY_KIND = Comparator.comparing(
                    (LocalAddress address) -> !address.isAssigned())
            .thenComparing(address -> !address.isFromHardware());

    // include/uapi/linux/if_addr.h; the file shows the low eight bits.
    static final int TEMPORARY = 0x01;
    static final int DAD_FAILED = 0x08;
    static final int DEPRECATED = 0x20;
    static final int TENTATIVE = 0x40;
    static final int PERMANENT = 0x80;

    LocalAddress(IpAddress address, int prefixLength, int flags) {
        this(address, prefixLength, flags, Optional.empty());
    }

    /** Returns it with what else is known of it. */
    LocalAddress with(int moreFlags, Optional<Duration> howLong) {
        return new LocalAddress(address, prefixLength, flags | moreFlags, howLong);
    }

    /** Returns why the address cannot be used, whatever it is; empty where it can. */
    String unusable() {
        if ((flags & DAD_FAILED) != 0) {
            return "in use by another host (duplicate address detection failed)";
        }
        if ((flags & TENTATIVE) != 0) {
            return "not in use yet (tentative)";
        }
        return isDeprecated() ? "about to go (deprecated)" : "";
    }

    /** Tells whether it is a privacy address, which lasts a day (RFC 8981). */
    boolean isTemporary() {
        return isIpv6() && (flags & TEMPORARY) != 0;
    }

    /** Tells whether the network asked to use it no more (RFC 4862 section 5.5.4). */
    boolean isDeprecated() {
        return (flags & DEPRECATED) != 0;
    }

    /** Tells whether a person or a DHCP server chose it. */
    boolean isAssigned() {
        return isIpv6() && ((flags & PERMANENT) != 0 || prefixLength == 128);
    }

    /** Tells whether a person chose it; on Windows also if a DHCP server did. */
    boolean isByHand() {
        return (flags & PERMANENT) != 0;
    }

    /**
     * Returns how far it reaches, the farthest first: 0 for the whole Internet, 1 by a relay that is no longer run (6to4,
     * Teredo), 2 within a network (private, unique local, CGNAT), 3 on the link.
     */
    int reach() {
        AddressGuard.Reason reason = AddressGuard.refusal(address, Set.of())
                .map(AddressGuard.Refusal::reason)
                .orElse(AddressGuard.Reason.DOCUMENTATION);
        return switch (reason) {
            case TRANSITION -> 1;
            case PRIVATE, CGNAT, BENCHMARKING -> 2;
            case LINK_LOCAL, LOOPBACK -> 3;
            default -> 0;
        };
    }

    /** Tells whether it belongs to a /64 beyond its link. */
    boolean hasPrefix64() {
        return isIpv6() && reach() < 3;
    }

    /** Returns the first 64 bits, with the rest zero. */
    IpAddress prefix64() {
        return IpAddress.of(Arrays.copyOf(Arrays.copyOf(address.toBytes(), 8), 16));
    }

    /** Tells whether the host part is made of the hardware's address (modified EUI-64), which does not change. */
    boolean isFromHardware() {
        byte[] bytes = address.toBytes();
        return isIpv6() && bytes[11] == (byte) 0xff && bytes[12] == (byte) 0xfe && (bytes[8] & 2) != 0;
    }

    private boolean isIpv6() {
        return address.family() == IpFamily.IPV6;
    }
}

package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

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
    /** The best kind first. */
    static final Comparator<LocalAddress> BY_STABILITY = Comparator.comparing(LocalAddress::isTemporary)
            .thenComparing(address -> !address.isAssigned())
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
        return (flags & DEPRECATED) != 0 ? "about to go (deprecated)" : "";
    }

    /** Tells whether it is a privacy address, which lasts a day (RFC 8981). */
    boolean isTemporary() {
        return isIpv6() && (flags & TEMPORARY) != 0;
    }

    /** Tells whether a person or a DHCP server chose it. */
    private boolean isAssigned() {
        return isIpv6() && ((flags & PERMANENT) != 0 || prefixLength == 128);
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

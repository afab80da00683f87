package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.util.Comparator;

/**
 * An address of a network interface. Immutable and thread-safe.
 *
 * @param address the address
 * @param prefixLength the length of its network's prefix
 * @param flags what the kernel says of an IPv6 address, as {@code /proc/net/if_inet6} has it; 0 where it says nothing
 */
record LocalAddress(IpAddress address, int prefixLength, int flags) {
    /** The best first: the one that will be there longest, and of equals always the same. */
    static final Comparator<LocalAddress> BY_STABILITY = Comparator.comparing(LocalAddress::isTemporary)
            .thenComparing(address -> !address.isAssigned())
            .thenComparing(address -> !address.isFromHardware());

    // include/uapi/linux/if_addr.h; the file shows the low eight bits.
    private static final int TEMPORARY = 0x01;
    private static final int DAD_FAILED = 0x08;
    private static final int DEPRECATED = 0x20;
    private static final int TENTATIVE = 0x40;
    private static final int PERMANENT = 0x80;

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

package io.github.ddnsjava.simulation;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access line: its addresses of both families, all that it ever had, and when an honest witness last told each of
 * them. Addresses are counted up, so that no two lines and no liar ever share one by chance.
 */
final class Line {
    private static final int CGNAT = 0x64400001;

    private final Time time;
    private final Chronicle chronicle;
    private final int number;
    private final Map<IpFamily, IpAddress> present = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, IpAddress> before = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, Duration> since = new EnumMap<>(IpFamily.class);
    private final Map<IpAddress, Duration> told = new HashMap<>();
    private int count;
    private boolean behindCarrier;

    Line(int number, Time time, Chronicle chronicle) {
        this.number = number;
        this.time = time;
        this.chronicle = chronicle;
        reconnect(IpFamily.IPV4);
        reconnect(IpFamily.IPV6);
    }

    /** Gets another address, or prefix, of that family. */
    void reconnect(IpFamily family) {
        count++;
        set(family, fresh(family, number * 64 + 10, count));
    }

    /** Gets the address back that it had before. */
    void flap(IpFamily family) {
        IpAddress old = before.get(family);
        if (old != null) {
            set(family, old);
        }
    }

    /** Has no address of that family, until it reconnects. */
    void lose(IpFamily family) {
        set(family, null);
    }

    /** Is moved behind the carrier's translation, or back. */
    void behindCarrier(boolean behind) {
        behindCarrier = behind;
        chronicle.tell("line " + number, () -> behind ? "is behind CGNAT" : "has an address of its own again");
    }

    private void set(IpFamily family, @Nullable IpAddress address) {
        IpAddress old = present.get(family);
        if (old != null) {
            before.put(family, old);
        }
        if (address == null) {
            present.remove(family);
        } else {
            present.put(family, address);
        }
        since.put(family, time.passed());
        chronicle.addressChanges++;
        chronicle.tell("line " + number, () -> family + " is now " + (address == null ? "lost" : address));
    }

    /** Makes an address of one block; blocks and counts tell all addresses of a world apart. */
    static IpAddress fresh(IpFamily family, int block, int count) {
        if (family == IpFamily.IPV4) {
            // 128.0.0.0 and up: globally routable as long as blocks and counts stay small.
            int bits = 0x80200000 + (block << 14) + count * 7;
            return IpAddress.of(bytes(bits));
        }
        byte[] bytes = new byte[16];
        bytes[0] = 0x2a;
        bytes[1] = 0x05;
        System.arraycopy(bytes(block), 0, bytes, 2, 4);
        System.arraycopy(bytes(count), 0, bytes, 6, 4);
        bytes[15] = 1;
        return IpAddress.of(bytes);
    }

    private static byte[] bytes(int bits) {
        return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
    }

    /** Tells whether what witnesses see of that family is the carrier's. */
    boolean isBehindCarrier(IpFamily family) {
        return family == IpFamily.IPV4 && behindCarrier;
    }

    /** Returns what an honest witness sees now. */
    Optional<IpAddress> seen(IpFamily family) {
        if (isBehindCarrier(family)) {
            return Optional.of(IpAddress.of(bytes(CGNAT + number)));
        }
        return Optional.ofNullable(present.get(family));
    }

    /** Returns the address before the present one. */
    Optional<IpAddress> formerly(IpFamily family) {
        return Optional.ofNullable(before.get(family));
    }

    /** Returns the address that the world should be told. */
    Optional<IpAddress> address(IpFamily family) {
        return Optional.ofNullable(present.get(family));
    }

    /** Returns since when. */
    Duration since(IpFamily family) {
        return since.getOrDefault(family, Duration.ZERO);
    }

    /** A witness said so, and the line had that address at that time or once. */
    void told(IpAddress address) {
        told.put(address, time.passed());
    }

    /** Returns when an address was last told; empty if it never was, or never was this line's. */
    Optional<Duration> lastTold(IpAddress address) {
        return Optional.ofNullable(told.get(address));
    }
}

package io.github.ddnsjava;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One IP address without host name, zone or port. Immutable and thread-safe. Addresses are ordered by family, then by
 * value.
 *
 * <p>The API does not use {@link InetAddress}, because it folds IPv4-mapped IPv6 addresses into IPv4 ones, carries
 * interface zones, prints IPv6 uncompressed, and looks up a name if a text is almost an address. Here parsing never
 * touches the network. The text form is canonical: dotted decimal, or RFC 5952.
 */
public final class IpAddress implements Comparable<IpAddress> {
    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Parses one literal. IPv4 is written as four decimal numbers without leading zeros. IPv6 is written by RFC 4291
     * section 2.2, without brackets, zone or prefix length. Surrounding white space is not allowed.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static IpAddress parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("not an IP address literal: \"" + shorten(text) + "\""));
    }

    /** Parses one literal like {@link #parse}; empty if the text is not a literal. */
    public static Optional<IpAddress> tryParse(String text) {
        byte[] bytes = IpLiterals.parse(text);
        return bytes == null ? Optional.empty() : Optional.of(new IpAddress(bytes));
    }

    /**
     * Creates an address from its 4 or 16 bytes in network order. The bytes are copied.
     *
     * @throws IllegalArgumentException if there are neither 4 nor 16 bytes
     */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length);
        }
        return new IpAddress(bytes.clone());
    }

    /** Creates an address from a JDK address. A zone, as in {@code fe80::1%eth0}, is dropped. */
    public static IpAddress of(InetAddress address) {
        return new IpAddress(address.getAddress());
    }

    /** Returns the family. */
    public IpFamily family() {
        return bytes.length == 4 ? IpFamily.IPV4 : IpFamily.IPV6;
    }

    /** Returns a copy of the 4 or 16 bytes, in network order. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Returns this address as a JDK address without a host name. An IPv6 address stays an IPv6 address, even if it is
     * IPv4-mapped.
     */
    public InetAddress toInetAddress() {
        try {
            return bytes.length == 4 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("the length was checked", e);
        }
    }

    /** Tells whether the other address has the same family and the same leading bits. */
    boolean sharesPrefix(IpAddress other, int bits) {
        if (bytes.length != other.bytes.length) {
            return false;
        }
        int same = Arrays.mismatch(bytes, other.bytes);
        return same < 0
                || same * 8 >= bits
                || bits < (same + 1) * 8 && (bytes[same] ^ other.bytes[same]) >> (8 - bits % 8) == 0;
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Integer.compare(bytes.length, other.bytes.length);
        return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress ipAddress && Arrays.equals(bytes, ipAddress.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the canonical text, as in {@code 192.0.2.1} or {@code 2001:db8::1} (RFC 5952). */
    @Override
    public String toString() {
        return IpLiterals.format(bytes);
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}

package io.github.ddnsjava;

/**
 * A block of addresses, such as {@code 192.0.2.0/24} or {@code fd00::/8} (RFC 4632, RFC 4291 section 2.3). Immutable
 * and thread-safe.
 *
 * @param address the first address of the block; all bits after the prefix are zero
 * @param prefixLength the number of leading bits that all addresses of the block share
 */
public record Cidr(IpAddress address, int prefixLength) {
    /**
     * Checks the prefix length and the bits after the prefix.
     *
     * @throws IllegalArgumentException if the prefix length does not fit the family, or a bit after the prefix is set
     */
    public Cidr {
        if (prefixLength < 0 || prefixLength > address.family().bits()) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is not within 0.."
                    + address.family().bits());
        }
        byte[] bytes = address.toBytes();
        for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                throw new IllegalArgumentException(address + "/" + prefixLength + " has bits set behind its prefix");
            }
        }
    }

    /**
     * Parses {@code ADDRESS/LENGTH}. An address without a length is a block of one address.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress address = IpAddress.parse(text);
            return new Cidr(address, address.family().bits());
        }
        String length = text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("not an address block: the length behind the slash is not a number");
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** Tells whether the address lies in this block. An address of the other family never does. */
    public boolean contains(IpAddress candidate) {
        return address.sharesPrefix(candidate, prefixLength);
    }

    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}

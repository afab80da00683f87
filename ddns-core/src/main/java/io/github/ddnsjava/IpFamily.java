package io.github.ddnsjava;

/** The two families of Internet addresses. */
public enum IpFamily {
    /** IPv4: 4 bytes. */
    IPV4("ipv4", 4),
    /** IPv6: 16 bytes. */
    IPV6("ipv6", 16);

    private final String text;
    private final int bytes;

    IpFamily(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** Returns the number of bytes of an address of this family: 4 or 16. */
    public int bytes() {
        return bytes;
    }

    /** Returns the number of bits of an address of this family: 32 or 128. */
    public int bits() {
        return bytes * 8;
    }

    /** Returns {@code ipv4} or {@code ipv6}: the words used in configuration, logs and reports. */
    @Override
    public String toString() {
        return text;
    }
}

package io.github.ddnsjava;

/** The types of DNS record sets that an updater manages (RFC 1035 for A, RFC 3596 for AAAA). */
public enum RecordType {
    /** IPv4 addresses. */
    A,
    /** IPv6 addresses. */
    AAAA;

    /** Returns the type that carries addresses of that family. */
    public static RecordType of(IpFamily family) {
        return family == IpFamily.IPV4 ? A : AAAA;
    }

    /** Returns the family of the addresses in such a record set. */
    public IpFamily family() {
        return this == A ? IpFamily.IPV4 : IpFamily.IPV6;
    }
}

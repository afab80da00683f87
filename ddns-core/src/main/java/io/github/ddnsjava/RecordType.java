package io.github.ddnsjava;

/** The types of DNS record sets that an updater manages (RFC 1035 for A, RFC 3596 for AAAA). */
public enum RecordType {
    /** IPv4 addresses. */
    A,
    /** IPv6 addresses. */
    AAAA;

    /** Returns the family of the addresses in such a record set. */
    public IpFamily family() {
        return this == A ? IpFamily.IPV4 : IpFamily.IPV6;
    }
}

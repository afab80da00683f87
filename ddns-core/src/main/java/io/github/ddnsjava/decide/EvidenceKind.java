package io.github.ddnsjava.decide;

/**
 * The kinds of evidence that a policy can ask for. Each is obtained at most once in a cycle, and shared by the records
 * it applies to.
 */
public enum EvidenceKind {
    /** A second reading of the address, by a fresh connection, and from another operator if there is one. */
    SECOND_READING,
    /** The record set as the provider's own interface returns it. */
    PROVIDER,
    /** The addresses of the name in live DNS. */
    DNS
}

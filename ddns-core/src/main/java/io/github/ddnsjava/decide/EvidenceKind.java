package io.github.ddnsjava.decide;

/** What a policy can ask for. Each is gathered at most once in a cycle, and shared by the records it serves. */
public enum EvidenceKind {
    /** A second reading of the address, on a fresh connection and from another operator where there is one. */
    SECOND_READING,
    /** What the provider's own interface says of the record set. */
    PROVIDER,
    /** What live DNS says of the name. */
    DNS
}

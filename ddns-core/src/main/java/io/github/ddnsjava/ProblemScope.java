package io.github.ddnsjava;

/**
 * What a problem concerns. Nothing is sent for that part until the problem is over. Everything else continues. The
 * constants are ordered from the narrowest to the widest.
 */
public enum ProblemScope {
    /** One record. The other records of the zone continue. */
    RECORD,
    /** Every record of one zone. The other zones of the account continue. */
    ZONE,
    /** Every record of the provider's account. */
    ACCOUNT;

    /** Returns the wider of two scopes. */
    public ProblemScope orWider(ProblemScope other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

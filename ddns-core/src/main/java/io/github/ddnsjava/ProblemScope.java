package io.github.ddnsjava;

/**
 * What a problem concerns: nothing is sent for it until the problem is over, and everything else goes on. The order is
 * from the narrowest to the widest.
 */
public enum ProblemScope {
    /** One record: its neighbours in the zone go on. */
    RECORD,
    /** Every record of one zone: other zones of the account go on. */
    ZONE,
    /** Every record of the provider's account. */
    ACCOUNT;

    /** Returns the wider of two scopes. */
    public ProblemScope orWider(ProblemScope other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The gate of an account as one call to a provider sees it: what leaves through it is told as this provider's, and as this
 * cycle's. Immutable.
 *
 * @param provider the key of the configured provider
 * @param cycle the number of the cycle; 0 if there is none
 * @param mandate says whether this node may send something for its records
 * @param groups the groups of the records in the call
 */
record Passage(Gate gate, String provider, long cycle, Mandate mandate, Set<Integer> groups) {
    /** See {@link Gate#pass}. */
    <T> T pass(String what, Instant deadline, Publication.Call<T> call) throws InterruptedException {
        return gate.pass(this, what, deadline, call);
    }

    /** See {@link Gate#refusal}. */
    Optional<ChangeResult.NotAttempted> refusal(DnsName zone) {
        return gate.refusal(zone);
    }

    /** Returns until when an exchange has to have ended. */
    Instant latest(Instant deadline) {
        return mandate.latest(groups, deadline);
    }

    /** The code of a provider begins, or ends: as long as it runs, the leases of the records are not given back. */
    void begins() {
        mandate.begins(groups);
    }

    /** See {@link #begins}. */
    void ended() {
        mandate.ended(groups);
    }

    /** Returns why this node may send nothing for the records, if it may not. */
    Optional<String> withoutMandate() {
        return mandate.refusal(groups);
    }
}

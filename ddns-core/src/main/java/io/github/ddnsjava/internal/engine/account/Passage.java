package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import java.time.Instant;
import java.util.Optional;

/**
 * The gate of an account as one call to a provider sees it: what leaves through it is told as this provider's, and as this
 * cycle's. Immutable.
 *
 * @param provider the key of the configured provider
 * @param cycle the number of the cycle; 0 if there is none
 */
record Passage(Gate gate, String provider, long cycle) {
    /** See {@link Gate#pass}. */
    <T> T pass(String what, Instant deadline, Publication.Call<T> call) throws InterruptedException {
        return gate.pass(this, what, deadline, call);
    }

    /** See {@link Gate#refusal}. */
    Optional<ChangeResult.NotAttempted> refusal(DnsName zone) {
        return gate.refusal(zone);
    }
}

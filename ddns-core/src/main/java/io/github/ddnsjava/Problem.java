package io.github.ddnsjava;

import java.time.Duration;
import java.util.Optional;

/**
 * Why something could not be done, as a value. A failed {@link io.github.ddnsjava.publish.ChangeResult ChangeResult}
 * contains it, and the state remembers it. It never contains a secret. Immutable and thread-safe.
 *
 * @param kind the kind, which decides the reaction
 * @param message one sentence for a person, with the remedy if one is known
 * @param retryAfter how long the server asked us to wait; empty if it did not
 * @param scope what the problem concerns: this record, its zone, or the provider's whole account
 */
public record Problem(ProblemKind kind, String message, Optional<Duration> retryAfter, ProblemScope scope) {
    /** Returns a problem that concerns one record and does not say when to try again. */
    public static Problem of(ProblemKind kind, String message) {
        return new Problem(kind, message, Optional.empty(), ProblemScope.RECORD);
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}

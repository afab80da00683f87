package io.github.ddnsjava;

import java.time.Duration;
import java.util.Optional;

/**
 * Why something could not be done, as a value: what a failed {@link
 * io.github.ddnsjava.publish.ChangeResult ChangeResult} carries and what the state remembers. Immutable and
 * thread-safe. Never contains a secret.
 *
 * @param kind the kind, which decides the reaction
 * @param message one sentence for a person, with the remedy where one is known
 * @param retryAfter how long the other side asked us to wait, if it did
 * @param scope what it concerns: this record, its zone, or the provider's whole account
 */
public record Problem(ProblemKind kind, String message, Optional<Duration> retryAfter, ProblemScope scope) {
    /** A problem of one record that says nothing of when to come back. */
    public static Problem of(ProblemKind kind, String message) {
        return new Problem(kind, message, Optional.empty(), ProblemScope.RECORD);
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}

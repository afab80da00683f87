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
 * @param wholeAccount whether every record of the provider's account is concerned, not only this one
 */
public record Problem(ProblemKind kind, String message, Optional<Duration> retryAfter, boolean wholeAccount) {
    /** A problem of one record that says nothing of when to come back. */
    public static Problem of(ProblemKind kind, String message) {
        return new Problem(kind, message, Optional.empty(), false);
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}

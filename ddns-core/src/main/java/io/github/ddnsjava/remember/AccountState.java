package io.github.ddnsjava.remember;

import io.github.ddnsjava.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one provider account, or of one zone of it that has had a problem of its own. Immutable and
 * thread-safe.
 *
 * @param id the account's key; for a zone it is followed by a slash and the zone's name
 * @param notBefore nothing is sent before this time, because of a Retry-After, a backoff, an open circuit breaker or a
 *     hold
 * @param waitingSince when {@code notBefore} was decided. If this time is later than now, the clock was wrong then
 * @param attempts how many attempts in a row failed as a whole
 * @param problem why nothing is sent
 * @param heldFingerprint the provider's fingerprint when a hold began that lasts until settings change; otherwise empty
 * @param tokens what is left of the rate budget, in exchanges
 * @param tokensAt the time of that value
 */
public record AccountState(
        String id,
        Optional<Instant> notBefore,
        Optional<Instant> waitingSince,
        int attempts,
        Optional<Problem> problem,
        Optional<String> heldFingerprint,
        double tokens,
        Optional<Instant> tokensAt) {
    /** Returns the state of an account of which nothing is known. */
    public static AccountState fresh(String id) {
        return new AccountState(
                id, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** Returns this account without its problem. The budget is kept. */
    public AccountState cleared() {
        return new AccountState(
                id, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), tokens, tokensAt);
    }

    /**
     * Returns this account with that problem.
     *
     * @param now when the wait was decided
     */
    public AccountState troubled(
            Optional<Instant> newNotBefore,
            Instant now,
            int newAttempts,
            Problem newProblem,
            Optional<String> newHeld) {
        return new AccountState(
                id,
                newNotBefore,
                newNotBefore.map(until -> now),
                newAttempts,
                Optional.of(newProblem),
                newHeld,
                tokens,
                tokensAt);
    }

    /** Returns this account with another wait, or with none. Its problem is kept. */
    public AccountState waiting(Optional<Instant> newNotBefore, Optional<Instant> newWaitingSince) {
        return new AccountState(
                id, newNotBefore, newWaitingSince, attempts, problem, heldFingerprint, tokens, tokensAt);
    }

    /** Returns this account with another budget. */
    public AccountState withTokens(double newTokens, Instant at) {
        return new AccountState(
                id, notBefore, waitingSince, attempts, problem, heldFingerprint, newTokens, Optional.of(at));
    }
}

package io.github.ddnsjava.remember;

import io.github.ddnsjava.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one provider account, or of one zone of it that has had trouble of its own. Immutable and thread-safe.
 *
 * @param id the account's key; for a zone with a slash and the zone's name after it
 * @param notBefore nothing is sent before: a Retry-After, a backoff, an open breaker, the end of a hold
 * @param waitingSince when {@code notBefore} was decided: a time later than now tells that the clock was wrong then
 * @param attempts how many attempts in a row failed altogether
 * @param problem why nothing is sent
 * @param heldFingerprint while held until settings change: the provider's fingerprint at that time
 * @param tokens what is left of the rate budget
 * @param tokensAt when that was reckoned
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
     * Returns this account in trouble.
     *
     * @param now when that was decided
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

    /** Returns this account with another wait, or none; its trouble is the same. */
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

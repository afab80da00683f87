package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a result means for what is remembered: the rules of step 4, for one call to a provider. Not thread-safe.
 */
final class ResultRules {
    private final Abilities abilities;
    private final Instant now;
    private final Backoff backoff;
    /** Records that failed together are tried again together: one delay for each rung of the ladder. */
    private final Map<Integer, Duration> delays = new HashMap<>();

    ResultRules(Abilities abilities, Instant now, Backoff backoff) {
        this.abilities = abilities;
        this.now = now;
        this.backoff = backoff;
    }

    /** Tells whether a result troubles the account rather than the record. */
    static boolean isOfAccount(ChangeResult result) {
        return problem(result)
                .filter(p -> p.wholeAccount()
                        || p.kind() == ProblemKind.RATE_LIMITED
                        || (p.kind() == ProblemKind.TRANSIENT && p.retryAfter().isPresent()))
                .isPresent();
    }

    static Optional<Problem> problem(ChangeResult result) {
        if (result instanceof ChangeResult.Failed failed) {
            return Optional.of(failed.problem());
        }
        return result instanceof ChangeResult.Unknown unknown ? Optional.of(unknown.problem()) : Optional.empty();
    }

    /** Returns the account after a result that troubles it. */
    AccountState account(AccountState before, Problem problem, String fingerprint) {
        int attempts = before.attempts() + 1;
        if (Holds.needsPerson(problem.kind())) {
            return before.troubled(
                    Holds.end(abilities.holdRule(), attempts, now), attempts, problem, Optional.of(fingerprint));
        }
        Instant notBefore = problem.retryAfter().map(now::plus).orElseGet(() -> Holds.rateLimitEnd(attempts, now));
        return before.troubled(Optional.of(notBefore), attempts, problem, Optional.empty());
    }

    /** Returns the record after a result. */
    RecordState record(RecordState before, Change change, ChangeResult result, String holdFingerprint) {
        return before.with(state -> {
            if (result instanceof ChangeResult.Applied applied) {
                confirm(state, change, applied.effective());
                state.writtenAt = Optional.of(now);
            } else if (result instanceof ChangeResult.AlreadyRight right) {
                confirm(state, change, right.effective());
                if (change.change().intent() == Intent.TOUCH) {
                    state.writtenAt = Optional.of(now);
                }
            } else if (result instanceof ChangeResult.Accepted accepted) {
                state.notBefore = Optional.of(accepted.readAt());
            } else if (result instanceof ChangeResult.Unknown unknown) {
                tryAgain(state, unknown.problem(), before.attempts() + 1, isOfAccount(result));
            } else if (result instanceof ChangeResult.Failed failed) {
                state.inDoubt = Optional.empty();
                fail(state, failed.problem(), before.attempts() + 1, isOfAccount(result), holdFingerprint);
            } else {
                state.inDoubt = Optional.empty();
            }
        });
    }

    private void confirm(RecordState.Builder state, Change change, Map<String, Object> effective) {
        state.confirm(change.change().addresses(), now);
        state.effective = effective;
        state.fingerprint = Optional.of(change.entry().record.fingerprint());
        state.sequence = change.sequence();
    }

    private void fail(
            RecordState.Builder state, Problem problem, int attempts, boolean ofAccount, String holdFingerprint) {
        if (!ofAccount && Holds.needsPerson(problem.kind())) {
            state.problem = Optional.of(problem);
            state.attempts = attempts;
            state.notBefore = Holds.end(abilities.holdRule(), attempts, now);
            state.heldFingerprint = Optional.of(holdFingerprint);
        } else {
            tryAgain(state, problem, attempts, ofAccount);
        }
    }

    private void tryAgain(RecordState.Builder state, Problem problem, int attempts, boolean ofAccount) {
        state.problem = Optional.of(problem);
        state.heldFingerprint = Optional.empty();
        if (ofAccount) {
            // When it goes on is the account's state.
            state.notBefore = Optional.empty();
            return;
        }
        state.attempts = attempts;
        state.notBefore = Optional.of(now.plus(delays.computeIfAbsent(attempts, backoff::after)));
    }

    /** Returns the word for a result. */
    static Outcome outcome(ChangeResult result) {
        if (result instanceof ChangeResult.Applied applied) {
            return applied.outcome();
        } else if (result instanceof ChangeResult.AlreadyRight) {
            return Outcome.UNCHANGED;
        } else if (result instanceof ChangeResult.Failed) {
            return Outcome.FAILED;
        }
        return result instanceof ChangeResult.NotAttempted ? Outcome.HELD : Outcome.PENDING;
    }

    /** Returns what stood there before, as far as known. */
    static Set<IpAddress> previous(ChangeResult result, RecordState before) {
        if (result instanceof ChangeResult.Applied applied
                && !applied.previous().isEmpty()) {
            return applied.previous();
        }
        return result instanceof ChangeResult.Applied ? before.confirmed().orElse(Set.of()) : Set.of();
    }
}

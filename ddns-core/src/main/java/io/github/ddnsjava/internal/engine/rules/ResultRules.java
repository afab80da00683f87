package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.internal.engine.records.Change;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a result means for what is remembered: the rules of step 4, for one call to a provider. Not thread-safe.
 */
public final class ResultRules {
    private final Abilities abilities;
    private final InstantSource clock;
    private final Backoff backoff;
    /** Records that failed in one call are tried again together: one time for each rung of the ladder. */
    private final Map<Integer, Instant> retries = new HashMap<>();

    public ResultRules(Abilities abilities, InstantSource clock, Backoff backoff) {
        this.abilities = abilities;
        this.clock = clock;
        this.backoff = backoff;
    }

    /** Tells whether a result troubles the account rather than the record. */
    public static boolean isOfAccount(ChangeResult result) {
        return problem(result)
                .filter(p -> p.wholeAccount()
                        || p.kind() == ProblemKind.RATE_LIMITED
                        || (p.kind() == ProblemKind.TRANSIENT && p.retryAfter().isPresent()))
                .isPresent();
    }

    /** Tells whether a result shows that the account works. */
    public static boolean isSuccess(ChangeResult result) {
        return result instanceof ChangeResult.Applied || result instanceof ChangeResult.AlreadyRight;
    }

    public static Optional<Problem> problem(ChangeResult result) {
        if (result instanceof ChangeResult.Failed failed) {
            return Optional.of(failed.problem());
        }
        return result instanceof ChangeResult.Unknown unknown ? Optional.of(unknown.problem()) : Optional.empty();
    }

    /** Returns the account after a result that troubles it. */
    public AccountState account(AccountState before, Problem problem, String fingerprint) {
        int attempts = Holds.inARow(before.problem(), before.attempts(), problem.kind());
        if (Holds.needsPerson(problem.kind())) {
            return before.troubled(
                    Holds.end(abilities.holdRule(), attempts, clock.instant()),
                    attempts,
                    problem,
                    Optional.of(fingerprint));
        }
        Instant notBefore = problem.retryAfter()
                .map(clock.instant()::plus)
                .orElseGet(() -> Holds.rateLimitEnd(attempts, clock.instant()));
        return before.troubled(Optional.of(notBefore), attempts, problem, Optional.empty());
    }

    /**
     * Returns the record after a result.
     *
     * @param doubtBefore what was in doubt before this call to the provider: only a confirmation ends that
     * @param settings the settings by which a hold would end
     */
    public RecordState record(
            RecordState before,
            Change change,
            ChangeResult result,
            Optional<Set<IpAddress>> doubtBefore,
            String settings) {
        return before.with(state -> {
            if (result instanceof ChangeResult.Applied applied) {
                confirm(state, change, applied.effective());
                state.writtenAt = Optional.of(clock.instant());
            } else if (result instanceof ChangeResult.AlreadyRight right) {
                confirm(state, change, right.effective());
                if (change.change().intent() == Intent.TOUCH) {
                    state.writtenAt = Optional.of(clock.instant());
                }
            } else if (result instanceof ChangeResult.Accepted accepted) {
                state.notBefore = Optional.of(accepted.readAt());
            } else if (result instanceof ChangeResult.Unknown unknown) {
                tryAgain(state, unknown.problem(), attempts(before, unknown.problem()), isOfAccount(result));
            } else if (result instanceof ChangeResult.Failed failed) {
                state.inDoubt = doubtBefore;
                fail(state, failed.problem(), attempts(before, failed.problem()), isOfAccount(result), settings);
            } else {
                state.inDoubt = doubtBefore;
            }
        });
    }

    private static int attempts(RecordState before, Problem problem) {
        return Holds.inARow(before.problem(), before.attempts(), problem.kind());
    }

    private void confirm(RecordState.Builder state, Change change, Map<String, Object> effective) {
        state.confirm(change.change().addresses(), clock.instant());
        state.effective = effective;
        state.fingerprint = Optional.of(change.entry().record.fingerprint());
        state.sequence = change.sequence();
    }

    private void fail(RecordState.Builder state, Problem problem, int attempts, boolean ofAccount, String settings) {
        if (!ofAccount && Holds.needsPerson(problem.kind())) {
            state.problem = Optional.of(problem);
            state.attempts = attempts;
            state.notBefore = Holds.end(abilities.holdRule(), attempts, clock.instant());
            state.heldFingerprint = Optional.of(settings);
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
        Instant together = retries.get(attempts);
        // In a call of long exchanges, the time of those that failed first may have come.
        if (together == null || !together.isAfter(clock.instant())) {
            together = clock.instant().plus(backoff.after(attempts));
            retries.put(attempts, together);
        }
        state.notBefore = Optional.of(together);
    }

    /** Returns the word for a result. */
    public static Outcome outcome(ChangeResult result) {
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
    public static Set<IpAddress> previous(ChangeResult result, RecordState before) {
        if (result instanceof ChangeResult.Applied applied
                && !applied.previous().isEmpty()) {
            return applied.previous();
        }
        return result instanceof ChangeResult.Applied ? before.confirmed().orElse(Set.of()) : Set.of();
    }
}

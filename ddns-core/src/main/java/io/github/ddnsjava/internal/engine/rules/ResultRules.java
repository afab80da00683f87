package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.internal.engine.records.Change;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a result means for what is remembered: the rules of step 4, for one call to a provider. Thread-safe.
 */
public final class ResultRules {
    /** A longer TTL is not waited for: the address may be another by then. */
    private static final Duration LONGEST_TTL = Duration.ofHours(1);

    private final Abilities abilities;
    private final InstantSource clock;
    private final Backoff backoff;
    /** Records that failed in one call are tried again together: one time for each rung of the ladder. */
    private final Map<Integer, Instant> retries = new ConcurrentHashMap<>();

    public ResultRules(Abilities abilities, InstantSource clock, Backoff backoff) {
        this.abilities = abilities;
        this.clock = clock;
        this.backoff = backoff;
    }

    /** Tells whether a result troubles just that: the record, its zone, or the account. */
    public static boolean concerns(ChangeResult result, ProblemScope scope) {
        return problem(result).filter(p -> p.scope() == scope).isPresent();
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

    /** Returns the row of an account, or of a zone, after a result that troubles it. */
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
     * @param zone the row of its zone, where nothing may be sent to that
     * @param settings the settings by which a hold would end
     */
    public RecordState record(
            RecordState before,
            Change change,
            ChangeResult result,
            Optional<Set<IpAddress>> doubtBefore,
            Optional<AccountState> zone,
            String settings) {
        return before.with(state -> {
            if (isHeldByZone(result) && zone.isPresent()) {
                state.inDoubt = result instanceof ChangeResult.Unknown ? state.inDoubt : doubtBefore;
                hold(state, zone.get(), settings);
                return;
            }
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
                tryAgain(
                        state,
                        unknown.problem(),
                        attempts(before, unknown.problem()),
                        concerns(result, ProblemScope.ACCOUNT));
                abilities.unknownRule().ifPresent(rule -> letDnsChange(state, rule, change));
            } else if (result instanceof ChangeResult.Failed failed) {
                state.inDoubt = doubtBefore;
                if (failed.problem().kind() == ProblemKind.STATE_UNWRITABLE) {
                    state.problem = Optional.of(failed.problem()); // nothing was sent: the next cycle may
                    notSent(state);
                } else {
                    fail(
                            state,
                            failed.problem(),
                            attempts(before, failed.problem()),
                            concerns(result, ProblemScope.ACCOUNT),
                            settings);
                }
            } else {
                state.inDoubt = doubtBefore;
                notSent(state);
            }
        });
    }

    /**
     * Nobody but live DNS can tell what became of a write, and not before it can have changed: the record waits for its
     * TTL where that is known, and for minutes at least.
     */
    private void letDnsChange(RecordState.Builder state, HoldRule rule, Change change) {
        Duration ttl = Optional.ofNullable(state.effective.get(Attributes.TTL))
                .filter(Duration.class::isInstance)
                .map(Duration.class::cast)
                .or(() -> change.change().attributes().onUpdate(Attributes.TTL, Duration.class))
                .map(known -> known.compareTo(LONGEST_TTL) < 0 ? known : LONGEST_TTL)
                .orElse(Duration.ZERO);
        Instant now = clock.instant();
        state.notBefore = Stream.concat(
                        Stream.of(now.plus(ttl)),
                        Stream.of(state.notBefore, Holds.end(rule, Math.max(1, state.attempts), now))
                                .flatMap(Optional::stream))
                .max(Instant::compareTo);
    }

    private static boolean isHeldByZone(ChangeResult result) {
        return result instanceof ChangeResult.NotAttempted || concerns(result, ProblemScope.ZONE);
    }

    /** Each record of a zone in trouble waits for as long as the zone does. */
    private static void hold(RecordState.Builder state, AccountState zone, String settings) {
        state.problem = zone.problem();
        state.attempts = zone.attempts();
        state.notBefore = zone.notBefore();
        state.heldFingerprint = zone.heldFingerprint().map(fingerprint -> settings);
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
        state.notBefore = Optional.of(notBefore(problem, attempts));
    }

    /** Returns when a record is tried again: by our own growing delay, and not before the server wants it. */
    private Instant notBefore(Problem problem, int attempts) {
        Instant now = clock.instant();
        Instant ours = problem.kind() == ProblemKind.RATE_LIMITED
                ? problem.retryAfter().isPresent() ? retry(attempts) : Holds.rateLimitEnd(attempts, now)
                : retry(attempts);
        return Stream.concat(Stream.of(ours), problem.retryAfter().map(now::plus).stream())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private void notSent(RecordState.Builder state) {
        if (abilities.unknownRule().isPresent()) {
            state.notBefore = Optional.empty(); // which announced a write that was not sent
        }
    }

    private Instant retry(int attempts) {
        Instant now = clock.instant();
        Instant together = retries.get(attempts);
        // In a call of long exchanges, the time of those that failed first may have come.
        if (together == null || !together.isAfter(now)) {
            Instant drawn = now.plus(backoff.after(attempts));
            together = retries.merge(attempts, drawn, (other, mine) -> other.isAfter(now) ? other : mine);
        }
        return together;
    }

    /** Returns how long a write that is announced is not repeated, should nothing be known of it any more. */
    public Optional<Instant> waitAfterCrash() {
        return abilities.unknownRule().flatMap(rule -> Holds.end(rule, 1, clock.instant()));
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

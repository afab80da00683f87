package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.internal.engine.records.PendingChange;
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

/** What is remembered after a result: the rules of step 4, for one call to a provider. Thread-safe. */
public final class ResultRules {
    /** The longest TTL that is waited for. After a longer time, the address may have changed again. */
    private static final Duration LONGEST_TTL = Duration.ofHours(1);

    private final Abilities abilities;
    private final InstantSource clock;
    private final Backoff backoff;
    /** Records that failed in one call are tried again together. For each number of failures there is one time. */
    private final Map<Integer, Instant> retries = new ConcurrentHashMap<>();

    public ResultRules(Abilities abilities, InstantSource clock, Backoff backoff) {
        this.abilities = abilities;
        this.clock = clock;
        this.backoff = backoff;
    }

    /** Returns whether the problem of a result has exactly this scope: record, zone or account. */
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

    /** Returns the row of an account or a zone after a result with a problem of that scope. */
    public AccountState account(AccountState before, Problem problem, String fingerprint) {
        Instant now = clock.instant();
        int attempts = before.attempts() + 1;
        Optional<Duration> length = length(before.waitingSince(), before.notBefore());
        if (Holds.needsPerson(problem.kind())) {
            Optional<Instant> end =
                    Holds.length(abilities.holdRule(), before.problem(), length).map(now::plus);
            return before.troubled(end, now, attempts, problem, Optional.of(fingerprint));
        }
        Instant end = Backoff.later(ownBackoff(attempts), named(problem, before.problem(), length), now);
        return before.troubled(Optional.of(end), now, attempts, problem, Optional.empty());
    }

    /** Returns the wait that the server named, or the default wait of a rate limit without one. */
    private static Optional<Duration> named(
            Problem problem, Optional<Problem> before, Optional<Duration> lengthBefore) {
        boolean unnamed = problem.kind() == ProblemKind.RATE_LIMITED
                && problem.retryAfter().isEmpty();
        return unnamed ? Optional.of(Holds.rateLimit(before, lengthBefore)) : problem.retryAfter();
    }

    private static Optional<Duration> lengthOf(RecordState state) {
        return length(state.waitingSince(), state.notBefore());
    }

    /** Returns how long a wait was, where that is known. */
    private static Optional<Duration> length(Optional<Instant> since, Optional<Instant> until) {
        return since.flatMap(from -> until.map(to -> Duration.between(from, to)));
    }

    /**
     * Returns the record after a result.
     *
     * @param doubtBefore the values that were in doubt before this call to the provider; only a confirmation ends a
     *     doubt
     * @param zone the row of its zone, if nothing may be sent to that zone
     * @param settings the settings; a hold ends when they change
     */
    public RecordState record(
            RecordState before,
            PendingChange change,
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
                confirm(state, change, change.change().effectiveAfter(applied.effective(), true));
                state.writtenAt = Optional.of(clock.instant());
            } else if (result instanceof ChangeResult.AlreadyRight right) {
                confirm(state, change, change.change().effectiveAfter(right.effective(), false));
                if (change.change().intent() == Intent.TOUCH) {
                    state.writtenAt = Optional.of(clock.instant());
                }
            } else if (result instanceof ChangeResult.Accepted accepted) {
                later(state, attempts(before), until(accepted.readAt()));
                accept(state, change, accepted.ticket().filter(ticket -> abilities.tickets()));
            } else if (result instanceof ChangeResult.Unknown unknown) {
                tryAgain(state, before, unknown.problem(), concerns(result, ProblemScope.ACCOUNT));
                abilities.unknownRule().ifPresent(rule -> letDnsChange(state, rule, change));
            } else if (result instanceof ChangeResult.Failed failed) {
                state.inDoubt = doubtBefore;
                if (failed.problem().kind() == ProblemKind.STATE_UNWRITABLE) {
                    state.problem = Optional.of(failed.problem()); // nothing was sent: the next cycle may
                } else {
                    fail(state, before, failed.problem(), concerns(result, ProblemScope.ACCOUNT), settings);
                }
            } else {
                state.inDoubt = doubtBefore;
                Optional<Instant> named = ((ChangeResult.NotAttempted) result).notBefore();
                if (named.filter(at -> !at.isAfter(clock.instant())).isPresent()) {
                    later(state, attempts(before), Optional.empty()); // a time that is over is no wait
                }
            }
        });
    }

    /**
     * Only live DNS can show the result of the write, and only after DNS can have changed. The record waits for its TTL
     * if that is known, and at least for some minutes.
     */
    private void letDnsChange(RecordState.Builder state, HoldRule rule, PendingChange change) {
        Duration ttl = Optional.ofNullable(state.effective.get(Attributes.TTL))
                .filter(Duration.class::isInstance)
                .map(Duration.class::cast)
                .or(() -> change.change().attributes().onUpdate(Attributes.TTL, Duration.class))
                .map(known -> known.compareTo(LONGEST_TTL) < 0 ? known : LONGEST_TTL)
                .orElse(Duration.ZERO);
        Instant now = clock.instant();
        Optional<Instant> byRule =
                Holds.length(rule, Math.max(1, state.attempts)).map(now::plus);
        state.waitUntil(Holds.later(Optional.of(now.plus(ttl)), Holds.later(state.notBefore, byRule)), now);
    }

    private static boolean isHeldByZone(ChangeResult result) {
        return result instanceof ChangeResult.NotAttempted || concerns(result, ProblemScope.ZONE);
    }

    /** Each record of a zone in trouble waits as long as the zone. */
    private static void hold(RecordState.Builder state, AccountState zone, String settings) {
        state.problem = zone.problem();
        state.attempts = zone.attempts();
        state.notBefore = zone.notBefore();
        state.waitingSince = zone.waitingSince();
        state.heldFingerprint = zone.heldFingerprint().map(fingerprint -> settings);
    }

    /**
     * Returns the record after a result without a write. A record that is in sync shows that the provider can be read.
     * It does not show that the provider accepts writes again. If the next write is refused soon, the count of attempts
     * continues.
     */
    public static RecordState unwritten(RecordState before, RecordState after) {
        boolean passed = after.problem().isEmpty()
                && before.problem().filter(p -> Holds.needsPerson(p.kind())).isEmpty();
        return passed && after.attempts() < before.attempts()
                ? after.with(state -> {
                    state.attempts = before.attempts();
                    state.notBefore = before.notBefore();
                    state.waitingSince = before.waitingSince();
                })
                : after;
    }

    /**
     * Returns the number of consecutive failed attempts, whatever the reasons were. Attempts long ago do not count if
     * the record was in sync since.
     */
    private int attempts(RecordState before) {
        boolean goesOn = before.problem().isPresent()
                || before.notBefore()
                        .filter(at -> at.plus(backoff.longest()).isAfter(clock.instant()))
                        .isPresent();
        return goesOn ? before.attempts() + 1 : 1;
    }

    /** An open ticket stays as it was noted: how long it may be asked for begins with the write. */
    private void accept(RecordState.Builder state, PendingChange change, Optional<String> ticket) {
        Set<IpAddress> addresses = change.change().addresses();
        state.inDoubt = state.inDoubt.or(() -> Optional.of(addresses));
        state.ticket = ticket.map(text -> state.ticket
                .filter(open -> open.text().equals(text))
                .orElseGet(() -> new RecordState.Ticket(
                        text, addresses, change.entry().record.fingerprint(), clock.instant())));
    }

    private void confirm(RecordState.Builder state, PendingChange change, Map<String, Object> effective) {
        String written = state.ticket
                .map(RecordState.Ticket::fingerprint)
                .orElse(change.entry().record.fingerprint());
        state.confirm(change.change().addresses(), clock.instant());
        state.effective = effective;
        state.fingerprint = Optional.of(written);
        state.confirmedBy = Optional.of(change.entry().provider.account());
        state.sequence = change.sequence();
    }

    private void fail(
            RecordState.Builder state, RecordState before, Problem problem, boolean ofAccount, String settings) {
        if (!ofAccount && Holds.needsPerson(problem.kind())) {
            Instant now = clock.instant();
            Optional<Duration> length = lengthOf(before);
            state.problem = Optional.of(problem);
            state.attempts = attempts(before);
            state.waitUntil(
                    Holds.length(abilities.holdRule(), before.problem(), length).map(now::plus), now);
            state.heldFingerprint = Optional.of(settings);
        } else {
            tryAgain(state, before, problem, ofAccount);
        }
    }

    private void tryAgain(RecordState.Builder state, RecordState before, Problem problem, boolean ofAccount) {
        state.problem = Optional.of(problem);
        state.heldFingerprint = Optional.empty();
        if (ofAccount && Holds.needsPerson(problem.kind())) {
            // When it goes on is the account's state.
            state.waitUntil(Optional.empty(), clock.instant());
            return;
        }
        // What the server named, for the account, is the account's state; but attempts count for the record all the
        // same.
        later(
                state,
                attempts(before),
                ofAccount ? Optional.empty() : named(problem, before.problem(), lengthOf(before)));
    }

    private Optional<Duration> until(Instant at) {
        return Optional.of(Duration.between(clock.instant(), at));
    }

    /** Tries again after the wait that the server named, but never before the end of our own backoff. */
    private void later(RecordState.Builder state, int attempts, Optional<Duration> named) {
        Instant now = clock.instant();
        state.attempts = attempts;
        state.waitUntil(Optional.of(Backoff.later(ownBackoff(attempts), named, now)), now);
    }

    /** Returns the end of our own backoff. Records with the same number of failures in this call get the same time. */
    private Instant ownBackoff(int attempts) {
        Instant now = clock.instant();
        Instant together = retries.get(attempts);
        // In a call of long exchanges, the time of those that failed first may have come, or nearly.
        Instant soonest = now.plus(backoff.shortest(attempts));
        if (together == null || together.isBefore(soonest)) {
            Instant drawn = backoff.notBefore(attempts, Optional.empty(), now);
            together = retries.merge(attempts, drawn, (other, mine) -> other.isBefore(soonest) ? mine : other);
        }
        return together;
    }

    /**
     * Returns how long an attempted write is not repeated if the process ends before its result is known. If this is
     * the attempt after a hold, the hold continues with its length, and the next refusal doubles it.
     */
    public Optional<Instant> waitAfterCrash(RecordState before) {
        Optional<Duration> held = lengthOf(before)
                .filter(length -> before.problem()
                        .filter(p -> Holds.needsPerson(p.kind()) || p.kind() == ProblemKind.RATE_LIMITED)
                        .isPresent());
        return abilities
                .unknownRule()
                .flatMap(rule -> Holds.length(rule, 1))
                .map(first -> held.filter(length -> length.compareTo(first) > 0).orElse(first))
                .map(clock.instant()::plus);
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

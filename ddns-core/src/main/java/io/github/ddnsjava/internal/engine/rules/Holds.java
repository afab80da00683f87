package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * When nothing may be sent. A hold lasts until its end, until settings change, or until a person ends it; a backoff
 * only until its end.
 */
public final class Holds {
    private static final Duration RATE_LIMITED_FIRST = Duration.ofMinutes(10);
    private static final Duration RATE_LIMITED_MAX = Duration.ofHours(24);

    private static final Problem BUSY =
            Problem.of(ProblemKind.TRANSIENT, "the provider took the change, and carries it out in its own time");

    private Holds() {}

    /** Tells whether a problem of that kind needs a person, so that trying again by itself is no help. */
    public static boolean needsPerson(ProblemKind kind) {
        return switch (kind) {
            case AUTHENTICATION, REJECTED, BLOCKED, AMBIGUOUS, CONFIGURATION -> true;
            default -> false;
        };
    }

    /** Tells whether what is wrong with a record may be over sooner: other settings, or one more reading, would end it. */
    public static boolean mayEndSooner(Optional<Problem> problem) {
        return problem.filter(p -> needsPerson(p.kind()) || p.kind() == ProblemKind.UNCONFIRMED)
                .isPresent();
    }

    /** Returns why and until when nothing may be sent to an account, or to a zone. */
    public static Optional<Decision.Hold> onAccount(AccountState state, Supplier<String> settings, Instant now) {
        boolean held = lasts(state.notBefore(), state.heldFingerprint(), settings, now);
        return held
                ? Optional.of(new Decision.Hold(state.problem().orElse(BUSY), state.notBefore()))
                : Optional.empty();
    }

    /** Returns why and until when nothing may be sent for a record, its account aside. */
    public static Optional<Decision.Hold> onRecord(RecordState state, Supplier<String> settings, Instant now) {
        boolean held = lasts(state.notBefore(), state.heldFingerprint(), settings, now);
        return held
                ? Optional.of(new Decision.Hold(state.problem().orElse(BUSY), state.notBefore()))
                : Optional.empty();
    }

    private static boolean lasts(
            Optional<Instant> notBefore, Optional<String> heldFingerprint, Supplier<String> settings, Instant now) {
        boolean later = notBefore.filter(now::isBefore).isPresent();
        return heldFingerprint.isEmpty()
                ? later
                : (notBefore.isEmpty() || later) && heldFingerprint.get().equals(settings.get());
    }

    /** Returns under what id a zone's troubles are remembered: in a row like an account's. */
    public static String zoneRow(String account, DnsName zone) {
        return account + "/" + zone;
    }

    /** Returns the ids of all rows that may hold a record: its account's, and those of all that could be its zone. */
    public static List<String> rows(Entry entry) {
        String account = entry.provider.account();
        List<String> rows = new ArrayList<>(List.of(account));
        Optional<DnsName> zone = Optional.of(entry.key().name());
        while (zone.isPresent()) {
            rows.add(zoneRow(account, zone.get()));
            zone = zone.get().parent();
        }
        return rows;
    }

    /** Tells whether a write may have happened, which live DNS only can tell, in minutes. */
    public static boolean waitsForDns(Entry entry, RecordState state) {
        return entry.provider.abilities().unknownRule().isPresent()
                && state.inDoubt().isPresent();
    }

    /** Returns the record without a wait that was meant for a failure which may pass. */
    public static RecordState withoutBackoff(RecordState before) {
        return isBackoff(before.problem()) ? before.with(state -> state.notBefore = Optional.empty()) : before;
    }

    /** Returns the account likewise; a wait that the other side asked for stays. */
    public static AccountState withoutBackoff(AccountState before) {
        return isBackoff(before.problem())
                ? before.troubled(
                        Optional.empty(), before.attempts(), before.problem().orElseThrow(), before.heldFingerprint())
                : before;
    }

    /** Tells whether a wait is one for a failure that may pass, whose length only we chose. */
    public static boolean isBackoff(Optional<Problem> problem) {
        return problem.filter(
                        p -> p.kind() == ProblemKind.TRANSIENT && p.retryAfter().isEmpty())
                .isPresent();
    }

    /** Returns which failure in a row one of that kind is: other kinds before it climbed other ladders. */
    public static int inARow(Optional<Problem> before, int attempts, ProblemKind kind) {
        return before.filter(p -> ladder(p.kind()) == ladder(kind)).isPresent() ? attempts + 1 : 1;
    }

    private static int ladder(ProblemKind kind) {
        return kind == ProblemKind.RATE_LIMITED ? 0 : needsPerson(kind) ? 1 : 2;
    }

    /** Returns when a hold ends after that many refusals in a row; empty for one that only settings or a person end. */
    static Optional<Instant> end(HoldRule rule, int refusals, Instant now) {
        return rule.first().map(first -> now.plus(doubled(first, refusals, rule.max())));
    }

    /** Returns when a rate limit ends whose length the server did not say. */
    static Instant rateLimitEnd(int refusals, Instant now) {
        return now.plus(doubled(RATE_LIMITED_FIRST, refusals, RATE_LIMITED_MAX));
    }

    private static Duration doubled(Duration first, int times, Duration max) {
        Duration duration = first;
        for (int i = 1; i < times && duration.compareTo(max) < 0; i++) {
            duration = duration.multipliedBy(2);
        }
        return duration.compareTo(max) < 0 ? duration : max;
    }
}

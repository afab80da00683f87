package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * When nothing may be sent. A hold lasts until its end, until settings change, or until a person ends it; a backoff
 * only until its end.
 */
public final class Holds {
    private static final Duration RATE_LIMITED_FIRST = Duration.ofMinutes(10);
    private static final Duration RATE_LIMITED_MAX = Duration.ofHours(24);

    private static final Problem BUSY = Problem.of(
            ProblemKind.TRANSIENT, "a change was sent, and it is not known yet whether the provider carried it out");

    private static final Problem ACCEPTED = Problem.of(
            ProblemKind.TRANSIENT,
            "the provider has accepted a change and had not carried it out when it was asked last");

    private static final Problem EARLIER = Problem.of(
            ProblemKind.TRANSIENT,
            "the provider has accepted an earlier change and had not carried it out when it was asked last; what is wanted"
                    + " now is sent after that");

    /**
     * The problem of a record that waits although no problem is remembered. Example: a write failed, then the former
     * address came back, so nothing had to be sent and the problem was over; then the address changed again.
     */
    public static final Problem RESTING = Problem.of(
            ProblemKind.TRANSIENT, "the last attempts failed, and the time of the next attempt has not come yet");

    /** However long a provider's rule is. */
    private static final Duration LONGEST = HoldRule.UNTIL_SETTINGS_CHANGE.max();

    private Holds() {}

    /** Returns whether a problem of that kind needs a person, because a further attempt would not solve it. */
    public static boolean needsPerson(ProblemKind kind) {
        return switch (kind) {
            case AUTHENTICATION, REJECTED, BLOCKED, AMBIGUOUS, CONFIGURATION -> true;
            default -> false;
        };
    }

    /**
     * Returns whether the problem of a record may end before its time. Other settings, or one more reading, would end
     * it.
     */
    public static boolean mayEndSooner(Optional<Problem> problem) {
        return problem.filter(p -> needsPerson(p.kind()) || p.kind() == ProblemKind.UNCONFIRMED)
                .isPresent();
    }

    /** Returns why and until when nothing may be sent to an account, or to a zone. */
    public static Optional<Decision.Hold> onAccount(
            AccountState state, Supplier<Optional<String>> settings, Instant now) {
        boolean held = lasts(state.notBefore(), state.heldFingerprint(), settings, now);
        return held
                ? Optional.of(new Decision.Hold(state.problem().orElse(RESTING), state.notBefore()))
                : Optional.empty();
    }

    /** Returns why and until when nothing may be sent for a record. The account is not considered here. */
    public static Optional<Decision.Hold> onRecord(
            RecordState state, Supplier<Optional<String>> settings, Instant now) {
        boolean held = lasts(state.notBefore(), state.heldFingerprint(), settings, now);
        Problem unnamed =
                state.ticket().isPresent() ? ACCEPTED : state.inDoubt().isPresent() ? BUSY : RESTING;
        return held
                ? Optional.of(new Decision.Hold(state.problem().orElse(unnamed), state.notBefore()))
                : Optional.empty();
    }

    /**
     * Returns what is to be reported of a record for which nothing is sent. That the provider carries out what is wanted is
     * no problem: nobody has to do anything.
     */
    public static Optional<Problem> reported(Problem problem, RecordState state, Entry entry, Set<IpAddress> wanted) {
        return problem.equals(ACCEPTED) ? ofOpenTicket(state, entry, wanted) : Optional.of(problem);
    }

    /** Returns the problem of a record whose open ticket is that of another change than the one that is wanted. */
    public static Optional<Problem> ofOpenTicket(RecordState state, Entry entry, Set<IpAddress> wanted) {
        return state.ticket()
                .filter(ticket -> !ticket.isOf(wanted, entry.record.fingerprint()))
                .map(ticket -> EARLIER);
    }

    /** While a secret cannot be read, nobody knows whether it has changed, and nothing could be sent anyway. */
    private static boolean lasts(
            Optional<Instant> notBefore,
            Optional<String> heldFingerprint,
            Supplier<Optional<String>> settings,
            Instant now) {
        boolean later = notBefore.filter(now::isBefore).isPresent();
        return heldFingerprint.isEmpty()
                ? later
                : (notBefore.isEmpty() || later)
                        && settings.get().map(heldFingerprint.get()::equals).orElse(true);
    }

    /**
     * Returns the id of the row in which the troubles of a zone are remembered. The row has the form of an account's
     * row.
     */
    public static String zoneRow(String account, DnsName zone) {
        return account + "/" + zone;
    }

    /**
     * Returns the ids of all rows that may hold a record: the row of its account, and the rows of all zones that it
     * could belong to.
     */
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

    /** Ends what holds a record, because a person wants that: in its row, its account's and its zone's. */
    public static void release(Memory memory, Roster roster, Entry entry) {
        Set<String> ended = new HashSet<>(rows(entry));
        ended.removeIf(row -> memory.account(row).problem().isEmpty());
        ended.forEach(row -> memory.changeAccount(row, AccountState::cleared));
        memory.change(entry.key(), state -> state.with(RecordState.Builder::clearTrouble));
        // What waits for the same zone waits no longer, too.
        List<RecordKey> neighbours = roster.entries().values().stream()
                .filter(other -> rows(other).stream().anyMatch(ended::contains))
                .map(Entry::key)
                .toList();
        memory.change(
                neighbours,
                state -> state.problem()
                                .filter(p -> p.scope() == ProblemScope.ZONE)
                                .isPresent()
                        ? state.with(RecordState.Builder::clearTrouble)
                        : state);
    }

    /** Returns whether a write may have happened, and only live DNS can show it, after minutes. */
    public static boolean waitsForDns(Entry entry, RecordState state) {
        return entry.provider.abilities().unknownRule().isPresent()
                && state.inDoubt().isPresent();
    }

    /** Returns the record without the wait after a transient failure. */
    public static RecordState withoutBackoff(RecordState before) {
        return isBackoff(before.problem())
                ? before.with(state -> state.waitUntil(Optional.empty(), Instant.EPOCH))
                : before;
    }

    /** Returns the account without the wait after a transient failure. A wait that the server named stays. */
    public static AccountState withoutBackoff(AccountState before) {
        return isBackoff(before.problem()) ? before.waiting(Optional.empty(), Optional.empty()) : before;
    }

    /** Returns whether a wait follows a transient failure, and its length was chosen by us alone. */
    public static boolean isBackoff(Optional<Problem> problem) {
        return problem.filter(
                        p -> p.kind() == ProblemKind.TRANSIENT && p.retryAfter().isEmpty())
                .isPresent();
    }

    /** Returns the later of the times that are known: both must be over. */
    public static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /**
     * Returns how long the hold after a refusal lasts. The rule gives the length of the first hold, and each
     * consecutive hold is twice as long as the one before. Empty if only other settings or a person end the hold.
     */
    public static Optional<Duration> length(HoldRule rule, Optional<Problem> before, Optional<Duration> lengthBefore) {
        boolean again = before.filter(p -> needsPerson(p.kind())).isPresent();
        return rule.first().map(first -> doubled(first, lengthBefore.filter(l -> again), rule.max()));
    }

    /** Returns how long a rate limit lasts if the server did not name its length. */
    public static Duration rateLimit(Optional<Problem> before, Optional<Duration> lengthBefore) {
        boolean again = before.filter(p -> p.kind() == ProblemKind.RATE_LIMITED)
                .filter(p -> p.retryAfter().isEmpty())
                .isPresent();
        return doubled(RATE_LIMITED_FIRST, lengthBefore.filter(l -> again), RATE_LIMITED_MAX);
    }

    /**
     * Returns how long the wait after this number of consecutive attempts lasts. The rule gives the length of the first
     * wait, and each next wait is twice as long.
     */
    static Optional<Duration> length(HoldRule rule, int attempts) {
        Duration max = shorter(rule.max(), LONGEST);
        Optional<Duration> length = rule.first();
        for (int i = 1;
                i < attempts && length.filter(it -> it.compareTo(max) < 0).isPresent();
                i++) {
            length = length.map(it -> it.multipliedBy(2));
        }
        return length.map(it -> shorter(it, max));
    }

    /** The wait before may have been another one, and shorter: that of a write in doubt, say. */
    private static Duration doubled(Duration first, Optional<Duration> before, Duration max) {
        Duration next = before.map(it -> it.multipliedBy(2))
                .filter(it -> it.compareTo(first) > 0)
                .orElse(first);
        return shorter(next, shorter(max, LONGEST));
    }

    /**
     * Returns the maximum length of a wait by its rule. A longer wait was written by a wrong clock.
     *
     * @param held whether it is a hold, which ends when settings change
     * @param problem why it waits; empty if the provider named the time for the next read
     */
    static Duration longest(boolean held, Optional<Problem> problem, HoldRule rule, Backoff backoff) {
        if (held) {
            return shorter(rule.max(), LONGEST);
        }
        boolean ofServer = problem.isEmpty()
                || problem.get().retryAfter().isPresent()
                || problem.get().kind() == ProblemKind.RATE_LIMITED;
        return ofServer && backoff.longest().compareTo(Backoff.LONGEST_NAMED) < 0
                ? Backoff.LONGEST_NAMED
                : backoff.longest();
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

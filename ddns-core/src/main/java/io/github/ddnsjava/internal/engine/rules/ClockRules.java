package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The effect of a wrong wall clock on remembered times. A remembered time that is later than now was written by a clock
 * that was ahead, or the present clock is behind. In both cases the time is meaningless. A backoff that depends on it
 * is over. A hold lasts from now for its original duration, and at most for as long as its rule allows. A check or a
 * refresh that counts from such a time is due.
 *
 * <p>While an updater runs, it knows by how much the clock was set back. All remembered times are then moved by the
 * same amount. Pure functions, except {@link #correctUnsaved}.
 */
public final class ClockRules {
    /** Smaller differences are ignored. They occur on a busy host, and when a clock is corrected in small steps. */
    public static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final Instant now;
    private final Duration by;
    private final Backoff backoff;

    /**
     * Rules for a moment.
     *
     * @param by how far the clock was just set back; zero where that is unknown
     */
    public ClockRules(Instant now, Duration by, Backoff backoff) {
        this.now = now;
        this.by = by;
        this.backoff = backoff;
    }

    /**
     * Corrects the remembered times of some records and their accounts in memory. Rows without a wrong time are not written.
     *
     * @param roster all records, among which those of the same account may have a longer hold
     * @return saves what was corrected, which may wait for the store
     */
    public Runnable correctUnsaved(Memory memory, Roster roster, Collection<Entry> entries) {
        Map<String, HoldRule> ofAccounts = new HashMap<>();
        roster.parts()
                .providers()
                .values()
                .forEach(provider -> ofAccounts.merge(
                        provider.account(),
                        provider.abilities().holdRule(),
                        (one, other) -> one.max().compareTo(other.max()) > 0 ? one : other));
        Map<String, HoldRule> holds = new HashMap<>();
        List<Entry> wrong = new ArrayList<>();
        for (Entry entry : entries) {
            HoldRule rule = entry.provider.abilities().holdRule();
            HoldRule longest = ofAccounts.getOrDefault(entry.provider.account(), rule);
            Holds.rows(entry).forEach(row -> holds.put(row, longest));
            RecordState state = memory.record(entry.key());
            if (!corrected(state, rule).equals(state)) {
                wrong.add(entry);
            }
        }
        Map<String, UnaryOperator<AccountState>> ofAccountRows = new HashMap<>();
        holds.forEach((account, rule) -> ofAccountRows.put(account, state -> corrected(state, rule)));
        return memory.changeUnsaved(
                wrong.stream().map(Entry::key).toList(), state -> corrected(state, rule(roster, state)), ofAccountRows);
    }

    private static HoldRule rule(Roster roster, RecordState state) {
        Entry entry = roster.entries().get(state.key());
        return entry == null ? HoldRule.HOURS : entry.provider.abilities().holdRule();
    }

    /** Returns a record without times that cannot be. */
    RecordState corrected(RecordState before, HoldRule rule) {
        boolean held = before.heldFingerprint().isPresent();
        Wait wait = new Wait(before.waitingSince(), before.notBefore())
                .corrected(held, Holds.longest(held, before.problem(), rule, backoff));
        boolean nothingIsLater = wait.isOf(before.waitingSince(), before.notBefore())
                && !isLater(before.confirmedAt())
                && !isLater(before.checkedAt())
                && !isLater(before.comparedAt())
                && !isLater(before.writtenAt())
                && !isLater(before.absentSince())
                && !isLater(before.candidate().map(RecordState.Candidate::since))
                && !isLater(before.ticket().map(RecordState.Ticket::since))
                && before.history().stream().noneMatch(change -> isLater(change.at()));
        if (nothingIsLater) {
            return before;
        }
        return before.with(state -> {
            state.notBefore = wait.until;
            state.waitingSince = wait.since;
            state.confirmedAt = happened(state.confirmedAt);
            state.checkedAt = happened(state.checkedAt);
            state.comparedAt = happened(state.comparedAt);
            state.writtenAt = happened(state.writtenAt);
            // What is reckoned from these lasts its whole time from now, and no longer.
            state.absentSince = state.absentSince.map(this::begun);
            state.candidate = state.candidate.map(candidate ->
                    new RecordState.Candidate(candidate.addresses(), candidate.readings(), begun(candidate.since())));
            state.ticket = state.ticket.map(ticket -> new RecordState.Ticket(
                    ticket.text(), ticket.addresses(), ticket.fingerprint(), begun(ticket.since())));
            List<RecordState.AddressChange> history = state.history.stream()
                    .map(change -> new RecordState.AddressChange(begun(change.at()), change.addresses()))
                    .toList();
            state.history = history;
            // Whose message may name such a time; the policy will say it again.
            state.problem = state.problem.filter(p -> p.kind() != ProblemKind.FLAPPING);
        });
    }

    /** Returns an account without times that cannot be. */
    AccountState corrected(AccountState before, HoldRule rule) {
        boolean held = before.heldFingerprint().isPresent();
        Wait wait = new Wait(before.waitingSince(), before.notBefore())
                .corrected(held, Holds.longest(held, before.problem(), rule, backoff));
        AccountState waiting =
                wait.isOf(before.waitingSince(), before.notBefore()) ? before : before.waiting(wait.until, wait.since);
        return isLater(before.tokensAt())
                ? waiting.with(state -> state.tokensAt = before.tokensAt().map(this::begun))
                : waiting;
    }

    /** A wait: when it was decided, if that is known, and when it ends. */
    private final class Wait {
        private final Optional<Instant> since;
        private final Optional<Instant> until;

        private Wait(Optional<Instant> since, Optional<Instant> until) {
            this.since = since;
            this.until = until;
        }

        private boolean isOf(Optional<Instant> itsSince, Optional<Instant> itsEnd) {
            return since.equals(itsSince) && until.equals(itsEnd);
        }

        private Wait corrected(boolean held, Duration longest) {
            if (until.isEmpty()) {
                return this;
            }
            Wait shifted = by.isZero() ? this : new Wait(since.map(at -> at.minus(by)), until.map(at -> at.minus(by)));
            // Of a wait whose beginning is known, the end is believed as far as any server may name one.
            boolean known = !held && since.isPresent() && longest.compareTo(Backoff.LONGEST_NAMED) < 0;
            Duration most = known ? Backoff.LONGEST_NAMED : longest;
            boolean tooLong = shifted.until.get().isAfter(now.plus(most).plus(TOLERANCE));
            if (!tooLong && !isLater(shifted.since)) {
                return shifted;
            }
            if (!held) {
                return new Wait(Optional.empty(), Optional.empty());
            }
            Duration length = shifted.since
                    .map(from -> Duration.between(from, shifted.until.get()))
                    .filter(it -> it.compareTo(longest) < 0)
                    .orElse(longest);
            return new Wait(Optional.of(now), Optional.of(now.plus(length)));
        }
    }

    private boolean isLater(Optional<Instant> at) {
        return at.filter(this::isLater).isPresent();
    }

    private boolean isLater(Instant at) {
        return at.isAfter(now.plus(TOLERANCE));
    }

    /** Returns when it happened; empty where that is not known. */
    private Optional<Instant> happened(Optional<Instant> at) {
        return at.map(it -> isLater(it) ? it.minus(by) : it).filter(it -> !isLater(it));
    }

    /** Returns when it began: now at the latest. */
    private Instant begun(Instant at) {
        Instant shifted = isLater(at) ? at.minus(by) : at;
        return isLater(shifted) ? now : shifted;
    }
}

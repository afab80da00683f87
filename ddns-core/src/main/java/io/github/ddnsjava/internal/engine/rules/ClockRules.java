package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a wall clock that was set back means for what is remembered: what was still to last for a while lasts just as
 * long; and what happened is not later than now. Pure.
 */
public final class ClockRules {
    private ClockRules() {}

    public static RecordState setBack(RecordState before, Duration by, Instant now) {
        return before.with(state -> {
            state.notBefore = state.notBefore.map(at -> at.minus(by));
            state.confirmedAt = past(state.confirmedAt, now);
            state.checkedAt = past(state.checkedAt, now);
            state.comparedAt = past(state.comparedAt, now);
            state.writtenAt = past(state.writtenAt, now);
            state.absentSince = past(state.absentSince, now);
            state.candidate = state.candidate.map(candidate -> new RecordState.Candidate(
                    candidate.addresses(), candidate.readings(), earlier(candidate.since(), now)));
            List<RecordState.Change> history = state.history.stream()
                    .map(change -> new RecordState.Change(earlier(change.at(), now), change.addresses()))
                    .toList();
            state.history = history;
        });
    }

    public static AccountState setBack(AccountState before, Duration by, Instant now) {
        return new AccountState(
                before.id(),
                before.notBefore().map(at -> at.minus(by)),
                before.attempts(),
                before.problem(),
                before.heldFingerprint(),
                before.tokens(),
                past(before.tokensAt(), now));
    }

    private static Optional<Instant> past(Optional<Instant> at, Instant now) {
        return at.map(it -> earlier(it, now));
    }

    private static Instant earlier(Instant at, Instant now) {
        return at.isAfter(now) ? now : at;
    }
}

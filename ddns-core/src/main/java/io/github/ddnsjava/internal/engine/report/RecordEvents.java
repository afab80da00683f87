package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides which events follow from a result. Trouble causes an event when it begins or becomes another trouble, and not
 * at every attempt.
 */
public final class RecordEvents {
    private final InstantSource clock;
    private final Consumer<UpdateEvent> listeners;

    public RecordEvents(InstantSource clock, Consumer<UpdateEvent> listeners) {
        this.clock = clock;
        this.listeners = listeners;
    }

    public void tell(
            PendingChange change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        long cycle = change.sender().cycle();
        Instant now = clock.instant();
        Optional<Instant> since = ResultRules.isSuccess(result) ? change.entry().wantsNothing() : Optional.empty();
        if (result instanceof ChangeResult.Applied applied && !isMereTouch(change, before)) {
            listeners.accept(new UpdateEvent.Changed(
                    now,
                    change.key(),
                    applied.outcome(),
                    change.change().addresses(),
                    ResultRules.previous(result, before),
                    change.reason(),
                    Duration.between(since.orElse(now), now),
                    before.attempts() + 1,
                    cycle));
        }
        Optional<Instant> notBefore = Holds.later(after.notBefore(), account.notBefore());
        troubleOrRecovery(change.entry(), before, after, notBefore, cycle);
    }

    public void troubleOrRecovery(
            Entry entry, RecordState before, RecordState after, Optional<Instant> notBefore, long cycle) {
        Optional<Problem> was = before.trouble();
        Optional<Problem> is = after.trouble();
        if (is.isPresent() && !was.map(Problem::kind).equals(is.map(Problem::kind))) {
            listeners.accept(new UpdateEvent.Troubled(
                    clock.instant(), entry.key(), is.get(), notBefore, after.attempts(), cycle));
        } else if (is.isEmpty() && was.isPresent()) {
            listeners.accept(new UpdateEvent.Recovered(clock.instant(), entry.key(), cycle));
        }
    }

    private static boolean isMereTouch(PendingChange change, RecordState before) {
        return change.change().intent() == Intent.TOUCH
                && before.confirmed().equals(Optional.of(change.change().addresses()));
    }
}

package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.records.Change;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Which events a result makes: trouble is told when it begins or becomes another, not at every attempt. */
public final class RecordEvents {
    private final InstantSource clock;
    private final Consumer<UpdateEvent> listeners;

    public RecordEvents(InstantSource clock, Consumer<UpdateEvent> listeners) {
        this.clock = clock;
        this.listeners = listeners;
    }

    public void tell(Change change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        if (result instanceof ChangeResult.Applied applied && !isMereTouch(change, before)) {
            listeners.accept(new UpdateEvent.Changed(
                    clock.instant(),
                    change.key(),
                    applied.outcome(),
                    change.change().addresses(),
                    ResultRules.previous(result, before),
                    change.reason()));
        }
        Optional<Instant> notBefore = Holds.later(after.notBefore(), account.notBefore());
        troubleOrRecovery(change.entry(), before, after, notBefore);
    }

    public void troubleOrRecovery(Entry entry, RecordState before, RecordState after, Optional<Instant> notBefore) {
        if (after.problem().isPresent()
                && !sameTrouble(before.problem(), after.problem().get())) {
            listeners.accept(new UpdateEvent.Troubled(
                    clock.instant(), entry.key(), after.problem().get(), notBefore));
        } else if (after.problem().isEmpty() && before.problem().isPresent()) {
            listeners.accept(new UpdateEvent.Recovered(clock.instant(), entry.key()));
        }
    }

    private static boolean sameTrouble(Optional<Problem> before, Problem after) {
        return before.filter(p -> p.kind() == after.kind()).isPresent();
    }

    private static boolean isMereTouch(Change change, RecordState before) {
        return change.change().intent() == Intent.TOUCH
                && before.confirmed().equals(Optional.of(change.change().addresses()));
    }
}

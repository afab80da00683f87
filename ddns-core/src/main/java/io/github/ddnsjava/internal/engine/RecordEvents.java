package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.Optional;

/** Which events a result makes: trouble is told when it begins or becomes another, not at every attempt. */
final class RecordEvents {
    private final Run run;

    RecordEvents(Run run) {
        this.run = run;
    }

    void tell(Change change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        if (result instanceof ChangeResult.Applied applied && !isMereTouch(change, before)) {
            run.tell(new UpdateEvent.Changed(
                    run.now(),
                    change.key(),
                    applied.outcome(),
                    change.change().addresses(),
                    ResultRules.previous(result, before),
                    change.reason()));
        }
        Optional<Instant> notBefore = after.notBefore().or(account::notBefore);
        troubleOrRecovery(change.entry(), before, after, notBefore);
    }

    void troubleOrRecovery(Entry entry, RecordState before, RecordState after, Optional<Instant> notBefore) {
        if (after.problem().isPresent()
                && !sameTrouble(before.problem(), after.problem().get())) {
            run.tell(new UpdateEvent.Troubled(
                    run.now(), entry.key(), after.problem().get(), notBefore));
        } else if (after.problem().isEmpty() && before.problem().isPresent()) {
            run.tell(new UpdateEvent.Recovered(run.now(), entry.key()));
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

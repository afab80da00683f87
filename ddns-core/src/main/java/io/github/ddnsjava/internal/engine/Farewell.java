package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cycle.Cycle;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What an updater that withdraws on close wants last. */
final class Farewell {
    private Farewell() {}

    /** Returns a withdrawal of all that stands at a provider, or may; newer than whatever is still under way. */
    static List<PendingChange> changes(Run run, Collection<Entry> entries, Cycle cycle) {
        Problem closing = Problem.of(ProblemKind.TRANSIENT, "the updater is closing");
        Sighting last = Sighting.none(closing, run.memory().nextSequence());
        List<PendingChange> changes = new ArrayList<>();
        for (Entry entry : entries) {
            RecordState state = run.memory().record(entry.key());
            boolean published = !state.confirmed().orElse(Set.of()).isEmpty();
            if (published || state.inDoubt().isPresent()) {
                run.tell(new UpdateEvent.Decided(run.now(), entry.key(), "withdraw [] (closing)"));
                RecordChange withdrawal = RecordChange.of(entry.record, Intent.WITHDRAW, Set.of(), state);
                changes.add(new PendingChange(entry, withdrawal, last, "closing", cycle));
            }
        }
        return changes;
    }
}

package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Sender;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an updater that withdraws on close does last. */
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private Farewell() {}

    /** Removes what is published, as far as that can be done in time. */
    static void withdraw(Run run, Collection<Entry> entries, Duration within, CyclesUnderWay cycles) {
        CompletableFuture<UpdateReport> result = new CompletableFuture<>();
        DelayScheduler.Cancellable bound = () -> {};
        try {
            UpdateReport tooLate = new UpdateReport(List.of(), List.of());
            bound = run.workers().scheduler().schedule(within, () -> result.complete(tooLate));
            cycles.begin(
                    cycle -> cycle.begin(sender -> changes(run, entries, sender)),
                    false,
                    Scope.CONCERNED,
                    result::complete);
            CyclesUnderWay.await(result);
        } catch (RejectedExecutionException e) {
            LOG.warn("the updater withdraws no record on close, because the scheduler that it was given has ended;"
                    + " close the updater before its scheduler");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            bound.cancel();
        }
    }

    /** Returns a withdrawal of all that stands at a provider, or may; newer than whatever is still under way. */
    private static List<PendingChange> changes(Run run, Collection<Entry> entries, Sender sender) {
        Problem closing = Problem.of(ProblemKind.TRANSIENT, "the updater is closing");
        Sighting last = Sighting.none(closing, run.memory().nextSequence());
        List<PendingChange> changes = new ArrayList<>();
        for (Entry entry : entries) {
            RecordState state = run.memory().record(entry.key());
            boolean published = !state.confirmed().orElse(Set.of()).isEmpty();
            if (published || state.inDoubt().isPresent()) {
                run.tell(new UpdateEvent.Decided(
                        run.now(), entry.key(), Intent.WITHDRAW, Set.of(), "closing", 1, sender.cycle()));
                RecordChange withdrawal = RecordChange.of(entry.record, Intent.WITHDRAW, Set.of(), state);
                changes.add(new PendingChange(entry, withdrawal, last, "closing", sender));
            }
        }
        return changes;
    }
}

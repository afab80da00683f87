package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.event.ChangeVeto;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Asks the hooks that may object to a change. If a hook does not answer in time, this counts as an objection. Hooks run
 * on separate threads, because a hook that never returns must not block a worker. Their deadline is in real time,
 * because they need real time. Thread-safe.
 */
final class Vetoes {
    private static final long SECONDS = 2;
    private static final String LATE = "a veto hook did not answer within " + SECONDS + " seconds";

    private final Supplier<List<ChangeVeto>> vetoes;
    private final Workers workers;

    Vetoes(Supplier<List<ChangeVeto>> vetoes, Workers workers) {
        this.vetoes = vetoes;
        this.workers = workers;
    }

    /**
     * Returns the changes that nobody objects to. After a hook was late once, later changes do not wait for it again.
     */
    List<PendingChange> unopposed(List<PendingChange> changes, BiConsumer<PendingChange, String> objected) {
        List<PendingChange> unopposed = new ArrayList<>();
        boolean late = false;
        for (PendingChange change : changes) {
            Optional<String> objection = late ? Optional.of(LATE) : objection(change.change());
            late = objection.filter(LATE::equals).isPresent();
            objection.ifPresentOrElse(why -> objected.accept(change, why), () -> unopposed.add(change));
        }
        return unopposed;
    }

    private Optional<String> objection(RecordChange change) {
        for (ChangeVeto veto : vetoes.get()) {
            FutureTask<Optional<String>> task = new FutureTask<>(() -> veto.objection(change));
            workers.runApart(task);
            try {
                Optional<String> objection = task.get(SECONDS, TimeUnit.SECONDS);
                if (objection.isPresent()) {
                    return objection;
                }
            } catch (TimeoutException e) {
                task.cancel(true);
                return Optional.of(LATE);
            } catch (ExecutionException e) {
                return Optional.of("a veto hook failed: " + e.getCause());
            } catch (InterruptedException e) {
                task.cancel(true);
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        }
        return Optional.empty();
    }
}

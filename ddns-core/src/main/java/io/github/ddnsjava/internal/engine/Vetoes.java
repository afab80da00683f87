package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.event.ChangeVeto;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the hooks that may object to a change; no answer in time is an objection. Thread-safe. */
final class Vetoes {
    private static final long SECONDS = 2;

    private final List<ChangeVeto> vetoes;
    private final Workers workers;

    Vetoes(List<ChangeVeto> vetoes, Workers workers) {
        this.vetoes = vetoes;
        this.workers = workers;
    }

    Optional<String> objection(RecordChange change) {
        for (ChangeVeto veto : vetoes) {
            FutureTask<Optional<String>> task = new FutureTask<>(() -> veto.objection(change));
            workers.run(task);
            try {
                Optional<String> objection = task.get(SECONDS, TimeUnit.SECONDS);
                if (objection.isPresent()) {
                    return objection;
                }
            } catch (TimeoutException e) {
                task.cancel(true);
                return Optional.of("a hook did not answer within " + SECONDS + " seconds");
            } catch (ExecutionException e) {
                return Optional.of("a hook failed: " + e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        }
        return Optional.empty();
    }
}

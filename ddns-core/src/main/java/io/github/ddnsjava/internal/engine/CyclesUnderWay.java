package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cycle.Cycle;
import io.github.ddnsjava.internal.engine.cycle.DetectionRound;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Begins cycles, and knows those that have not finished, so that closing leaves nobody waiting. Thread-safe. */
final class CyclesUnderWay {
    private final EngineParts parts;
    private final Workers workers;
    private final StateAccess state;
    private final Set<Cycle> cycles = ConcurrentHashMap.newKeySet();
    private volatile Optional<Instant> lastFinished = Optional.empty();

    CyclesUnderWay(EngineParts parts, Workers workers, StateAccess state) {
        this.parts = parts;
        this.workers = workers;
        this.state = state;
    }

    /** Begins a cycle, and hands its report on. */
    void begin(Consumer<Cycle> begin, boolean early, Scope scope, Consumer<UpdateReport> done) {
        DetectionRound round = DetectionRound.first(parts, workers, early);
        StateAccess.Opened opened = state.opened();
        begin(begin, new Cycle(opened.run(), opened.lanes(), round, scope, (finished, report) -> {
            cycles.remove(finished);
            lastFinished = Optional.of(parts.clock().instant());
            done.accept(report);
        }));
    }

    /** Goes through a cycle that writes nothing, and returns its report. */
    UpdateReport plan(Run rehearsal, Roster roster) throws InterruptedException {
        CompletableFuture<UpdateReport> result = new CompletableFuture<>();
        DetectionRound round = DetectionRound.first(parts, workers, false);
        Scope scope = Scope.of(roster.all());
        Cycle plan = new Cycle(rehearsal, new Lanes(rehearsal), round, scope, (finished, report) -> {
            cycles.remove(finished);
            result.complete(report);
        });
        begin(cycle -> cycle.begin(roster.feeds()), plan);
        return await(result);
    }

    private void begin(Consumer<Cycle> begin, Cycle cycle) {
        cycles.add(cycle);
        try {
            begin.accept(cycle);
        } catch (RuntimeException | Error e) {
            cycles.remove(cycle); // it will not finish
            throw e;
        }
        if (workers.isClosed()) {
            cycle.abandon(); // closing may not have seen it
        }
    }

    /** Waits for the report of a cycle. */
    static UpdateReport await(CompletableFuture<UpdateReport> report) throws InterruptedException {
        try {
            return report.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cycle failed; this is a defect, please report it", e.getCause());
        }
    }

    /** Returns when a cycle, plans aside, finished last. */
    Optional<Instant> lastFinished() {
        return lastFinished;
    }

    /** Finishes all: the updater is closing. */
    void abandon() {
        cycles.forEach(Cycle::abandon);
    }
}

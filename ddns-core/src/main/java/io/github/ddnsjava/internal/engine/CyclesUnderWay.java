package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cycle.Cycle;
import io.github.ddnsjava.internal.engine.cycle.DetectionRound;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Begins cycles, and knows those that have not finished, so that closing leaves nobody waiting. Thread-safe. */
final class CyclesUnderWay {
    private final InstantSource clock;
    private final Workers workers;
    private final StateAccess state;
    private final Releases releases;
    private final Watchdog watchdog;
    private final Set<Cycle> cycles = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private volatile Optional<Instant> lastFinished = Optional.empty();

    CyclesUnderWay(InstantSource clock, Workers workers, StateAccess state, Releases releases, Watchdog watchdog) {
        this.clock = clock;
        this.workers = workers;
        this.state = state;
        this.releases = releases;
        this.watchdog = watchdog;
    }

    /** Begins a cycle, and hands its report on. */
    void begin(Consumer<Cycle> begin, boolean early, Scope scope, Consumer<UpdateReport> done) {
        StateAccess.Opened opened = state.opened();
        DetectionRound round = DetectionRound.first(opened.run().parts(), workers, early);
        long number = numbers.incrementAndGet();
        Runnable watched = watchdog.watch(number, Watchdog.limit(opened.run().parts()));
        Cycle cycle = new Cycle(opened.run(), opened.lanes(), number, round, scope, (finished, report) -> {
            watched.run();
            lastFinished = Optional.of(clock.instant());
            ended(finished);
            done.accept(report);
        });
        try {
            begin(begin, cycle);
        } catch (RuntimeException | Error e) {
            watched.run();
            throw e;
        }
    }

    /** Goes through a cycle of these records that writes nothing, and returns its report. */
    UpdateReport plan(Run rehearsal, Collection<Entry> entries) throws InterruptedException {
        CompletableFuture<UpdateReport> result = new CompletableFuture<>();
        DetectionRound round = DetectionRound.first(rehearsal.parts(), workers, false);
        Cycle plan = new Cycle(rehearsal, new Lanes(rehearsal), 0, round, Scope.of(entries), (finished, report) -> {
            ended(finished);
            result.complete(report);
        });
        Set<Feed> feeds = new LinkedHashSet<>();
        entries.forEach(entry -> feeds.add(entry.feed));
        begin(cycle -> cycle.begin(feeds), plan);
        return await(result);
    }

    private void begin(Consumer<Cycle> begin, Cycle cycle) {
        cycles.add(cycle);
        releases.begin(cycle);
        try {
            begin.accept(cycle);
        } catch (RuntimeException | Error e) {
            ended(cycle); // it will not finish
            throw e;
        }
        if (workers.isClosed()) {
            cycle.abandon(); // closing may not have seen it
        }
    }

    private void ended(Cycle cycle) {
        cycles.remove(cycle);
        releases.end(cycle);
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

package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.Scheduler;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.RecordChecks;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cycle.Cycle;
import io.github.ddnsjava.internal.engine.cycle.DetectionRound;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.records.Source;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.report.Statuses;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The updater: what is asked of it from outside. The cycle itself is {@link Cycle}; what makes cycles begin by
 * themselves is {@link Rhythm}.
 */
public final class UpdaterEngine implements Updater {
    private static final Logger LOG = LoggerFactory.getLogger(UpdaterEngine.class);

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final Rhythm rhythm;
    private final Lifetime lifetime;
    private final Set<Cycle> cycles = ConcurrentHashMap.newKeySet();
    private volatile Roster roster;
    private @Nullable Run run;
    private @Nullable Lanes lanes;
    private boolean started;
    private boolean paused;
    private boolean closed;
    private Optional<Instant> lastCycle = Optional.empty();

    /** Makes one of what the builder collected, and has found no {@link #problems} with. */
    public UpdaterEngine(EngineParts parts, List<ManagedRecord> given) {
        List<ManagedRecord> records = RecordChecks.asDeclared(given, parts.providers());
        this.parts = parts;
        this.workers = new Workers(parts.scheduler(), parts.executor());
        this.events = new Events(parts.listeners(), workers.eventExecutor());
        this.backoff = new Backoff(parts.retry(), parts.random());
        this.rhythm =
                new Rhythm(parts, workers, events, () -> roster, () -> run().memory(), backoff, this::cycleByItself);
        this.roster = new Roster(parts, records, workers, rhythm::lookBy);
        this.lifetime = new Lifetime(parts);
    }

    /** Returns what is wrong with records, or between them and the rest. */
    public static List<ConfigurationException.Entry> problems(EngineParts parts, Collection<ManagedRecord> given) {
        List<ManagedRecord> records = RecordChecks.asDeclared(given, parts.providers());
        List<ConfigurationException.Entry> problems =
                new ArrayList<>(RecordChecks.check(records, parts.detectors(), parts.providers()));
        if (parts.withdrawOnClose().isPresent()) {
            problems.addAll(RecordChecks.withdrawable(records, parts.providers()));
        }
        return problems;
    }

    @Override
    public void start() {
        synchronized (this) {
            open();
            if (started) {
                return;
            }
            started = true;
        }
        rhythm.start();
        lifetime.begins(roster.entries().size(), rhythm.next());
    }

    /** Takes possession of the state, if that has not happened. */
    private synchronized void open() {
        failIfClosed();
        if (run == null) {
            parts.state().open();
            Memory memory = Memory.of(
                    parts.state(),
                    problem -> events.tell(
                            new UpdateEvent.StateTroubled(parts.clock().instant(), problem)));
            run = new Run(parts, workers, events, backoff, memory, rhythm, () -> roster, false);
            lanes = new Lanes(run);
            correct(memory, roster);
        }
    }

    /** What a wrong clock left in the state holds nothing longer than the right one would. */
    private void correct(Memory memory, Roster managed) {
        new ClockRules(parts.clock().instant(), Duration.ZERO, backoff).correct(memory, managed);
    }

    private synchronized void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("the updater is closed");
        }
    }

    private void cycleByItself(Collection<Source> sources, boolean early) {
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        cycleUnlessPaused(sources, early);
    }

    private void cycleUnlessPaused(Collection<Source> sources, boolean early) {
        synchronized (this) {
            if (paused || closed || sources.isEmpty()) {
                return;
            }
        }
        cycle(cycle -> cycle.begin(sources), early, Scope.CONCERNED, report -> {});
    }

    /** Begins a cycle, and hands its report on. */
    private void cycle(Consumer<Cycle> begin, boolean early, Scope scope, Consumer<UpdateReport> done) {
        DetectionRound round = DetectionRound.first(parts, workers, early);
        begin(begin, new Cycle(run(), lanes(), round, scope, (settled, report) -> {
            cycles.remove(settled);
            synchronized (this) {
                lastCycle = Optional.of(parts.clock().instant());
            }
            done.accept(report);
        }));
    }

    private void begin(Consumer<Cycle> begin, Cycle cycle) {
        cycles.add(cycle);
        begin.accept(cycle);
        if (workers.isClosed()) {
            cycle.abandon(); // closing may not have seen it
        }
    }

    @Override
    public UpdateReport runOnce() throws InterruptedException {
        open();
        Roster all = roster;
        return settled(Scope.of(all.entries().values()), all.sources());
    }

    @Override
    public UpdateReport verify(RecordKey... keys) throws InterruptedException {
        return verify(keys.length == 0 ? roster.entries().keySet() : List.of(keys));
    }

    @Override
    public UpdateReport verify(Collection<RecordKey> keys) throws InterruptedException {
        open();
        Set<Entry> asked = keys.stream().map(this::managed).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Source> sources =
                asked.stream().map(entry -> entry.source).collect(Collectors.toCollection(LinkedHashSet::new));
        UpdateReport report = settled(Scope.verifying(asked), sources);
        Set<RecordKey> wanted = Set.copyOf(keys);
        return new UpdateReport(
                report.records().stream()
                        .filter(record -> wanted.contains(record.key()))
                        .toList(),
                report.detections());
    }

    private UpdateReport settled(Scope scope, Collection<Source> sources) throws InterruptedException {
        rhythm.heartbeat().assumeOnline();
        CompletableFuture<UpdateReport> settled = new CompletableFuture<>();
        cycle(cycle -> cycle.begin(sources), false, scope, settled::complete);
        return await(settled);
    }

    private static UpdateReport await(CompletableFuture<UpdateReport> report) throws InterruptedException {
        try {
            return report.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cycle failed; this is a defect, please report it", e.getCause());
        }
    }

    @Override
    public void trigger() {
        open();
        rhythm.heartbeat().assumeOnline();
        cycleUnlessPaused(roster.sources(), false);
    }

    @Override
    public UpdateReport plan() throws InterruptedException {
        return rehearse(rehearsal -> {
            CompletableFuture<UpdateReport> settled = new CompletableFuture<>();
            DetectionRound round = DetectionRound.first(parts, workers, false);
            Roster all = roster;
            Scope scope = Scope.of(all.entries().values());
            Cycle plan = new Cycle(rehearsal, new Lanes(rehearsal), round, scope, (cycle, report) -> {
                cycles.remove(cycle);
                settled.complete(report);
            });
            begin(cycle -> cycle.begin(all.sources()), plan);
            return await(settled);
        });
    }

    @Override
    public UpdateReport check() throws InterruptedException {
        return rehearse(rehearsal -> new Checks(rehearsal, roster, new Lanes(rehearsal)).run());
    }

    /** What is done without writing or remembering. */
    private interface Rehearsal {
        UpdateReport with(Run run) throws InterruptedException;
    }

    private UpdateReport rehearse(Rehearsal rehearsal) throws InterruptedException {
        Memory own;
        synchronized (this) {
            failIfClosed();
            Memory atWork = run == null ? null : run.memory();
            if (atWork == null) {
                parts.state().openReadOnly();
            }
            own = Memory.forPlan(parts.state(), atWork);
        }
        correct(own, roster);
        Events silent = new Events(List.of(), Runnable::run);
        return rehearsal.with(new Run(parts, workers, silent, backoff, own, rhythm, () -> roster, true));
    }

    @Override
    public List<DetectionReport> detect() throws InterruptedException {
        List<DetectionReport> reports = new ArrayList<>();
        DetectionRound round = DetectionRound.first(parts, workers, false);
        for (Source source : roster.sources()) {
            round.look(source, 0).report().ifPresent(reports::add);
        }
        return reports;
    }

    private synchronized Lanes lanes() {
        if (lanes == null) {
            throw new IllegalStateException("the updater is closed");
        }
        return lanes;
    }

    @Override
    public synchronized UpdaterStatus status() {
        return new UpdaterStatus(
                started && !closed,
                paused,
                Statuses.of(
                        roster,
                        run == null ? null : run.memory(),
                        rhythm.heartbeat()::trouble,
                        parts.clock().instant()),
                rhythm.health(),
                lastCycle,
                paused || closed ? Optional.empty() : rhythm.next());
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        boolean look;
        synchronized (this) {
            look = paused && !closed && run != null;
            paused = false;
        }
        if (look) {
            trigger();
        }
    }

    @Override
    public void resume(RecordKey key) {
        open();
        Entry entry = managed(key);
        String account = entry.provider.account();
        Memory memory = run().memory();
        Set<String> ended = new HashSet<>(Holds.rows(entry));
        ended.removeIf(row -> memory.account(row).problem().isEmpty());
        ended.forEach(row -> memory.changeAccount(row, AccountState::cleared));
        memory.change(key, state -> state.with(RecordState.Builder::clearTrouble));
        // What waits for the same zone waits no longer, too.
        List<RecordKey> neighbours = roster.entries().values().stream()
                .filter(other -> Holds.rows(other).stream().anyMatch(ended::contains))
                .map(Entry::key)
                .toList();
        memory.change(
                neighbours,
                state -> state.problem()
                                .filter(p -> p.scope() == ProblemScope.ZONE)
                                .isPresent()
                        ? state.with(RecordState.Builder::clearTrouble)
                        : state);
        roster.entries().values().stream()
                .filter(other -> other.provider.account().equals(account))
                .forEach(other -> other.source.agenda.putNextCycle(other));
        cycleByItself(roster.sources(), false);
    }

    private synchronized Run run() {
        if (run == null) {
            throw new IllegalStateException("the updater is not open");
        }
        return run;
    }

    private Entry managed(RecordKey key) {
        Entry entry = roster.entries().get(key);
        if (entry == null) {
            throw new ConfigurationException(
                    "", key + " is not managed", roster.entries().keySet() + "");
        }
        return entry;
    }

    @Override
    public void replaceRecords(Collection<ManagedRecord> given) {
        List<ConfigurationException.Entry> problems = problems(parts, given);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        List<ManagedRecord> records = RecordChecks.asDeclared(given, parts.providers());
        synchronized (this) {
            failIfClosed();
            Roster next = new Roster(parts, records, workers, rhythm::lookBy);
            next.inherit(roster);
            if (run != null) {
                correct(run.memory(), next); // some may be remembered from long ago
            }
            roster = next;
        }
        rhythm.rosterReplaced();
        cycleByItself(roster.sources(), false);
    }

    @Override
    public void push(Map<RecordKey, Set<IpAddress>> addresses) {
        open();
        Map<Entry, Sighting> pushed =
                Pushes.checked(roster, addresses, run().memory().nextSequence());
        pushed.forEach((entry, sighting) -> {
            entry.push(sighting);
            entry.source.agenda.putNextCycle(entry);
        });
        synchronized (this) {
            if (paused) {
                return;
            }
        }
        cycle(cycle -> cycle.beginPushed(pushed.keySet()), false, Scope.CONCERNED, report -> {});
    }

    /** Removes what is published, as far as that can be done in time. */
    private void withdraw(Duration within) {
        synchronized (this) {
            if (!started) {
                return;
            }
        }
        CompletableFuture<UpdateReport> settled = new CompletableFuture<>();
        try {
            UpdateReport tooLate = new UpdateReport(List.of(), List.of());
            Scheduler.Cancellable bound = workers.scheduler().schedule(within, () -> settled.complete(tooLate));
            Collection<Entry> all = roster.entries().values();
            cycle(
                    cycle -> cycle.begin(c -> Farewell.changes(run(), all, c)),
                    false,
                    Scope.CONCERNED,
                    settled::complete);
            await(settled);
            bound.cancel();
        } catch (RejectedExecutionException e) {
            LOG.warn("nothing is withdrawn: the scheduler that was given to the updater has ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        rhythm.close();
        lifetime.ends(status().records());
        parts.withdrawOnClose().ifPresent(this::withdraw);
        workers.close();
        cycles.forEach(Cycle::abandon);
        synchronized (this) {
            if (run != null) {
                run.memory().close();
            }
            parts.state().close();
        }
    }
}

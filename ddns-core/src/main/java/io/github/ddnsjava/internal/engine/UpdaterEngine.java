package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.decide.UpdatePolicy;
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
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.report.StatusView;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.SingleFlight;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

    /** How long closing waits for detectors, and then for the store. */
    private static final Duration STEP = Duration.ofSeconds(3);

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final Rhythm rhythm;
    private final Lifetime lifetime;
    private final Set<Cycle> cycles = ConcurrentHashMap.newKeySet();
    private final SingleFlight<Object, Possession> opening = new SingleFlight<>(failure -> false);
    private final AtomicReference<Roster> roster;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean paused;
    private volatile @Nullable Possession possession;
    private volatile Optional<StatusView.StateTrouble> stateTrouble = Optional.empty();
    private volatile Optional<Instant> lastCycle = Optional.empty();

    /** What there is once the state was opened. */
    private record Possession(Run run, Lanes lanes) {}

    /** Makes one of what the builder collected, and has found no {@link #problems} with. */
    public UpdaterEngine(EngineParts parts, List<ManagedRecord> given) {
        List<ManagedRecord> records = RecordChecks.asDeclared(given, parts.providers());
        this.parts = parts;
        this.workers = new Workers(
                parts.environment().scheduler().orElse(null),
                parts.environment().executor().orElse(null));
        this.events = new Events(parts.listeners(), workers.eventExecutor());
        this.backoff = new Backoff(parts.retry(), parts.random());
        this.roster = new AtomicReference<>();
        this.rhythm = new Rhythm(
                parts, workers, events, this::roster, () -> possession().run().memory(), backoff, this::cycleByItself);
        this.roster.set(new Roster(parts, records, parts.policies(), workers, rhythm::lookBy));
        this.lifetime = new Lifetime(parts);
    }

    private Roster roster() {
        return Objects.requireNonNull(roster.get());
    }

    /** Returns what is wrong with records, or between them and the rest. */
    public static List<ConfigurationException.Entry> problems(EngineParts parts, Collection<ManagedRecord> given) {
        return problems(parts, given, parts.policies());
    }

    private static List<ConfigurationException.Entry> problems(
            EngineParts parts, Collection<ManagedRecord> given, Map<String, UpdatePolicy> policies) {
        List<ManagedRecord> records = RecordChecks.asDeclared(given, parts.providers());
        List<ConfigurationException.Entry> problems =
                new ArrayList<>(RecordChecks.check(records, parts.detectors(), parts.providers(), policies.keySet()));
        if (parts.withdrawOnClose().isPresent()) {
            problems.addAll(RecordChecks.withdrawable(records, parts.providers()));
        }
        return problems;
    }

    @Override
    public void start() {
        open();
        if (!started.getAndSet(true)) {
            rhythm.start();
            lifetime.begins(roster().entries().size(), rhythm.next());
        }
    }

    /** Takes possession of the state, if that has not happened. Whoever comes meanwhile waits, and holds no lock. */
    private Possession open() {
        failIfClosed();
        Possession known = possession;
        if (known != null) {
            return known;
        }
        try {
            return opening.get(this, this::takePossession);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the state was being opened", e);
        }
    }

    private Possession takePossession() {
        parts.state().open();
        Memory memory = new Memory(parts.state(), this::stateNews);
        load(memory, roster());
        Run run = new Run(parts, workers, events, backoff, memory, rhythm, this::roster, false);
        Possession taken = new Possession(run, new Lanes(run));
        possession = taken;
        load(memory, roster()); // the records may just have been replaced
        if (closed.get()) {
            parts.state().close(); // closing may have come too early for it
        }
        failIfClosed();
        return taken;
    }

    /** Reads what is remembered of these records; what a wrong clock left there holds nothing longer than a right one. */
    private void load(Memory memory, Roster managed) {
        memory.load(
                managed.entries().keySet(),
                managed.all().stream()
                        .flatMap(entry -> Holds.rows(entry).stream())
                        .collect(Collectors.toSet()));
        new ClockRules(parts.clock().instant(), Duration.ZERO, backoff).correct(memory, managed);
    }

    private void stateNews(Optional<Problem> problem) {
        Instant now = parts.clock().instant();
        stateTrouble = problem.map(trouble -> new StatusView.StateTrouble(now, trouble));
        events.tell(
                problem.isPresent()
                        ? new UpdateEvent.StateTroubled(now, problem.get())
                        : new UpdateEvent.StateRecovered(now));
    }

    private void failIfClosed() {
        if (closed.get()) {
            throw new IllegalStateException("the updater is closed");
        }
    }

    private void cycleByItself(Collection<Feed> feeds, boolean early) {
        if (started.get()) {
            cycleUnlessPaused(feeds, early);
        }
    }

    private void cycleUnlessPaused(Collection<Feed> feeds, boolean early) {
        if (!paused && !closed.get() && !feeds.isEmpty()) {
            cycle(cycle -> cycle.begin(feeds), early, Scope.CONCERNED, report -> {});
        }
    }

    /** Begins a cycle, and hands its report on. */
    private void cycle(Consumer<Cycle> begin, boolean early, Scope scope, Consumer<UpdateReport> done) {
        DetectionRound round = DetectionRound.first(parts, workers, early);
        Possession taken = possession();
        begin(begin, new Cycle(taken.run(), taken.lanes(), round, scope, (finished, report) -> {
            cycles.remove(finished);
            lastCycle = Optional.of(parts.clock().instant());
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
        Roster all = roster();
        return reportOf(Scope.of(all.all()), all.feeds());
    }

    @Override
    public UpdateReport verify(RecordKey... keys) throws InterruptedException {
        return verify(keys.length == 0 ? roster().entries().keySet() : List.of(keys));
    }

    @Override
    public UpdateReport verify(Collection<RecordKey> keys) throws InterruptedException {
        open();
        Set<Entry> asked = keys.stream().map(this::managed).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Feed> feeds = asked.stream().map(entry -> entry.feed).collect(Collectors.toCollection(LinkedHashSet::new));
        UpdateReport report = reportOf(Scope.verifying(asked), feeds);
        Set<RecordKey> wanted = Set.copyOf(keys);
        return new UpdateReport(
                report.records().stream()
                        .filter(record -> wanted.contains(record.key()))
                        .toList(),
                report.detections());
    }

    private UpdateReport reportOf(Scope scope, Collection<Feed> feeds) throws InterruptedException {
        rhythm.heartbeat().assumeOnline();
        CompletableFuture<UpdateReport> result = new CompletableFuture<>();
        cycle(cycle -> cycle.begin(feeds), false, scope, result::complete);
        return await(result);
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
        cycleUnlessPaused(roster().feeds(), false);
    }

    @Override
    public UpdateReport plan() throws InterruptedException {
        return rehearse(rehearsal -> {
            CompletableFuture<UpdateReport> result = new CompletableFuture<>();
            DetectionRound round = DetectionRound.first(parts, workers, false);
            Roster all = roster();
            Scope scope = Scope.of(all.all());
            Cycle plan = new Cycle(rehearsal, new Lanes(rehearsal), round, scope, (cycle, report) -> {
                cycles.remove(cycle);
                result.complete(report);
            });
            begin(cycle -> cycle.begin(all.feeds()), plan);
            return await(result);
        });
    }

    @Override
    public UpdateReport check() throws InterruptedException {
        return rehearse(rehearsal -> new Checks(rehearsal, roster(), new Lanes(rehearsal)).run());
    }

    /** What is done without writing or remembering. */
    private interface Rehearsal {
        UpdateReport with(Run run) throws InterruptedException;
    }

    private UpdateReport rehearse(Rehearsal rehearsal) throws InterruptedException {
        failIfClosed();
        Possession taken = possession;
        if (taken == null) {
            parts.state().openReadOnly();
        }
        Memory own =
                Memory.forPlan(parts.state(), taken == null ? null : taken.run().memory());
        load(own, roster());
        Events silent = new Events(List.of(), Runnable::run);
        return rehearsal.with(new Run(parts, workers, silent, backoff, own, rhythm, this::roster, true));
    }

    @Override
    public List<DetectionReport> detect() throws InterruptedException {
        List<DetectionReport> reports = new ArrayList<>();
        DetectionRound round = DetectionRound.first(parts, workers, false);
        for (Feed feed : roster().feeds()) {
            round.look(feed, 0).report().ifPresent(reports::add);
        }
        return reports;
    }

    /** Reads what is known, and waits for nobody. */
    @Override
    public UpdaterStatus status() {
        Possession taken = possession;
        boolean isClosed = closed.get();
        return new UpdaterStatus(
                started.get() && !isClosed,
                paused,
                StatusView.of(
                        roster(),
                        taken == null ? null : taken.run().memory(),
                        rhythm.heartbeat()::trouble,
                        parts.clock().instant()),
                StatusView.health(rhythm.health(), stateTrouble, workers.stuck()),
                lastCycle,
                paused || isClosed ? Optional.empty() : rhythm.next());
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        boolean look = paused && !closed.get() && possession != null;
        paused = false;
        if (look) {
            trigger();
        }
    }

    @Override
    public void releaseHold(RecordKey key) {
        Possession taken = open();
        Entry entry = managed(key);
        String account = entry.provider.account();
        Memory memory = taken.run().memory();
        Set<String> ended = new HashSet<>(Holds.rows(entry));
        ended.removeIf(row -> memory.account(row).problem().isEmpty());
        ended.forEach(row -> memory.changeAccount(row, AccountState::cleared));
        memory.change(key, state -> state.with(RecordState.Builder::clearTrouble));
        // What waits for the same zone waits no longer, too.
        List<RecordKey> neighbours = roster().all().stream()
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
        roster().all().stream()
                .filter(other -> other.provider.account().equals(account))
                .forEach(other -> other.feed.agenda.putNextCycle(other));
        cycleByItself(roster().feeds(), false);
    }

    private Possession possession() {
        Possession taken = possession;
        if (taken == null) {
            throw new IllegalStateException("the updater is not open");
        }
        return taken;
    }

    private Entry managed(RecordKey key) {
        Entry entry = roster().entries().get(key);
        if (entry == null) {
            throw new ConfigurationException(
                    "", key + " is not managed", roster().entries().keySet() + "");
        }
        return entry;
    }

    @Override
    public void replaceRecords(Collection<ManagedRecord> given) {
        replace(given, roster().policies());
    }

    @Override
    public void replaceRecords(Collection<ManagedRecord> given, Map<String, UpdatePolicy> with) {
        Map<String, UpdatePolicy> policies = new HashMap<>(parts.policies());
        policies.putAll(with);
        replace(given, Map.copyOf(policies));
    }

    private void replace(Collection<ManagedRecord> given, Map<String, UpdatePolicy> policies) {
        List<ConfigurationException.Entry> problems = problems(parts, given, policies);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        failIfClosed();
        List<ManagedRecord> records = RecordChecks.asDeclared(given, parts.providers());
        Roster next = new Roster(parts, records, policies, workers, rhythm::lookBy);
        Possession taken = possession;
        if (taken != null) {
            load(taken.run().memory(), next);
        }
        next.inherit(roster());
        Roster before = Objects.requireNonNull(roster.getAndSet(next));
        next.inherit(before); // what was pushed meanwhile
        rhythm.rosterReplaced();
        cycleByItself(roster().feeds(), false);
    }

    @Override
    public void push(Map<RecordKey, Set<IpAddress>> addresses) {
        long sequence = open().run().memory().nextSequence();
        Map<Entry, Sighting> pushed;
        Roster now;
        do {
            now = roster();
            pushed = Pushes.checked(now, addresses, sequence);
            pushed.forEach((entry, sighting) -> {
                entry.push(sighting);
                entry.feed.agenda.putNextCycle(entry);
            });
        } while (now != roster()); // the records were replaced meanwhile: others are to know
        Collection<Entry> concerned = pushed.keySet();
        if (!paused) {
            cycle(cycle -> cycle.beginPushed(concerned), false, Scope.CONCERNED, report -> {});
        }
    }

    /** Removes what is published, as far as that can be done in time. */
    private void withdraw(Duration within) {
        Possession taken = possession;
        if (!started.get() || taken == null) {
            return;
        }
        CompletableFuture<UpdateReport> result = new CompletableFuture<>();
        try {
            UpdateReport tooLate = new UpdateReport(List.of(), List.of());
            DelayScheduler.Cancellable bound = workers.scheduler().schedule(within, () -> result.complete(tooLate));
            Collection<Entry> all = roster().all();
            cycle(
                    cycle -> cycle.begin(c -> Farewell.changes(taken.run(), all, c)),
                    false,
                    Scope.CONCERNED,
                    result::complete);
            await(result);
            bound.cancel();
        } catch (RejectedExecutionException e) {
            LOG.warn("nothing is withdrawn: the scheduler that was given to the updater has ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each step is bounded, whatever detectors, providers, listeners and the store do. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (!workers.runWithin(STEP, rhythm::close)) {
            LOG.warn("the updater closes although a detector has not ended its announcements within {}", STEP);
        }
        lifetime.ends(status().records());
        parts.withdrawOnClose().ifPresent(this::withdraw);
        Possession taken = possession;
        if (taken != null) {
            taken.run().memory().closing(); // before any thread is waited for: none shall wait for the disk
        }
        workers.close();
        cycles.forEach(Cycle::abandon);
        if (!workers.runWithin(STEP, this::closeState)) {
            LOG.warn(
                    "the updater closes although its state has not been saved within {}; what was published last may be"
                            + " looked up once more at the next start, check the disk of the state",
                    STEP);
        }
    }

    private void closeState() {
        Possession taken = possession;
        if (taken != null) {
            taken.run().memory().close();
        }
        parts.state().close();
    }
}

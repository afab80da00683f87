package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordHistory;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.RecordChecks;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.cluster.Clocks;
import io.github.ddnsjava.internal.engine.cluster.Membership;
import io.github.ddnsjava.internal.engine.cycle.Cycle;
import io.github.ddnsjava.internal.engine.cycle.DetectionRound;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.report.StatusView;
import io.github.ddnsjava.internal.engine.report.Surroundings;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The updater: what is asked of it from outside. The cycle is {@link Cycle}; {@link Rhythm} makes cycles begin. */
public final class UpdaterEngine implements Updater {
    private static final Logger LOG = LoggerFactory.getLogger(UpdaterEngine.class);

    /** How long closing waits for detectors, and then for the store. */
    private static final Duration STEP = Duration.ofSeconds(3);

    private final UpdaterEnvironment environment;
    private final BiFunction<UpdaterBuilder, Supplier<List<RecordReport>>, EngineParts> collect;
    private final Workers workers;
    private final Events events;
    private final Rhythm rhythm;
    private final Membership membership;
    private final StateAccess state;
    private final Watchdog watchdog;
    private final CyclesUnderWay cycles;
    private final Releases releases = new Releases();
    private final Closing closing;
    private final MadeListeners listeners;
    private final Reconfigurer reconfigurer;
    private final Following following;
    private final Awaited awaited;
    private final Lifetime lifetime;
    private final AtomicReference<Roster> roster;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean paused;

    /**
     * Makes one.
     *
     * @param setUp what the host has said
     * @param collect returns what a builder collected, or throws with every problem; it gets a supplier of the status of
     *     all records, which is used only later
     * @param closeables returns the closeable parts of a builder
     */
    public UpdaterEngine(
            UpdaterBuilder setUp,
            BiFunction<UpdaterBuilder, Supplier<List<RecordReport>>, EngineParts> collect,
            Function<UpdaterBuilder, Set<AutoCloseable>> closeables) {
        this.collect = collect;
        EngineParts first = collect.apply(setUp, this::records);
        this.environment = first.environment();
        this.workers = new Workers(
                environment.scheduler().orElse(null), environment.executor().orElse(null));
        this.roster = new AtomicReference<>();
        this.listeners = new MadeListeners(workers, this::roster);
        this.events = new Events(
                () -> listeners.with(parts().listeners()), workers.eventExecutor(), workers::refused, first.state());
        workers.onDefect((part, e) -> events.defect(environment.clock().instant(), part, e));
        Backoff backoff = new Backoff(() -> parts().retry(), environment.random());
        this.rhythm =
                new Rhythm(environment, workers, events, this::roster, this::memory, backoff, this::cycleByItself);
        this.membership = new Membership(
                first.cluster(),
                new Clocks(environment.monotonic(), environment.clock()),
                workers,
                environment.random(),
                events::tell,
                new LedGroups(roster, this::memory, rhythm, backoff, this::verifyNow, started::get, workers::run));
        this.state = new StateAccess(
                first.state(),
                environment.clock(),
                workers,
                events,
                backoff,
                rhythm,
                this::roster,
                membership.mandate(),
                closed::get);
        this.watchdog = new Watchdog(workers, environment.clock(), events::tell);
        this.cycles = new CyclesUnderWay(environment.clock(), workers, state, releases, watchdog);
        this.roster.set(Roster.first(first, workers, rhythm::lookBy));
        listeners.prepare(first);
        listeners.keepOnly(first);
        this.lifetime = new Lifetime(environment.clock());
        this.closing = new Closing(releases, workers, state, this::roster);
        this.reconfigurer = new Reconfigurer(roster, state, rhythm, events, closing, listeners, this::cycleByItself);
        this.awaited = new Awaited(state, cycles, releases, rhythm, membership, this::roster, started::get);
        this.following = new Following(new Follower.Host(
                workers,
                environment.clock(),
                events,
                this::reconfigure,
                unused -> closing.discard(closeables.apply(unused)),
                closed::get,
                workers::fileEvents));
    }

    private EngineParts parts() {
        return roster().parts();
    }

    private List<RecordReport> records() {
        return status().records();
    }

    private Memory memory() {
        return state.opened().memory();
    }

    private Roster roster() {
        return Objects.requireNonNull(roster.get());
    }

    @Override
    public void start() {
        state.open();
        if (!started.getAndSet(true)) {
            events.lasting(
                    memory().records(roster().keptKeys()), environment.clock().instant());
            rhythm.start();
            if (paused) {
                membership.standAside(true);
            }
            membership.start();
            lifetime.begins(parts(), rhythm.next());
        }
    }

    private void cycleByItself(Collection<Feed> feeds, boolean early) {
        if (started.get()) {
            cycleUnlessPaused(feeds, early);
        }
    }

    private void cycleUnlessPaused(Collection<Feed> feeds, boolean early) {
        if (!paused && !closed.get() && !feeds.isEmpty()) {
            cycles.begin(cycle -> cycle.begin(feeds), early, Scope.CONCERNED, report -> {});
        }
    }

    @Override
    public UpdateReport runOnce() throws InterruptedException {
        return awaited.run();
    }

    @Override
    public UpdateReport verify(RecordKey... keys) throws InterruptedException {
        return keys.length > 0 ? verify(List.of(keys)) : awaited.verify();
    }

    @Override
    public UpdateReport verify(Collection<RecordKey> keys) throws InterruptedException {
        return awaited.verify(keys);
    }

    @Override
    public void trigger() {
        state.open();
        rhythm.assumeOnline();
        cycleUnlessPaused(roster().feeds(), false);
    }

    @Override
    public UpdateReport plan() throws InterruptedException {
        return awaited.plan(Roster::enabled);
    }

    @Override
    public UpdateReport plan(Collection<RecordKey> keys) throws InterruptedException {
        return awaited.plan(all -> keys.stream().map(all::enabled).toList());
    }

    @Override
    public UpdateReport check() throws InterruptedException {
        return releases.during(() -> {
            Run rehearsal = state.rehearsal();
            return new Checks(rehearsal, roster(), new Lanes(rehearsal)).run();
        });
    }

    @Override
    public List<DetectionReport> detect() throws InterruptedException {
        state.failIfClosed();
        return releases.during(
                () -> DetectionRound.first(parts(), workers, false).lookAt(roster().feeds()));
    }

    /** Reads what is known, and waits for nobody. */
    @Override
    public UpdaterStatus status() {
        boolean isClosed = closed.get();
        Roster all = roster();
        Instant now = environment.clock().instant();
        return new UpdaterStatus(
                started.get() && !isClosed,
                paused,
                StatusView.of(all, state.memory(), surroundings(all), now),
                StatusView.health(
                        rhythm.health(),
                        state.trouble(),
                        following.trouble(),
                        membership.trouble(),
                        watchdog.trouble(),
                        workers.stuck()),
                cycles.lastFinished(),
                paused || isClosed ? Optional.empty() : rhythm.next(),
                StatusView.accounts(all, state.memory(), now),
                new UpdaterStatus.Backlog(StatusView.due(all, now), events.waiting(), events.dropped()),
                StatusView.detections(all),
                membership.groups(all));
    }

    private Surroundings surroundings(Roster all) {
        return new Surroundings(rhythm.noNetwork(), rhythm::trouble, entry -> membership.elsewhere(all, entry));
    }

    @Override
    public Optional<RecordHistory> history(RecordKey key) {
        return StatusView.history(roster(), state.memory(), key, rhythm::unknownSince);
    }

    @Override
    public void addListener(UpdateListener listener) {
        events.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeListener(UpdateListener listener) {
        events.remove(listener);
    }

    @Override
    public void pause() {
        paused = true;
        if (started.get()) {
            membership.standAside(paused); // which another thread may have changed
        }
    }

    @Override
    public void resume() {
        boolean look = paused && started.get();
        paused = false;
        if (look) {
            rhythm.assumeOnline();
            membership.standAside(paused);
            cycleByItself(roster().feeds(), false);
        }
    }

    @Override
    public void releaseHold(RecordKey key) {
        cycleByItself(awaited.released(key), false);
    }

    @Override
    public ReconfigurationReport reconfigure(UpdaterBuilder setUp) {
        EngineParts given = collect.apply(setUp, this::records);
        return reconfigurer.replace(before -> given);
    }

    @Override
    public ReconfigurationReport replaceRecords(Collection<ManagedRecord> given) {
        return reconfigurer.replace(before -> {
            EngineParts next = before.withRecords(RecordChecks.asDeclared(given, before.providers()));
            List<ConfigurationException.Entry> problems = next.problems();
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return next;
        });
    }

    @Override
    public void follow(
            UpdaterConfiguration present,
            Function<UpdaterConfiguration, UpdaterBuilder> setUp,
            Consumer<UpdaterConfiguration> used) {
        state.failIfClosed();
        following.follow(present, setUp, used);
    }

    @Override
    public CompletableFuture<@Nullable Void> reload() {
        state.failIfClosed();
        return following.reload();
    }

    @Override
    public void push(Map<RecordKey, Set<IpAddress>> addresses) {
        long sequence = state.open().memory().nextSequence();
        Collection<Entry> concerned = Pushes.take(this::roster, addresses, sequence);
        if (!paused) {
            cycles.begin(cycle -> cycle.beginPushed(concerned), false, Scope.CONCERNED, report -> {});
        }
    }

    /** Each step is bounded, whatever detectors, providers, listeners and the store do. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        workers.runWithin(STEP, following::close);
        membership.stop();
        if (!workers.runWithin(STEP, rhythm::close)) {
            LOG.warn(
                    "the updater closes, but a detector did not stop announcing changes within {}; its thread may go on",
                    Durations.format(STEP));
        }
        lifetime.ends(status().records());
        parts().withdrawOnClose().ifPresent(this::withdraw);
        state.closing(); // before any thread is waited for: none shall wait for the disk
        workers.close();
        cycles.abandon();
        listeners.close();
        if (!workers.runWithin(STEP, closing::closeAll)) {
            LOG.warn(
                    "the updater closes, but its detectors and providers were not closed within {}; what they hold may stay"
                            + " occupied",
                    Durations.format(STEP));
        }
        if (!workers.runWithin(STEP, state::close)) {
            LOG.warn(
                    "the updater closes, but its state was not saved within {}, in {}; the next start may have to look up"
                            + " what was published last; check the disk of the state",
                    Durations.format(STEP),
                    parts().state());
        }
        if (membership.isShared()) {
            workers.runWithin(STEP, membership::close); // last, for the next node reads what was saved
        }
    }

    private void verifyNow(Collection<Entry> entries) {
        if (started.get() && !paused && !closed.get() && !entries.isEmpty()) {
            cycles.begin(cycle -> cycle.begin(Roster.feeds(entries)), false, Scope.verifying(entries), report -> {});
        }
    }

    private void withdraw(Duration within) {
        StateAccess.Opened opened = state.openedOrNull();
        if (started.get() && opened != null) {
            Farewell.withdraw(opened.run(), roster().kept(), within, cycles);
        }
    }
}

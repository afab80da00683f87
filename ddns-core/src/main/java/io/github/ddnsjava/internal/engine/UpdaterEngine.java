package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.Scheduler;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.RecordChecks;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The updater: when cycles begin, and what is asked of it from outside. The cycle itself is {@link Cycle}. */
public final class UpdaterEngine implements Updater {
    /** A first announcement often carries the old address still: so long after it, one more look. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final List<IpDetector.Subscription> subscriptions = new ArrayList<>();
    private final Map<String, Scheduler.Cancellable> secondLooks = new HashMap<>();
    private final Set<Cycle> cycles = ConcurrentHashMap.newKeySet();
    private volatile Roster roster;
    private @Nullable Memory memory;
    private @Nullable Lanes lanes;
    private boolean started;
    private boolean paused;
    private boolean closed;
    private Optional<Instant> lastCycle = Optional.empty();
    private Optional<Instant> nextCycle = Optional.empty();
    private Optional<Instant> wakeAt = Optional.empty();

    /**
     * Makes one of what the builder collected.
     *
     * @throws ConfigurationException with every problem of the records
     */
    public UpdaterEngine(EngineParts parts, List<ManagedRecord> records) {
        check(parts, records);
        this.parts = parts;
        this.workers = new Workers(parts.scheduler(), parts.executor());
        this.events = new Events(parts.listeners(), workers.eventExecutor());
        this.backoff = new Backoff(parts.retry(), parts.random());
        this.roster = new Roster(parts, records, workers);
    }

    private static void check(EngineParts parts, Collection<ManagedRecord> records) {
        List<ConfigurationException.Entry> problems =
                RecordChecks.check(List.copyOf(records), parts.detectors(), parts.providers());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    @Override
    public void start() {
        synchronized (this) {
            open();
            if (started) {
                return;
            }
            started = true;
            parts.detectors().forEach((key, detector) -> subscriptions.add(detector.watch(() -> announced(key))));
        }
        scheduleTick(Duration.ofNanos((long) (parts.random().nextDouble()
                * parts.schedule().jitter()
                * parts.schedule().every().toNanos())));
    }

    /** Takes possession of the state, if that has not happened. */
    private synchronized void open() {
        if (closed) {
            throw new IllegalStateException("the updater is closed");
        }
        if (memory == null) {
            parts.state().open();
            memory = Memory.of(
                    parts.state(),
                    e -> events.tell(new UpdateEvent.StateTroubled(parts.clock().instant(), e.problem())));
            lanes = new Lanes(parts, workers, events, backoff, memory, () -> roster, false);
        }
    }

    private void scheduleTick(Duration delay) {
        synchronized (this) {
            nextCycle = Optional.of(parts.clock().instant().plus(delay));
        }
        workers.after(delay, () -> {
            scheduleTick(jittered(parts.schedule().every()));
            cycleUnlessPaused(roster.sources());
        });
    }

    private Duration jittered(Duration period) {
        double factor = 1 + parts.schedule().jitter() * (2 * parts.random().nextDouble() - 1);
        return Duration.ofNanos((long) (period.toNanos() * factor));
    }

    private void cycleUnlessPaused(Collection<Source> sources) {
        synchronized (this) {
            if (paused || closed) {
                return;
            }
        }
        cycle(cycle -> cycle.begin(sources), false, report -> {});
    }

    /** Begins a cycle, and hands its report on. */
    private void cycle(Consumer<Cycle> begin, boolean all, Consumer<UpdateReport> done) {
        Cycle cycle;
        synchronized (this) {
            cycle = new Cycle(parts, workers, events, memory(), lanes(), all, false, (settled, report) -> {
                cycles.remove(settled);
                ended();
                done.accept(report);
            });
        }
        cycles.add(cycle);
        begin.accept(cycle);
    }

    private void ended() {
        synchronized (this) {
            lastCycle = Optional.of(parts.clock().instant());
        }
        wakeWhenDue();
    }

    /** Sees to it that records are looked at when their time comes, be it before the next tick. */
    private void wakeWhenDue() {
        Optional<Instant> due = roster.sources().stream()
                .flatMap(source -> source.agenda.next().stream())
                .min(Instant::compareTo);
        synchronized (this) {
            boolean earlier = due.isPresent() && (wakeAt.isEmpty() || due.get().isBefore(wakeAt.get()));
            if (!started || closed || !earlier) {
                return;
            }
            wakeAt = due;
        }
        workers.after(Duration.between(parts.clock().instant(), due.get()), () -> {
            Instant now = parts.clock().instant();
            synchronized (this) {
                wakeAt = Optional.empty();
            }
            List<Source> dueSources = roster.sources().stream()
                    .filter(source ->
                            source.agenda.next().filter(at -> !at.isAfter(now)).isPresent())
                    .toList();
            if (dueSources.isEmpty()) {
                wakeWhenDue();
            } else {
                cycleUnlessPaused(dueSources);
            }
        });
    }

    /** A detector saw signs of a change: a look at once, and one more shortly after. */
    private void announced(String detector) {
        List<Source> sources =
                roster.sources().stream().filter(s -> s.key.equals(detector)).toList();
        cycleUnlessPaused(sources);
        synchronized (this) {
            Scheduler.Cancellable pending =
                    secondLooks.put(detector, workers.after(SECOND_LOOK, () -> cycleUnlessPaused(sources)));
            if (pending != null) {
                pending.cancel();
            }
        }
    }

    @Override
    public UpdateReport runOnce() throws InterruptedException {
        open();
        CompletableFuture<UpdateReport> settled = new CompletableFuture<>();
        cycle(cycle -> cycle.begin(roster.sources()), true, settled::complete);
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
        cycle(cycle -> cycle.begin(roster.sources()), false, report -> {});
    }

    @Override
    public UpdateReport plan() throws InterruptedException {
        return rehearse((ownMemory, ownLanes) -> {
            CompletableFuture<UpdateReport> settled = new CompletableFuture<>();
            new Cycle(parts, workers, events, ownMemory, ownLanes, true, true, (c, report) -> settled.complete(report))
                    .begin(roster.sources());
            return await(settled);
        });
    }

    @Override
    public UpdateReport check() throws InterruptedException {
        return rehearse((ownMemory, ownLanes) -> new Checks(roster, ownLanes).run());
    }

    /** What is done without writing or remembering. */
    private interface Rehearsal {
        UpdateReport run(Memory memory, Lanes lanes) throws InterruptedException;
    }

    private UpdateReport rehearse(Rehearsal rehearsal) throws InterruptedException {
        boolean borrowed;
        synchronized (this) {
            borrowed = memory == null;
            if (borrowed) {
                parts.state().openReadOnly();
            }
        }
        try {
            Memory own = Memory.forPlan(parts.state());
            Events silent = new Events(List.of(), Runnable::run);
            return rehearsal.run(own, new Lanes(parts, workers, silent, backoff, own, () -> roster, true));
        } finally {
            synchronized (this) {
                if (borrowed && memory == null) {
                    parts.state().close();
                }
            }
        }
    }

    @Override
    public List<DetectionReport> detect() throws InterruptedException {
        List<DetectionReport> reports = new ArrayList<>();
        DetectionRound round = DetectionRound.first(parts, workers);
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
                Statuses.of(roster, memory, parts.clock().instant()),
                lastCycle,
                paused || closed ? Optional.empty() : nextCycle);
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        boolean look;
        synchronized (this) {
            look = paused && started;
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
        lanes().of(entry.provider).resume();
        memory().change(key, state -> state.with(RecordState.Builder::clearTrouble));
        entry.source.agenda.put(entry, parts.clock().instant());
        boolean look;
        synchronized (this) {
            look = started;
        }
        if (look) {
            trigger();
        }
    }

    private synchronized Memory memory() {
        if (memory == null) {
            throw new IllegalStateException("the updater is closed");
        }
        return memory;
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
    public void replaceRecords(Collection<ManagedRecord> records) {
        check(parts, records);
        boolean look;
        synchronized (this) {
            roster = new Roster(parts, records, workers);
            look = started && !paused && !closed;
        }
        if (look) {
            trigger();
        }
    }

    @Override
    public void push(Map<RecordKey, Set<IpAddress>> addresses) {
        open();
        Map<Entry, Sighting> pushed = Pushes.checked(roster, addresses, memory().nextSequence());
        pushed.forEach((entry, sighting) -> entry.pushed = sighting);
        cycle(cycle -> cycle.beginPushed(pushed.keySet()), false, report -> {});
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        subscriptions.forEach(IpDetector.Subscription::close);
        workers.close();
        cycles.forEach(Cycle::abandon);
        synchronized (this) {
            if (memory != null) {
                parts.state().close();
            }
        }
    }
}

package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.memory.Saver;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.SingleFlight;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The updater's access to its state: whoever needs it first opens it, and closing gives it back. A plan or a check only
 * reads it. Thread-safe.
 */
final class StateAccess {
    /** What there is once the state was opened. */
    record Opened(Run run, Lanes lanes) {
        Memory memory() {
            return run.memory();
        }
    }

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final Connectivity connectivity;
    private final Supplier<Roster> roster;
    private final BooleanSupplier closed;
    private final SingleFlight<Object, Opened> opening = new SingleFlight<>(failure -> false);
    private volatile @Nullable Opened opened;

    /**
     * Opens nothing yet.
     *
     * @param roster returns the records that are managed at present
     * @param closed tells whether the updater is closed, or closing
     */
    StateAccess(
            EngineParts parts,
            Workers workers,
            Events events,
            Backoff backoff,
            Connectivity connectivity,
            Supplier<Roster> roster,
            BooleanSupplier closed) {
        this.parts = parts;
        this.workers = workers;
        this.events = events;
        this.backoff = backoff;
        this.connectivity = connectivity;
        this.roster = roster;
        this.closed = closed;
    }

    /** Opens the state, if that has not happened. Whoever comes meanwhile waits, and holds no lock. */
    Opened openOrWait() throws InterruptedException {
        failIfClosed();
        Opened known = opened;
        return known != null ? known : opening.get(this, this::openNow);
    }

    /** Does the same for a call that does not declare that it can be interrupted. */
    Opened open() {
        try {
            return openOrWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the state was being opened", e);
        }
    }

    private Opened openNow() {
        Memory memory = openedMemory();
        Run run = new Run(parts, workers, events::tell, backoff, memory, connectivity, roster, false);
        Opened now = new Opened(run, new Lanes(run));
        opened = now;
        try {
            load(memory, roster.get()); // the records may just have been replaced
        } finally {
            if (closed.getAsBoolean()) {
                parts.state().close(); // closing may have come too early for it
            }
        }
        failIfClosed();
        return now;
    }

    /** Opens the store and reads it. If it cannot be read, it is closed, so that a later call can open it again. */
    private Memory openedMemory() {
        parts.state().open();
        try {
            Memory memory = new Memory(parts.state(), parts.clock(), this::news);
            load(memory, roster.get());
            return memory;
        } catch (RuntimeException | Error e) {
            try {
                parts.state().close();
            } catch (RuntimeException | Error also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /** Reads what is remembered of these records; what a wrong clock left there holds nothing longer than a right one. */
    void load(Memory memory, Roster managed) {
        memory.load(
                managed.entries().keySet(),
                managed.all().stream()
                        .flatMap(entry -> Holds.rows(entry).stream())
                        .collect(Collectors.toSet()));
        new ClockRules(parts.clock().instant(), Duration.ZERO, backoff).correct(memory, managed);
    }

    private void news(Optional<Saver.Trouble> trouble) {
        events.tell(
                trouble.isPresent()
                        ? new UpdateEvent.StateTroubled(
                                trouble.get().since(), trouble.get().problem())
                        : new UpdateEvent.StateRecovered(parts.clock().instant()));
    }

    void failIfClosed() {
        if (closed.getAsBoolean()) {
            throw new IllegalStateException("the updater is closed");
        }
    }

    /** Returns what there is once the state was opened; null before. */
    @Nullable
    Opened openedOrNull() {
        return opened;
    }

    /** Returns the memory at work; null before the state was opened. */
    @Nullable
    Memory memory() {
        Opened known = opened;
        return known == null ? null : known.memory();
    }

    /** Returns what there is; an updater that was not opened begins no cycle. */
    Opened opened() {
        Opened known = opened;
        if (known == null) {
            throw new IllegalStateException("the updater is not open");
        }
        return known;
    }

    /** Returns what a plan or a check works with: it begins like the state, writes nothing and disturbs nobody. */
    Run rehearsal() {
        failIfClosed();
        Memory atWork = memory();
        if (atWork == null) {
            parts.state().openReadOnly();
        }
        Memory own = Memory.forPlan(parts.state(), atWork);
        load(own, roster.get());
        return new Run(parts, workers, event -> {}, backoff, own, Connectivity.UNNOTED, roster, true);
    }

    /** Returns since when and why the state cannot be saved. */
    Optional<Saver.Trouble> trouble() {
        Memory atWork = memory();
        return atWork == null ? Optional.empty() : atWork.trouble();
    }

    /** The updater is closing: nobody waits for the store any more. */
    void closing() {
        Memory atWork = memory();
        if (atWork != null) {
            atWork.closing();
        }
    }

    /** Saves what is left, and gives the state back. */
    void close() {
        Memory atWork = memory();
        if (atWork != null) {
            atWork.close();
        }
        parts.state().close();
    }
}

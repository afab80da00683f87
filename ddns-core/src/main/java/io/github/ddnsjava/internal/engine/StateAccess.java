package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Mandate;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.memory.Saver;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.work.SingleFlight;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
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

    private final StateStore store;
    private final InstantSource clock;
    private final Workers workers;
    private final Events events;
    private final Backoff backoff;
    private final Connectivity connectivity;
    private final Supplier<Roster> roster;
    private final Mandate mandate;
    private final BooleanSupplier closed;
    private final SingleFlight<Object, Opened> opening = new SingleFlight<>(failure -> false);
    private volatile @Nullable Opened opened;

    /**
     * Opens nothing yet.
     *
     * @param roster returns the records that are managed at present
     * @param mandate says for which records this node may send something
     * @param closed tells whether the updater is closed, or closing
     */
    StateAccess(
            StateStore store,
            InstantSource clock,
            Workers workers,
            Events events,
            Backoff backoff,
            Connectivity connectivity,
            Supplier<Roster> roster,
            Mandate mandate,
            BooleanSupplier closed) {
        this.store = store;
        this.clock = clock;
        this.workers = workers;
        this.events = events;
        this.backoff = backoff;
        this.connectivity = connectivity;
        this.roster = roster;
        this.mandate = mandate;
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
        Run run = new Run(clock, workers, events::tell, backoff, memory, connectivity, roster, mandate, false);
        Opened now = new Opened(run, new Lanes(run));
        opened = now;
        try {
            load(memory); // the records may just have been replaced
        } finally {
            if (closed.getAsBoolean()) {
                store.close(); // closing may have come too early for it
            }
        }
        failIfClosed();
        return now;
    }

    /** Opens the store and reads it. If it cannot be read, it is closed, so that a later call can open it again. */
    private Memory openedMemory() {
        store.open();
        try {
            Memory memory = new Memory(store, clock, this::news, this::changed);
            if (mandate.isShared()) {
                memory.savesOnly(
                        key -> mandate.saves(roster.get().groupOf(key)),
                        keys -> keys.forEach(key -> mandate.refused(roster.get().groupOf(key))));
            }
            load(memory);
            return memory;
        } catch (RuntimeException | Error e) {
            try {
                store.close();
            } catch (RuntimeException | Error also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private void load(Memory memory) {
        Roster all = roster.get();
        load(memory, all, all.entries().values());
    }

    /** Reads what is remembered of some records; what a wrong clock left there holds nothing longer than a right one. */
    void load(Memory memory, Roster roster, Collection<Entry> entries) {
        memory.load(
                entries.stream().map(Entry::key).toList(),
                entries.stream().flatMap(entry -> Holds.rows(entry).stream()).collect(Collectors.toSet()));
        List<Entry> ours = entries.stream()
                .filter(entry -> roster.share().led().contains(entry.group))
                .toList(); // what another node keeps, it corrects itself
        new ClockRules(clock.instant(), Duration.ZERO, backoff)
                .correctUnsaved(memory, roster, ours)
                .run();
    }

    private void news(Optional<Saver.Trouble> trouble) {
        events.tell(
                trouble.isPresent()
                        ? new UpdateEvent.StateTroubled(
                                trouble.get().since(), trouble.get().problem())
                        : new UpdateEvent.StateRecovered(clock.instant()));
    }

    private void changed(RecordKey key) {
        Entry entry = roster.get().entries().get(key);
        if (entry != null) {
            entry.changed();
        }
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
            store.openReadOnly();
        }
        Memory own = Memory.forPlan(store, atWork);
        load(own);
        return new Run(
                clock, workers, event -> {}, backoff, own, Connectivity.UNNOTED, roster, Mandate.UNLIMITED, true);
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
        store.close();
    }
}

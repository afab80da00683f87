package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.internal.engine.cluster.Election;
import io.github.ddnsjava.internal.engine.cluster.Realm;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Share;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of a group into the work of this node, and out of it. The {@link Roster} is replaced at once, as for a
 * new set-up. Thread-safe.
 */
final class LedGroups implements Realm {
    /** The digests of the records of a set-up, which are asked for in each round. */
    private static final class Digests {
        private final EngineParts parts;
        private final Map<Integer, String> ofGroups = new ConcurrentHashMap<>();

        Digests(EngineParts parts) {
            this.parts = parts;
        }
    }

    private final AtomicReference<@Nullable Digests> digests = new AtomicReference<>();
    private final AtomicReference<Roster> roster;
    private final Supplier<Memory> memory;
    private final Rhythm rhythm;
    private final Backoff backoff;
    private final Consumer<Collection<Entry>> verify;
    private final BooleanSupplier started;
    private final Executor apart;

    /**
     * Makes one.
     *
     * @param memory returns the memory of the open state
     * @param verify begins a cycle that reads and repairs these records
     * @param started tells whether the updater runs by itself
     * @param apart runs tasks that may wait for the store, on another thread than that of the rounds
     */
    LedGroups(
            AtomicReference<Roster> roster,
            Supplier<Memory> memory,
            Rhythm rhythm,
            Backoff backoff,
            Consumer<Collection<Entry>> verify,
            BooleanSupplier started,
            Executor apart) {
        this.roster = roster;
        this.memory = memory;
        this.rhythm = rhythm;
        this.backoff = backoff;
        this.verify = verify;
        this.started = started;
        this.apart = apart;
    }

    private Roster present() {
        return Objects.requireNonNull(roster.get());
    }

    @Override
    public boolean lead(int group, long token, boolean anew) {
        return present()
                .parts()
                .state()
                .lead(fence(group), token, key -> present().groupOf(key) == group, anew);
    }

    /** Several clusters can share one store. The tokens of one say nothing about another. */
    private String fence(int group) {
        return present().parts().cluster().map(shared -> shared.name() + "-").orElse("") + Share.name(group);
    }

    /** Another machine has written the rows of these records meanwhile, so they are read again first. */
    @Override
    public void gained(int group) {
        Memory rows = memory.get();
        Roster before;
        Roster next;
        List<Entry> entries;
        do {
            before = present();
            next = before.next(before.share().with(group));
            entries = next.inGroup(group);
            reload(rows, before, entries);
        } while (!roster.compareAndSet(before, next));
        List<Runnable> saves = new ArrayList<>();
        saves.add(new ClockRules(next.parts().clock().instant(), Duration.ZERO, backoff)
                .correctUnsaved(rows, next, entries));
        if (!next.parts().state().isShared() && started.getAsBoolean()) {
            saves.add(doubt(rows, entries));
        }
        // Not here: the store may be slow, and other leases must be renewed meanwhile.
        apart.execute(() -> saves.forEach(Runnable::run));
        long sequence = rows.nextSequence();
        for (Entry entry : entries) {
            entry.pushedAnew(sequence); // which is newer than what the former leader knew
            if (next.keeps(entry)) {
                entry.feed.agenda.putNextCycle(entry);
            }
        }
        rhythm.reconfigured(before.parts());
        verify(group);
    }

    /**
     * Another machine may have published something that is not in the state of this one. What cannot be read is written once
     * more. Not by an updater that takes part for one cycle: whoever runs it each minute would write each minute.
     *
     * @return saves the changed rows
     */
    private static Runnable doubt(Memory rows, Collection<Entry> entries) {
        return rows.changeUnsaved(
                entries.stream()
                        .filter(entry -> !entry.provider.abilities().read())
                        .map(Entry::key)
                        .toList(),
                row -> row.with(unknown -> unknown.confirmed = Optional.empty()),
                Map.of());
    }

    /** Rows of accounts that this node uses already are newer here than in the store. */
    private static void reload(Memory rows, Roster before, Collection<Entry> entries) {
        Set<String> accounts = new HashSet<>();
        entries.forEach(entry -> accounts.addAll(Holds.rows(entry)));
        before.led().forEach(entry -> accounts.removeAll(Holds.rows(entry)));
        rows.reload(entries.stream().map(Entry::key).toList(), accounts);
    }

    @Override
    public void lost(int group) {
        Roster before;
        Roster next;
        do {
            before = present();
            next = before.next(before.share().without(group));
        } while (!roster.compareAndSet(before, next));
        for (Entry entry : next.inGroup(group)) {
            entry.feed.agenda.remove(entry);
            entry.wantsNothing();
        }
        rhythm.reconfigured(before.parts());
    }

    /** Apart, because listeners are told if a trouble of the state is over by that. */
    @Override
    public void left(int group) {
        Memory rows = memory.get();
        apart.execute(rows::forgetOthers);
    }

    @Override
    public void verify(int group) {
        Roster now = present();
        verify.accept(now.inGroup(group).stream().filter(now::keeps).toList());
    }

    @Override
    @SuppressWarnings(
            "ReferenceEquality") // a set-up that was replaced is another, and comparing all records takes long
    public String note(int group) {
        Roster now = present();
        Digests known = digests.get();
        if (known == null || known.parts != now.parts()) {
            known = new Digests(now.parts());
            digests.set(known);
        }
        return known.ofGroups.computeIfAbsent(
                group,
                each -> Election.note(
                        now.share().groups(),
                        now.inGroup(each).stream()
                                .map(entry -> entry.key() + "|" + entry.record.fingerprint() + "|" + entry.isEnabled())
                                .toList()));
    }

    /** Not in simulated time: loading code takes none of it, and a simulation has only one thread. */
    @Override
    public void prepare() {
        UpdaterEnvironment environment = present().parts().environment();
        if (environment.scheduler().filter(DelayScheduler::isSimulated).isEmpty()) {
            WarmUp.run(environment.http());
        }
    }

    @Override
    public boolean isWell() {
        return !rhythm.isOffline()
                && rhythm.health().vitals().stream()
                        .noneMatch(vital -> vital.part() == Part.DETECTOR && vital.condition() == Condition.BAD);
    }
}

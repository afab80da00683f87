package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.ReconfigurationReport.Changes;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.config.NamedSetting;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.remember.StateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the set-up of an updater that may be running. The set-up and its records are one {@link Roster}, which is
 * replaced at once. What follows from that is done afterwards, and only for what changed. Thread-safe.
 */
final class Reconfigurer {
    private final AtomicReference<Roster> roster;
    private final StateAccess state;
    private final Rhythm rhythm;
    private final Events events;
    private final Closing closing;
    private final MadeListeners listeners;
    private final Rhythm.Cycles cycle;

    Reconfigurer(
            AtomicReference<Roster> roster,
            StateAccess state,
            Rhythm rhythm,
            Events events,
            Closing closing,
            MadeListeners listeners,
            Rhythm.Cycles cycle) {
        this.roster = roster;
        this.state = state;
        this.rhythm = rhythm;
        this.events = events;
        this.closing = closing;
        this.listeners = listeners;
        this.cycle = cycle;
    }

    /**
     * Replaces the set-up.
     *
     * @param change returns the next set-up, checked; it is called again if another thread was faster
     */
    ReconfigurationReport replace(UnaryOperator<EngineParts> change) {
        state.failIfClosed();
        Roster before;
        Roster next;
        EngineParts given;
        List<Entry> changed;
        do {
            before = Objects.requireNonNull(roster.get());
            given = change.apply(before.parts());
            next = before.next(given.after(before.parts()));
            changed = next.without(before);
            prepare(next.parts());
            Memory memory = state.memory();
            if (memory != null) {
                state.load(memory, next, changed);
            }
        } while (!roster.compareAndSet(before, next));
        listeners.keepOnly(roster.get().parts());
        next.inherit(before, changed); // what was pushed meanwhile
        List<Entry> gone = before.without(next);
        gone.forEach(entry -> entry.feed.agenda.remove(entry));
        noteFormerAccounts(before, changed);
        rhythm.reconfigured(before.parts());
        ReconfigurationReport report = report(before, next, given);
        events.tell(new UpdateEvent.Reconfigured(next.parts().clock().instant(), report));
        closing.replaced(before.parts(), given);
        look(changed);
        return report;
    }

    /** Makes new listeners before anything is replaced. If one cannot be made, none of them stays. */
    private void prepare(EngineParts next) {
        try {
            listeners.prepare(next);
        } catch (RuntimeException e) {
            listeners.keepOnly(Objects.requireNonNull(roster.get()).parts());
            throw e;
        }
    }

    /** Looks at what is new or changed, at once. A record that is replaced again in the meantime is left to that. */
    private void look(List<Entry> changed) {
        Set<Feed> feeds = new LinkedHashSet<>();
        Roster present = Objects.requireNonNull(roster.get());
        for (Entry entry : changed) {
            if (present.keeps(entry) && present.has(entry)) {
                entry.feed.agenda.putNextCycle(entry);
                feeds.add(entry.feed);
            }
        }
        cycle.begin(feeds, false);
    }

    /**
     * What was confirmed at another account says nothing certain of this one. Rows name their account; those of a former
     * version do not.
     */
    private void noteFormerAccounts(Roster before, List<Entry> changed) {
        Memory memory = state.memory();
        if (memory == null) {
            return;
        }
        Map<RecordKey, String> former = new HashMap<>();
        for (Entry entry : changed) {
            Entry old = before.entries().get(entry.key());
            if (old != null && !old.provider.account().equals(entry.provider.account())) {
                former.put(entry.key(), old.provider.account());
            }
        }
        memory.change(
                former.keySet(),
                row -> row.with(now -> now.confirmedBy =
                        now.confirmedBy.or(() -> now.confirmed.map(addresses -> former.get(row.key())))));
    }

    private static ReconfigurationReport report(Roster earlier, Roster next, EngineParts given) {
        EngineParts was = earlier.parts();
        EngineParts is = next.parts();
        SortedSet<String> settings = new TreeSet<>();
        add(
                settings,
                "policy",
                was.policies().get(ManagedRecord.DEFAULT),
                is.policies().get(ManagedRecord.DEFAULT));
        add(settings, "schedule", was.schedule(), is.schedule());
        add(settings, "retry", was.retry(), is.retry());
        add(settings, "detectionTimeout", was.detectionTimeout(), is.detectionTimeout());
        add(settings, "withdrawOnClose", was.withdrawOnClose(), is.withdrawOnClose());
        add(settings, "notify", was.made(), is.made());
        SortedSet<String> restart = new TreeSet<>();
        add(restart, "state", place(was.state()), place(given.state()));
        add(restart, "cluster", was.cluster(), given.cluster());
        Set<String> names = new TreeSet<>(was.named().keySet());
        names.addAll(given.named().keySet());
        for (String name : names) {
            NamedSetting before = was.named().get(name);
            NamedSetting now = given.named().get(name);
            boolean needsRestart = before != null && before.needsRestart() || now != null && now.needsRestart();
            add(needsRestart ? restart : settings, name, before, now);
        }
        return new ReconfigurationReport(
                changes(earlier.entries(), next.entries()),
                changes(EngineParts.asGiven(was.detectors()), EngineParts.asGiven(is.detectors())),
                changes(EngineParts.asGiven(was.providers()), EngineParts.asGiven(is.providers())),
                settings,
                restart);
    }

    private static void add(Collection<String> changed, String name, @Nullable Object before, @Nullable Object now) {
        if (!Objects.equals(now, before)) {
            changed.add(name);
        }
    }

    private static String place(StateStore store) {
        return store.getClass().getName() + " " + store;
    }

    private static <K extends Comparable<? super K>> Changes<K> changes(Map<K, ?> before, Map<K, ?> now) {
        SortedSet<K> changed = those(now, key -> before.containsKey(key) && before.get(key) != now.get(key));
        SortedSet<K> added = those(now, key -> !before.containsKey(key));
        SortedSet<K> removed = those(before, key -> !now.containsKey(key));
        return new Changes<>(added, removed, changed, now.size() - changed.size() - added.size());
    }

    private static <K extends Comparable<? super K>> SortedSet<K> those(Map<K, ?> of, Predicate<K> wanted) {
        return of.keySet().stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.github.ddnsjava.internal.engine.records;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** When which record wants to be looked at although its address is the same. Thread-safe. */
public final class Agenda {
    private record Item(Instant at, long number, Entry entry) {}

    private final Consumer<Instant> alarm;
    private final TreeSet<Item> times =
            new TreeSet<>(Comparator.comparing(Item::at).thenComparing(Item::number));
    private final Map<Entry, Item> current = new HashMap<>();
    private final Set<Entry> nextCycle = new LinkedHashSet<>();
    private long numbers;

    /**
     * Makes an empty one.
     *
     * @param alarm is told of each time that nothing comes before
     */
    public Agenda(Consumer<Instant> alarm) {
        this.alarm = alarm;
    }

    /** Looks at the record then, instead of any time that was put down before. */
    public void put(Entry entry, Instant at) {
        if (putDown(entry, at)) {
            alarm.accept(at);
        }
    }

    /** Returns whether nothing comes before. */
    private synchronized boolean putDown(Entry entry, Instant at) {
        drop(entry);
        Item item = new Item(at, numbers++, entry);
        current.put(entry, item);
        times.add(item);
        return item.equals(times.first());
    }

    /** Looks at the record in the next cycle, whenever that is; at a time that was put down, too. */
    public synchronized void putNextCycle(Entry entry) {
        nextCycle.add(entry);
    }

    /**
     * Looks again at a record that is not right: then, and in the next cycle, too, where what is wrong may end sooner.
     */
    public void putAgain(Entry entry, Optional<Instant> at, boolean mayEndSooner) {
        remove(entry);
        at.ifPresent(time -> put(entry, time));
        if (at.isEmpty() || mayEndSooner) {
            putNextCycle(entry);
        }
    }

    /** Forgets the record. */
    public synchronized void remove(Entry entry) {
        drop(entry);
    }

    private void drop(Entry entry) {
        nextCycle.remove(entry);
        @Nullable Item item = current.remove(entry);
        if (item != null) {
            times.remove(item);
        }
    }

    /** Returns the records whose time has come, and forgets them. */
    List<Entry> takeDue(Instant now) {
        List<Entry> due = takeDueNow(now);
        next().ifPresent(alarm);
        return due;
    }

    private synchronized List<Entry> takeDueNow(Instant now) {
        Set<Entry> due = new LinkedHashSet<>(nextCycle);
        times.stream().takeWhile(item -> !item.at().isAfter(now)).forEach(item -> due.add(item.entry()));
        due.forEach(this::drop);
        return List.copyOf(due);
    }

    /** The clock was set back: what was put down comes no later for that. */
    public synchronized void setBack(Duration by) {
        List<Item> all = List.copyOf(times);
        times.clear();
        all.forEach(item -> {
            Item sooner = new Item(item.at().minus(by), item.number(), item.entry());
            times.add(sooner);
            current.put(item.entry(), sooner);
        });
    }

    /** Returns the next time that is put down. */
    public synchronized Optional<Instant> next() {
        return times.isEmpty() ? Optional.empty() : Optional.of(times.first().at());
    }
}

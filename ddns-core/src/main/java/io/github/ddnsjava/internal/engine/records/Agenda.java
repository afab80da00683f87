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

/** Holds when each record is due although its address is unchanged. Thread-safe. */
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
     * @param alarm receives each time that is earlier than all others
     */
    public Agenda(Consumer<Instant> alarm) {
        this.alarm = alarm;
    }

    /** The record is due at that time, and no longer at the time that was set before. */
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
        return item.number() == times.first().number(); // a record's equals is made at run time, at each start
    }

    /** The record is due in the next cycle, and also at the time that was set before. */
    public synchronized void putNextCycle(Entry entry) {
        nextCycle.add(entry);
    }

    /**
     * A record that is not in sync is due at that time. It is also due in the next cycle if its problem may end sooner.
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

    /** Returns how many records are due now or in the next cycle. */
    public synchronized int due(Instant now) {
        long timely = times.stream()
                .takeWhile(item -> !item.at().isAfter(now))
                .filter(item -> !nextCycle.contains(item.entry()))
                .count();
        return nextCycle.size() + (int) timely;
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

    /** The clock was set back. All times are moved back by the same amount. */
    public synchronized void setBack(Duration by) {
        List<Item> all = List.copyOf(times);
        times.clear();
        all.forEach(item -> {
            Item sooner = new Item(item.at().minus(by), item.number(), item.entry());
            times.add(sooner);
            current.put(item.entry(), sooner);
        });
    }

    /** Returns the time that is put down for a record; empty if there is none. */
    public synchronized Optional<Instant> next(Entry entry) {
        return Optional.ofNullable(current.get(entry)).map(Item::at);
    }

    /** Returns the next time that is put down. */
    public synchronized Optional<Instant> next() {
        return times.isEmpty() ? Optional.empty() : Optional.of(times.first().at());
    }
}

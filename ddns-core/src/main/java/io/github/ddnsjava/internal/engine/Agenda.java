package io.github.ddnsjava.internal.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** When which record wants to be looked at although its address is the same. Thread-safe. */
final class Agenda {
    private record Item(Instant at, long number, Entry entry) {}

    private final PriorityQueue<Item> queue =
            new PriorityQueue<>(Comparator.comparing(Item::at).thenComparing(Item::number));
    private final Map<Entry, Item> current = new HashMap<>();
    private final Set<Entry> nextCycle = new HashSet<>();
    private long numbers;

    /** Looks at the record then, instead of any time that was put down before. */
    synchronized void put(Entry entry, Instant at) {
        Item item = new Item(at, numbers++, entry);
        nextCycle.remove(entry);
        current.put(entry, item);
        queue.add(item);
    }

    /** Looks at the record in the next cycle, whenever that is. */
    synchronized void putNextCycle(Entry entry) {
        current.remove(entry);
        nextCycle.add(entry);
    }

    /** Forgets the record. */
    synchronized void remove(Entry entry) {
        current.remove(entry);
        nextCycle.remove(entry);
    }

    /** Returns the records whose time has come, and forgets them. */
    synchronized List<Entry> takeDue(Instant now) {
        List<Entry> due = new ArrayList<>(nextCycle);
        nextCycle.clear();
        for (Item item = queue.peek(); item != null && !item.at().isAfter(now); item = queue.peek()) {
            queue.remove();
            if (current.remove(item.entry(), item)) {
                due.add(item.entry());
            }
        }
        return due;
    }

    /** Returns the next time that is put down. */
    synchronized Optional<Instant> next() {
        for (Item item = queue.peek(); item != null; item = queue.peek()) {
            if (item.equals(current.get(item.entry()))) {
                return Optional.of(item.at());
            }
            queue.remove();
        }
        return Optional.empty();
    }
}

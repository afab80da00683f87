package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One detector and family, with the records that it serves. Looked at by one cycle at a time; a record is looked at
 * only when the feed's value changed or its own time came, so that unchanged ones cost nothing. Thread-safe.
 */
public final class Feed {
    public final String key;
    public final IpFamily family;
    /** Null where the application pushes the addresses. */
    public final @Nullable IpDetector detector;

    public final Agenda agenda;
    public final Serial serial;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, DnsProvider> accounts = new LinkedHashMap<>();
    private Optional<Set<IpAddress>> handled = Optional.empty();
    private Optional<Sighting> newest = Optional.empty();
    private boolean fresh = true;
    private boolean waiting;
    /** The records that were pushed since the last look at what was pushed. */
    private Set<Entry> pushed = new LinkedHashSet<>();

    Feed(String key, IpFamily family, @Nullable IpDetector detector, Workers workers, Consumer<Instant> alarm) {
        this.key = key;
        this.family = family;
        this.detector = detector;
        this.agenda = new Agenda(alarm);
        this.serial = new Serial(workers);
    }

    /** Returns the name that tells it from all others, whatever records it serves: {@code wan ipv4}. */
    public String name() {
        return key + " " + family;
    }

    /** Only while the roster is made. */
    void add(Entry entry) {
        entries.add(entry);
        accounts.putIfAbsent(entry.provider.account(), entry.provider);
    }

    public List<Entry> entries() {
        return entries;
    }

    /** Returns the accounts that its records are published by, each with a provider of it. */
    public Map<String, DnsProvider> accounts() {
        return accounts;
    }

    /** Tells whether a look may be queued: one that is queued already will see the same. */
    public synchronized boolean queueLook() {
        boolean first = !waiting;
        waiting = true;
        return first;
    }

    public synchronized void lookBegins() {
        waiting = false;
    }

    /** Takes note of records that were pushed; tells whether that is to be dealt with, or will be anyway. */
    public synchronized boolean queuePush(Collection<Entry> entries) {
        boolean first = pushed.isEmpty();
        pushed.addAll(entries);
        return first;
    }

    /** Returns the records that were pushed: what counts is what was pushed last. */
    public synchronized List<Entry> pushBegins() {
        List<Entry> entries = List.copyOf(pushed);
        pushed = new LinkedHashSet<>();
        return entries;
    }

    /** Returns the records that a sighting concerns: all if the value is another, else those whose time came. */
    public List<Entry> concernedBy(Sighting sighting, Instant now) {
        List<Entry> due = agenda.takeDue(now);
        boolean first = isFirst();
        if (sighting.value().isEmpty()) {
            return first ? entries : due; // some have something to do all the same: a refresh, what was pushed
        }
        if (!isAnother(sighting)) {
            return due;
        }
        entries.forEach(entry -> entry.detected(sighting));
        return entries;
    }

    private synchronized boolean isFirst() {
        boolean first = fresh;
        fresh = false;
        return first;
    }

    private synchronized boolean isAnother(Sighting sighting) {
        newest = Optional.of(sighting);
        boolean another = !sighting.value().equals(handled);
        handled = sighting.value();
        return another;
    }

    /** Tells whether a sighting says something else than the one that was dealt with. */
    public synchronized boolean isNews(Sighting sighting) {
        return handled.isPresent()
                && sighting.value().isPresent()
                && !sighting.value().equals(handled);
    }

    /** Something went wrong on the way: the next sighting concerns every record. */
    public synchronized void startAfresh() {
        handled = Optional.empty();
        fresh = true;
    }

    /** Tells whether a value was dealt with: the same again concerns only records whose time has come. */
    public synchronized boolean hasHandled() {
        return handled.isPresent();
    }

    /** Returns the value that was dealt with last; empty where there is none yet. */
    public synchronized Set<IpAddress> handled() {
        return handled.orElse(Set.of());
    }

    /** Returns the newest sighting that said something, or the given one if there is none. */
    public synchronized Sighting newest(Sighting known) {
        return newest.filter(sighting -> sighting.sequence() > known.sequence()).orElse(known);
    }
}

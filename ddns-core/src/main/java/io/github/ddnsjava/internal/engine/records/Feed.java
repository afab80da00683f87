package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One detector and family, whose records the {@link Roster} knows. One cycle at a time processes a feed. A record is
 * processed only if the value of the feed changed or the record is due. Unchanged records therefore cost nothing.
 * Thread-safe.
 */
public final class Feed {
    public final String key;
    public final IpFamily family;
    /** Null where the application pushes the addresses. */
    public final @Nullable IpDetector detector;

    public final Agenda agenda;
    public final Serial serial;
    private Optional<Set<IpAddress>> handled = Optional.empty();
    private Optional<Sighting> newest = Optional.empty();
    private Optional<DetectionReport> said = Optional.empty();
    private boolean fresh = true;
    private boolean waiting;
    /** The records that were pushed and are not processed yet. */
    private Set<Entry> pushed = new LinkedHashSet<>();

    Feed(String key, IpFamily family, @Nullable IpDetector detector, Workers workers, Consumer<Instant> alarm) {
        this.key = key;
        this.family = family;
        this.detector = detector;
        this.agenda = new Agenda(alarm);
        this.serial = new Serial(workers);
    }

    /** Returns the unique name of this feed, for example {@code wan ipv4}. */
    public String name() {
        return key + " " + family;
    }

    /** Returns whether a poll may be queued. A poll that is already queued will see the same. */
    public synchronized boolean queueLook() {
        boolean first = !waiting;
        waiting = true;
        return first;
    }

    public synchronized void lookBegins() {
        waiting = false;
    }

    /**
     * Notes records that were pushed. Returns whether the caller must process them; otherwise they are processed
     * already.
     */
    public synchronized boolean queuePush(Collection<Entry> entries) {
        boolean first = pushed.isEmpty();
        pushed.addAll(entries);
        return first;
    }

    /** Returns the records that were pushed. For each, the last pushed address counts. */
    public synchronized List<Entry> pushBegins() {
        List<Entry> entries = List.copyOf(pushed);
        pushed = new LinkedHashSet<>();
        return entries;
    }

    /**
     * Returns the records that a sighting concerns: all records if the value changed, otherwise the records that are
     * due.
     *
     * @param served returns the records that the feed serves; it is called after the due ones were taken, so that a
     *     record that is added meanwhile is in one of the two
     */
    public List<Entry> concernedBy(Sighting sighting, Instant now, Supplier<List<Entry>> served) {
        List<Entry> taken = agenda.takeDue(now);
        List<Entry> entries = served.get();
        List<Entry> due = taken.stream().filter(Set.copyOf(entries)::contains).toList();
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

    /** Returns whether a sighting differs from the one that was handled last. */
    public synchronized boolean isNews(Sighting sighting) {
        return handled.isPresent()
                && sighting.value().isPresent()
                && !sighting.value().equals(handled);
    }

    /** A step failed. The next sighting concerns every record. */
    public synchronized void startAfresh() {
        handled = Optional.empty();
        fresh = true;
    }

    /** Returns whether a value was handled. The same value again concerns only records that are due. */
    public synchronized boolean hasHandled() {
        return handled.isPresent();
    }

    /** Returns the value that was handled last; empty if there is none yet. */
    public synchronized Set<IpAddress> handled() {
        return handled.orElse(Set.of());
    }

    /** Returns the newest successful sighting, or the given one if there is none. */
    public synchronized Sighting newest(Sighting known) {
        return newest.filter(sighting -> sighting.sequence() > known.sequence()).orElse(known);
    }

    /** Notes what the detector said last, be it a failure. */
    public synchronized void says(DetectionReport report) {
        said = Optional.of(report);
    }

    /** Returns what the detector said last; empty before the first poll, and where the application pushes addresses. */
    public synchronized Optional<DetectionReport> said() {
        return said;
    }
}

package io.github.ddnsjava;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@link Updater#reconfigure} came to. The text form is for people. Immutable and thread-safe.
 *
 * @param records the records, by key
 * @param detectors the detectors, by the key that was given for them
 * @param providers the providers, likewise
 * @param settings which of the other settings changed: {@code policy}, {@code schedule}, {@code retry}, {@code
 *     detectionTimeout} and {@code withdrawOnClose}, and those that {@link UpdaterBuilder#setting} names, as a configuration
 *     does with {@code lookup}, {@code deadMan}, {@code reload} and the sections of the application; in order. Listeners
 *     and vetoes are replaced without being compared
 * @param needsRestart what differs and is not in effect before a restart: {@code state}, which stays for the life of an
 *     updater, and what {@link UpdaterBuilder#setting} names as such
 */
public record ReconfigurationReport(
        Changes<RecordKey> records,
        Changes<String> detectors,
        Changes<String> providers,
        SortedSet<String> settings,
        SortedSet<String> needsRestart) {
    /** The text form names that many; the others are counted. */
    private static final int NAMED = 10;

    /**
     * What changed among parts of one kind.
     *
     * @param <K> the key of a part
     * @param added the new ones
     * @param removed those that are gone
     * @param changed those that are there with other settings; a record is changed also if its detector, its provider or
     *     its policy is
     * @param untouched how many stayed as they were
     */
    public record Changes<K extends Comparable<? super K>>(
            SortedSet<K> added, SortedSet<K> removed, SortedSet<K> changed, int untouched) {
        /** Copies the sets. */
        public Changes {
            added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
            removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
            changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
        }

        /** Tells whether all stayed as they were. */
        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }

        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            addTo(parts, added, "added");
            addTo(parts, removed, "removed");
            addTo(parts, changed, "changed");
            parts.add(untouched + " untouched");
            return String.join(", ", parts);
        }

        private static void addTo(List<String> parts, Set<?> keys, String what) {
            if (!keys.isEmpty()) {
                String names = keys.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
                String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
                parts.add(keys.size() + " " + what + " (" + names + more + ")");
            }
        }
    }

    /** Copies the sets. */
    public ReconfigurationReport {
        settings = Collections.unmodifiableSortedSet(new TreeSet<>(settings));
        needsRestart = Collections.unmodifiableSortedSet(new TreeSet<>(needsRestart));
    }

    /** Tells whether nothing differs. */
    public boolean isEmpty() {
        return records.isEmpty()
                && detectors.isEmpty()
                && providers.isEmpty()
                && settings.isEmpty()
                && needsRestart.isEmpty();
    }

    /** Returns it in words, as in {@code records: 1 changed (home.example.com A at cf), 12 untouched; schedule changed}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!records.isEmpty()) {
            parts.add("records: " + records);
        }
        if (!detectors.isEmpty()) {
            parts.add("detectors: " + detectors);
        }
        if (!providers.isEmpty()) {
            parts.add("providers: " + providers);
        }
        if (!settings.isEmpty()) {
            parts.add(String.join(", ", settings) + " changed");
        }
        if (!needsRestart.isEmpty()) {
            parts.add(
                    "the change of " + String.join(", ", needsRestart) + " needs a restart, and is not in effect yet");
        }
        return parts.isEmpty() ? "nothing changed" : String.join("; ", parts);
    }
}

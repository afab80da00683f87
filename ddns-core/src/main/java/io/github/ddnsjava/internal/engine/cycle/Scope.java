package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.internal.engine.records.Entry;
import java.util.Collection;
import java.util.Set;

/**
 * Which records a cycle looks at besides those that are concerned anyway. Immutable.
 *
 * @param awaited whether somebody waits for the report: then it has an entry for each of these records, and a detector
 *     that failed is asked again
 * @param asked those records
 * @param verify whether these records are read and repaired although nothing is due
 */
public record Scope(boolean awaited, Set<Entry> asked, boolean verify) {
    /** Nobody waits: only records that are concerned. */
    public static final Scope CONCERNED = new Scope(false, Set.of(), false);

    /** Copies the set. */
    public Scope {
        asked = Set.copyOf(asked);
    }

    /** These records, as they stand. */
    public static Scope of(Collection<Entry> entries) {
        return new Scope(true, Set.copyOf(entries), false);
    }

    /** These records, read and repaired. */
    public static Scope verifying(Collection<Entry> entries) {
        return new Scope(true, Set.copyOf(entries), true);
    }

    /** Tells whether a record is to be read and repaired. */
    boolean verifies(Entry entry) {
        return verify && asked.contains(entry);
    }
}

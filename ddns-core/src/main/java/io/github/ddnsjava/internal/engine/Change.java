package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change on its way from step 2 to step 4; settled once, whoever has something to say of it. Thread-safe.
 *
 * @param entry the record
 * @param change what should become of it
 * @param sighting the detection that it follows from
 * @param reason why, in a word or two
 * @param cycle who waits for it
 * @param mayRepeat whether it may be sent once more with other credentials
 * @param open whether its cycle still waits for it
 */
record Change(
        Entry entry,
        RecordChange change,
        Sighting sighting,
        String reason,
        Cycle cycle,
        boolean mayRepeat,
        AtomicBoolean open) {
    Change(Entry entry, RecordChange change, Sighting sighting, String reason, Cycle cycle) {
        this(entry, change, sighting, reason, cycle, true, new AtomicBoolean(true));
    }

    /** Tells, once, that its cycle waits for it. */
    boolean close() {
        return open.getAndSet(false);
    }

    RecordKey key() {
        return entry.key();
    }

    long sequence() {
        return sighting.sequence();
    }

    Change repeated() {
        return new Change(entry, change, sighting, reason, cycle, false, open);
    }

    /** Returns this change by what is known now: what was confirmed while it waited is ours, too. */
    Change knowing(RecordState state) {
        RecordChange now = RecordChange.of(entry.record, change.intent(), change.addresses(), state);
        return new Change(entry, now, sighting, reason, cycle, mayRepeat, open);
    }
}

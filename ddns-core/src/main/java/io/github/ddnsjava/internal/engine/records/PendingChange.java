package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change on its way from step 2 to step 4; its sender waits for it until {@link #close} is called, once. Thread-safe.
 *
 * @param entry the record
 * @param change the wanted change
 * @param sighting the detection that caused it
 * @param reason the cause, in a word or two
 * @param sender receives the result
 * @param mayRepeat whether it may be sent once more with other credentials
 * @param open whether its sender still waits for it
 */
public record PendingChange(
        Entry entry,
        RecordChange change,
        Sighting sighting,
        String reason,
        Sender sender,
        boolean mayRepeat,
        AtomicBoolean open) {
    public PendingChange(Entry entry, RecordChange change, Sighting sighting, String reason, Sender sender) {
        this(entry, change, sighting, reason, sender, true, new AtomicBoolean(true));
    }

    /** Tells, once, that its sender waits for it. */
    public boolean close() {
        return open.getAndSet(false);
    }

    public RecordKey key() {
        return entry.key();
    }

    public long sequence() {
        return sighting.sequence();
    }

    public PendingChange repeated() {
        return new PendingChange(entry, change, sighting, reason, sender, false, open);
    }

    /** Returns this change with the present knowledge: values that were confirmed while it waited are ours, too. */
    public PendingChange knowing(RecordState state) {
        RecordChange now = RecordChange.of(entry.record, change.intent(), change.addresses(), state);
        return new PendingChange(entry, now, sighting, reason, sender, mayRepeat, open);
    }
}

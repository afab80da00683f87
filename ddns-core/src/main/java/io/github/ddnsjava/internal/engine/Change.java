package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.RecordChange;

/**
 * A change on its way from step 2 to step 4.
 *
 * @param entry the record
 * @param change what should become of it
 * @param sighting the detection that it follows from
 * @param reason why, in a word or two
 * @param cycle who waits for it
 * @param mayRepeat whether it may be sent once more with other credentials
 */
record Change(Entry entry, RecordChange change, Sighting sighting, String reason, Cycle cycle, boolean mayRepeat) {
    RecordKey key() {
        return entry.key();
    }

    long sequence() {
        return sighting.sequence();
    }

    Change repeated() {
        return new Change(entry, change, sighting, reason, cycle, false);
    }
}

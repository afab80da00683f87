package io.github.ddnsjava;

import java.util.List;
import java.util.Optional;

/**
 * What one cycle, or a plan of one, came to. Immutable and thread-safe.
 *
 * @param records one entry for each record that was looked at, ordered by key; {@link Updater#runOnce} and {@link
 *     Updater#plan} look at all
 * @param detections one entry for each detector and family that was asked
 */
public record UpdateReport(List<RecordReport> records, List<DetectionReport> detections) {
    /** Copies the lists. */
    public UpdateReport {
        records = List.copyOf(records);
        detections = List.copyOf(detections);
    }

    /** Tells whether every record is right. */
    public boolean isRight() {
        return records.stream().allMatch(RecordReport::isRight);
    }

    /** Returns the entry of that record. */
    public Optional<RecordReport> record(RecordKey key) {
        return records.stream().filter(r -> r.key().equals(key)).findFirst();
    }
}

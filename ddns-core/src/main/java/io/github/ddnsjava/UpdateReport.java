package io.github.ddnsjava;

import java.util.List;
import java.util.Optional;

/**
 * The result of one cycle or of one plan. Immutable and thread-safe.
 *
 * @param records one entry for each record that was processed, ordered by key; {@link Updater#runOnce} and {@link
 *     Updater#plan} process all records
 * @param detections one entry for each detector and family that was polled
 */
public record UpdateReport(List<RecordReport> records, List<DetectionReport> detections) {
    /** Copies the lists. */
    public UpdateReport {
        records = List.copyOf(records);
        detections = List.copyOf(detections);
    }

    /** Tells whether {@link RecordReport#isRight} is true for every record of this report. */
    public boolean isRight() {
        return records.stream().allMatch(RecordReport::isRight);
    }

    /** Returns the entry of that record; empty if it was not processed. */
    public Optional<RecordReport> record(RecordKey key) {
        return records.stream().filter(r -> r.key().equals(key)).findFirst();
    }
}

package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The current state of an updater. Reading it does not disturb the updater. Immutable and thread-safe.
 *
 * @param running whether the updater was started and is not closed
 * @param paused whether its cycles are paused
 * @param records one entry for each record, ordered by key: what is confirmed, and what is wrong
 * @param health whether the network, the detectors and the providers answer; also a state that cannot be saved, and
 *     blocked threads
 * @param lastCycle when the last cycle ended; empty if none has
 * @param nextCycle when the next regular cycle begins; other cycles begin earlier if there is a reason. Empty if none
 *     is planned
 */
public record UpdaterStatus(
        boolean running,
        boolean paused,
        List<RecordReport> records,
        UpdaterHealth health,
        Optional<Instant> lastCycle,
        Optional<Instant> nextCycle) {
    /** Copies the list. */
    public UpdaterStatus {
        records = List.copyOf(records);
    }
}

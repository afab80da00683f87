package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an updater stands, read without disturbing it. Immutable and thread-safe.
 *
 * @param running whether it was started and not closed
 * @param paused whether its cycles are paused
 * @param records one entry for each record, ordered by key: what is confirmed, and what is wrong
 * @param health whether the network, the detectors and the providers answer
 * @param lastCycle when the last cycle ended
 * @param nextCycle when the next regular one begins; others come before it where there is a reason
 */
public record UpdaterStatus(
        boolean running,
        boolean paused,
        List<RecordReport> records,
        Health health,
        Optional<Instant> lastCycle,
        Optional<Instant> nextCycle) {}

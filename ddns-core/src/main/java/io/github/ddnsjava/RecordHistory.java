package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of the changes of a record, and when it is looked at next. Immutable and thread-safe.
 *
 * @param changes the last confirmed changes, the oldest first; as many as the state keeps
 * @param nextLook when the record is looked at although its address does not change: to try again, to refresh it or to
 *     compare it with the provider. Empty if only a change of the address or a person leads to that
 */
public record RecordHistory(List<Change> changes, Optional<Instant> nextLook) {
    /** Copies the list. */
    public RecordHistory {
        changes = List.copyOf(changes);
    }

    /**
     * A confirmed change. Immutable and thread-safe.
     *
     * @param at when it was confirmed
     * @param addresses the addresses since then, sorted; none if the record was withdrawn
     */
    public record Change(Instant at, List<IpAddress> addresses) {
        /** Copies the addresses. */
        public Change {
            addresses = List.copyOf(addresses);
        }
    }
}

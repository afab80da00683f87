package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a record over time: its changes, when it is looked at next, and since when it has not been in sync.
 * Immutable and thread-safe.
 *
 * @param changes the last confirmed changes, the oldest first; as many as the state keeps
 * @param nextLook when the record is looked at although its address does not change: to try again, to refresh it or to
 *     compare it with the provider. Empty if only a change of the address or a person leads to that
 * @param outOfSyncSince since when the record has not been in sync, whatever the cause: its own trouble, a detector that
 *     fails, or the network. A trouble of its own is remembered across restarts. Empty if the record is in sync, or if this
 *     is not known
 */
public record RecordHistory(List<Change> changes, Optional<Instant> nextLook, Optional<Instant> outOfSyncSince) {
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

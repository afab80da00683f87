package io.github.ddnsjava;

import io.github.ddnsjava.remember.RecordState.AddressChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of the changes of a record, and when it is looked at next. Immutable and thread-safe.
 *
 * @param changes the last confirmed changes, the oldest first; as many as {@link
 *     io.github.ddnsjava.remember.RecordState#history} keeps
 * @param nextLook when the record is looked at although its address does not change: to try again, to refresh it or to
 *     compare it with the provider. Empty if only a change of the address or a person leads to that
 */
public record RecordHistory(List<AddressChange> changes, Optional<Instant> nextLook) {
    /** Copies the list. */
    public RecordHistory {
        changes = List.copyOf(changes);
    }
}

package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.internal.AttributeValues;
import java.util.Map;
import java.util.Set;

/**
 * The current state of one record set at a provider. Immutable and thread-safe.
 *
 * @param key which record set
 * @param addresses its addresses; empty if it has none
 * @param attributes its attributes, as far as the provider reports them
 */
public record RecordView(RecordKey key, Set<IpAddress> addresses, Map<String, Object> attributes) {
    /** Copies both. */
    public RecordView {
        addresses = Set.copyOf(addresses);
        attributes = AttributeValues.frozen(attributes);
    }
}

package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import java.util.Map;
import java.util.Set;

/**
 * What a provider says of one record set. Immutable and thread-safe.
 *
 * @param key which
 * @param addresses its addresses; empty where there are none
 * @param attributes its attributes, as far as the provider tells
 */
public record RecordView(RecordKey key, Set<IpAddress> addresses, Map<String, Object> attributes) {
    /** Copies both. */
    public RecordView {
        addresses = Set.copyOf(addresses);
        attributes = Map.copyOf(attributes);
    }
}

package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.internal.AttributeValues;
import java.util.Map;
import java.util.Optional;

/**
 * One value of a record set, as the provider listed it. Immutable and thread-safe.
 *
 * @param id the provider's id of the value; empty if values have no ids
 * @param name its name
 * @param address its address
 * @param attributes its attributes, by the names that the provider declares
 * @param marker the comment that it bears; empty if it has none
 */
public record ZoneRecord(
        String id, DnsName name, IpAddress address, Map<String, Object> attributes, Optional<String> marker) {
    /** Copies the attributes. */
    public ZoneRecord {
        attributes = AttributeValues.frozen(attributes);
    }

    /** Returns the type that belongs to the address. */
    public RecordType type() {
        return RecordType.of(address.family());
    }
}

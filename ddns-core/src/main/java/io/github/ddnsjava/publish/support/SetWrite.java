package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What must be written so that one record set is as wanted. Immutable and thread-safe. Providers with single records
 * look at {@code creates}, {@code updates} and {@code deletes}; those with whole sets at {@link #values()}.
 *
 * @param change what is wanted
 * @param present what stands there, ours and others'
 * @param creates values to add
 * @param updates values to change in place
 * @param deletes values to remove
 */
public record SetWrite(
        RecordChange change,
        List<ZoneRecord> present,
        List<Create> creates,
        List<Update> updates,
        List<ZoneRecord> deletes) {
    /** Copies the lists. */
    public SetWrite {
        present = List.copyOf(present);
        creates = List.copyOf(creates);
        updates = List.copyOf(updates);
        deletes = List.copyOf(deletes);
    }

    /**
     * A value to add.
     *
     * @param address the address
     * @param attributes the attributes to send; others take the provider's defaults
     */
    public record Create(IpAddress address, Map<String, Object> attributes) {}

    /**
     * A value to change in place.
     *
     * @param record what stands there
     * @param address the address that it should have; often another
     * @param attributes the attributes to change; all others stay
     */
    public record Update(ZoneRecord record, IpAddress address, Map<String, Object> attributes) {}

    /** Returns the name. */
    public DnsName name() {
        return change.name();
    }

    /** Returns the type. */
    public RecordType type() {
        return change.type();
    }

    /** Returns how many values are created, updated and deleted. */
    public int size() {
        return creates.size() + updates.size() + deletes.size();
    }

    /** Returns all values that the record set has afterwards, others' included. */
    public SortedSet<IpAddress> values() {
        SortedSet<IpAddress> values = new TreeSet<>();
        List<ZoneRecord> gone = new ArrayList<>(deletes);
        updates.forEach(update -> {
            gone.add(update.record());
            values.add(update.address());
        });
        creates.forEach(create -> values.add(create.address()));
        present.stream().filter(record -> !gone.contains(record)).forEach(record -> values.add(record.address()));
        return values;
    }
}

package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One value to create or to change. Immutable and thread-safe.
 *
 * @param name its name
 * @param address the address that it should have
 * @param attributes the attributes to send: for a new value all that are wanted, for a change those to correct
 * @param before the value as it stands; empty if it is created
 * @param marker the comment that it should bear; empty if values are not marked
 */
public record ValueWrite(
        DnsName name,
        IpAddress address,
        Map<String, Object> attributes,
        Optional<ZoneRecord> before,
        Optional<String> marker) {
    /** Copies the attributes. */
    public ValueWrite {
        attributes = Map.copyOf(attributes);
    }

    static ValueWrite of(SetWrite write, SetWrite.Create create) {
        return new ValueWrite(
                write.name(),
                create.address(),
                create.attributes(),
                Optional.empty(),
                write.change().marker());
    }

    static ValueWrite of(SetWrite write, SetWrite.Update update) {
        return new ValueWrite(
                write.name(),
                update.address(),
                update.attributes(),
                Optional.of(update.record()),
                write.change().marker());
    }

    static ValueWrite unchanged(ZoneRecord value) {
        return new ValueWrite(value.name(), value.address(), Map.of(), Optional.of(value), value.marker());
    }

    /** Returns the creation of the value that a change makes, with all attributes that it has afterwards. */
    ValueWrite anew() {
        return new ValueWrite(name, address, all(), Optional.empty(), marker);
    }

    /**
     * Returns the provider's own form of the value as it stands, for a write that repeats what it does not change; empty if
     * the value is created, or was listed without it.
     *
     * @throws ClassCastException if the provider's form is of another type
     */
    public <T> Optional<T> rawBefore(Class<T> type) {
        return before.flatMap(ZoneRecord::raw).map(type::cast);
    }

    /** Returns its type. */
    public RecordType type() {
        return RecordType.of(address.family());
    }

    /**
     * Returns the provider's id of the value that is changed.
     *
     * @throws IllegalStateException if it is created
     */
    public String id() {
        return before.orElseThrow(() -> new IllegalStateException("a new value has no id"))
                .id();
    }

    /** Returns all attributes that it has afterwards: those that stand there, overlaid by those to send. */
    public Map<String, Object> all() {
        Map<String, Object> all =
                new TreeMap<>(before.map(ZoneRecord::attributes).orElse(Map.of()));
        all.putAll(attributes);
        return all;
    }

    /** Returns the time to live that it has afterwards; empty if nobody cares, and the provider decides. */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(all().get(Attributes.TTL)).map(Duration.class::cast);
    }

    /** Returns the value as it was asked for, for providers whose answer does not show it. */
    public ZoneRecord asSent() {
        return new ZoneRecord(before.map(ZoneRecord::id).orElse(""), name, address, all(), marker);
    }
}

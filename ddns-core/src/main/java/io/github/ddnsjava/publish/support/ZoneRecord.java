package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.AttributeValues;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.JsonBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One value of a record set, as the provider listed it. Immutable and thread-safe if the raw object is. The raw object
 * counts for nothing in comparisons, and appears in no text.
 *
 * @param id the provider's id of the value; empty if values have no ids
 * @param name its name
 * @param address its address
 * @param attributes its attributes, by the names that the provider declares
 * @param marker the comment that it bears; empty if it has none
 * @param raw the provider's own form of the value, for a write that must repeat fields that we do not know; empty if no
 *     write needs it
 */
public record ZoneRecord(
        String id,
        DnsName name,
        IpAddress address,
        Map<String, Object> attributes,
        Optional<String> marker,
        Optional<Object> raw) {
    private static final Duration MAX_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    /** Copies the attributes. */
    public ZoneRecord {
        attributes = AttributeValues.frozen(attributes);
    }

    /** Creates a value without a raw form. */
    public ZoneRecord(
            String id, DnsName name, IpAddress address, Map<String, Object> attributes, Optional<String> marker) {
        this(id, name, address, attributes, marker, Optional.empty());
    }

    /** Creates a value without id, attributes and marker. */
    public static ZoneRecord of(DnsName name, IpAddress address) {
        return new ZoneRecord("", name, address, Map.of(), Optional.empty());
    }

    /**
     * Reads a value without id, attributes and marker.
     *
     * @throws ProtocolException if the text is no address of that type. Within {@link Listing#addSet} that concerns the
     *     set alone
     */
    public static ZoneRecord read(DnsName name, RecordType type, String address) {
        return of(
                name,
                IpAddress.tryParse(address)
                        .filter(parsed -> RecordType.of(parsed.family()) == type)
                        .orElseThrow(() -> new NoAddressException(name, type)));
    }

    /** A value of an A or AAAA set is no address of that type: a word of the vendor's, as in {@code Parked}. */
    static final class NoAddressException extends ProtocolException {
        private static final long serialVersionUID = 1L;

        private NoAddressException(DnsName name, RecordType type) {
            super("the provider says that " + name + " " + type + " has a value that is no such address");
        }
    }

    /** Returns this value with that id. */
    public ZoneRecord withId(String newId) {
        return new ZoneRecord(newId, name, address, attributes, marker, raw);
    }

    /**
     * Returns this value with the time to live that the provider says.
     *
     * @throws ProtocolException if it is not from 0 to 2,147,483,647 seconds (RFC 2181, section 8)
     */
    public ZoneRecord withTtl(Duration ttl) {
        if (ttl.isNegative() || ttl.compareTo(MAX_TTL) > 0) {
            throw new ProtocolException("the provider says that " + name + " " + type() + " has a TTL of "
                    + ttl.toSeconds() + " seconds; expected 0 to " + MAX_TTL.toSeconds());
        }
        return with(Attributes.TTL, ttl);
    }

    /** Returns its time to live; empty if the provider did not say. */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(attributes.get(Attributes.TTL)).map(Duration.class::cast);
    }

    /**
     * Repeats members of the value as it was listed, where a change would reset what it does not name: {@code
     * value.before().ifPresent(old -> old.repeat(body, "prio"))}. Its raw form must be the JSON object. Members that it does
     * not have are left out.
     */
    public void repeat(JsonBody body, String... members) {
        raw.map(JsonReader.class::cast)
                .ifPresent(json -> List.of(members)
                        .forEach(member -> json.get(member).optional().ifPresent(old -> body.put(member, old))));
    }

    /** Returns this value with one more attribute. */
    public ZoneRecord with(String attribute, Object value) {
        Map<String, Object> more = new TreeMap<>(attributes);
        more.put(attribute, value);
        return new ZoneRecord(id, name, address, more, marker, raw);
    }

    /** Returns this value with that marker; an empty text is none. */
    public ZoneRecord marked(String comment) {
        Optional<String> mark = Optional.of(comment).filter(text -> !text.isEmpty());
        return new ZoneRecord(id, name, address, attributes, mark, raw);
    }

    /** Returns this value with the provider's own form of it. */
    public ZoneRecord withRaw(Object newRaw) {
        return new ZoneRecord(id, name, address, attributes, marker, Optional.of(newRaw));
    }

    /** Returns the type that belongs to the address. */
    public RecordType type() {
        return RecordType.of(address.family());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ZoneRecord o
                && id.equals(o.id)
                && name.equals(o.name)
                && address.equals(o.address)
                && attributes.equals(o.attributes)
                && marker.equals(o.marker);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, address, attributes, marker);
    }

    @Override
    public String toString() {
        return name + " " + type() + " " + address + (id.isEmpty() ? "" : " (" + id + ")");
    }
}

package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.json.JsonReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A zone of the provider's account. Immutable and thread-safe if the handle is. The handle counts for nothing in
 * comparisons, and appears in no text.
 *
 * @param name its apex
 * @param id the provider's id of the zone; the name if the provider has no ids
 * @param handle something else that the provider said of the zone and that a write needs, such as its minimum TTL; empty
 *     if no write needs it
 */
public record Zone(DnsName name, String id, Optional<Object> handle) {
    /** Creates a zone without a handle. */
    public Zone(DnsName name, String id) {
        this(name, id, Optional.empty());
    }

    /** Returns the zone of a provider without ids; empty if the text is no host name, so that no record is in it. */
    public static Optional<Zone> named(String text) {
        return named(text, text);
    }

    /** Returns a zone with an id; empty if the text is no host name, so that no record is in it. */
    public static Optional<Zone> named(String text, String id) {
        return NameForm.name(text).map(name -> new Zone(name, id));
    }

    /**
     * Returns the zones of a list, without those that are no host names.
     *
     * @param name the path of the name in each item
     */
    public static List<Zone> all(List<JsonReader> items, String name) {
        return all(items, name, name);
    }

    /**
     * Returns the zones of a list, without those that are no host names.
     *
     * @param name the path of the name in each item
     * @param id the path of the id in each item
     */
    public static List<Zone> all(List<JsonReader> items, String name, String id) {
        return items.stream()
                .flatMap(item -> named(item.at(name).asText(), item.at(id).asId()).stream())
                .toList();
    }

    /** Returns this zone with that handle. It is cached with the zone, until the zone is looked for again. */
    public Zone withHandle(Object newHandle) {
        return new Zone(name, id, Optional.of(newHandle));
    }

    /**
     * Returns the handle.
     *
     * @throws IllegalStateException if there is none of that type
     */
    public <T> T handle(Class<T> type) {
        return handle.filter(type::isInstance)
                .map(type::cast)
                .orElseThrow(() -> new IllegalStateException("the zone has no handle of the type " + type.getName()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Zone zone && name.equals(zone.name) && id.equals(zone.id);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return name + (id.equals(name.toString()) ? "" : " (" + id + ")");
    }
}

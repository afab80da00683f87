package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.json.JsonReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a zone at the provider, as far as it was asked for: the values, the record sets that must not be touched,
 * and something that a write gets back. Values of other names than the ones that were asked for do no harm. Not
 * thread-safe; not kept beyond a publication.
 */
public final class Listing {
    private final Map<RecordKey, List<ZoneRecord>> values = new HashMap<>();
    private final Map<RecordKey, String> handsOff = new HashMap<>();
    private final Set<RecordKey> unread = new HashSet<>();
    private @Nullable Object handle;

    /** Creates an empty one. */
    public Listing() {}

    /** Returns one with these values. */
    public static Listing of(Collection<ZoneRecord> values) {
        Listing listing = new Listing();
        values.forEach(listing::add);
        return listing;
    }

    /**
     * Adds a value. One with the same id and address as a value before takes the place of that value: where a zone changes
     * while its pages are read, a record can move to the next page and come twice.
     */
    public Listing add(ZoneRecord value) {
        List<ZoneRecord> set = values.computeIfAbsent(key(value.name(), value.type()), key -> new ArrayList<>());
        set.removeIf(
                before -> before.id().equals(value.id()) && before.address().equals(value.address()));
        set.add(value);
        return this;
    }

    /**
     * Adds a record set of any type, or a part of it, as far as it matters: the values of an A or AAAA set; of a CNAME, that
     * the name must not be touched. A set with a value that {@link ZoneRecord#read} takes for no address must not be touched
     * either.
     *
     * @param type the type as the provider writes it, as in {@code AAAA} or {@code MX}
     * @param values returns the values of an A or AAAA set; not called for other types
     */
    public Listing addSet(DnsName name, String type, Function<RecordType, List<ZoneRecord>> values) {
        switch (type) {
            case "A", "AAAA" -> addValues(name, RecordType.valueOf(type), values);
            case "CNAME" -> handsOff(name, "it has a CNAME record, beside which nothing can stand; remove that first");
            default -> {} // TXT, MX …
        }
        return this;
    }

    /** Adds values of a record set that was asked for by its name and type, as texts, with their time to live. */
    public Listing addSet(RecordKey key, List<JsonReader> texts, Duration ttl) {
        return addSet(
                key.name(),
                key.type().name(),
                type -> texts.stream()
                        .map(text ->
                                ZoneRecord.read(key.name(), type, text.asText()).withTtl(ttl))
                        .toList());
    }

    private void addValues(DnsName name, RecordType type, Function<RecordType, List<ZoneRecord>> read) {
        try {
            read.apply(type).forEach(this::add);
        } catch (ZoneRecord.NoAddressException e) {
            unread.add(key(name, type));
            handsOff(name, type, "it has a value that is no address; change or remove that first");
        }
    }

    /** Returns whether a set has a value that could not be read, so that others of its values may be missing here. */
    boolean isUnread(DnsName name, RecordType type) {
        return unread.contains(key(name, type));
    }

    /**
     * Says that a record set must not be touched, for example an alias, a weighted or a locked one, or a name with a CNAME.
     * That record is refused; its neighbours go on.
     *
     * @param why why, as in {@code it is an alias}
     */
    public Listing handsOff(DnsName name, RecordType type, String why) {
        handsOff.putIfAbsent(key(name, type), why);
        return this;
    }

    /** Says of both record sets of a name that they must not be touched. */
    public Listing handsOff(DnsName name, String why) {
        for (RecordType type : RecordType.values()) {
            handsOff(name, type, why);
        }
        return this;
    }

    /** Says that these record sets must not be touched, for a reason that concerns the whole zone. */
    public Listing handsOff(Collection<RecordKey> keys, String why) {
        keys.forEach(key -> handsOff(key.name(), key.type(), why));
        return this;
    }

    /** Keeps something that the write needs: an etag, or the whole zone. It enters neither state nor logs. */
    public Listing withHandle(Object newHandle) {
        handle = newHandle;
        return this;
    }

    /**
     * Returns what was kept.
     *
     * @throws IllegalStateException if there is nothing of that type
     */
    public <T> T handle(Class<T> type) {
        if (!type.isInstance(handle)) {
            throw new IllegalStateException("the listing has no handle of the type " + type.getName());
        }
        return type.cast(handle);
    }

    /** Returns the values of a record set. */
    public List<ZoneRecord> at(DnsName name, RecordType type) {
        return List.copyOf(values.getOrDefault(key(name, type), List.of()));
    }

    /** Returns why a record set must not be touched; empty if it may be. */
    public Optional<String> handsOff(DnsName name, RecordType type) {
        return Optional.ofNullable(handsOff.get(key(name, type)));
    }

    private static RecordKey key(DnsName name, RecordType type) {
        return new RecordKey("", name, type);
    }
}

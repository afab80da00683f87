package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a vendor writes a record set as a JSON object or an XML element: which members have its name, its type, its
 * values and its time to live. It reads lists and answers; {@link RecordFields} does the same for single records.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * private static final SetFields FIELDS = SetFields.of(NameForm.FULL_DOT, "name", "type", "rrdatas", "ttl");
 * }</pre>
 */
public final class SetFields {
    private final NameForm form;
    private final String name;
    private final String type;
    private final Values values;
    private final String ttl;
    private final boolean ttlMayBeMissing;
    private final List<Protection> protections;

    /**
     * The values of a set.
     *
     * @param list the path of the list
     * @param text the member of each item that has the value; empty if the items are texts
     * @param hasMore whether an item can have more than that, so that it is kept as a whole
     * @param counts which items count
     */
    private record Values(String list, Optional<String> text, boolean hasMore, Predicate<JsonReader> counts) {}

    private record Protection(Predicate<JsonReader> sets, String why) {}

    private SetFields(
            NameForm form,
            String name,
            String type,
            Values values,
            String ttl,
            boolean ttlMayBeMissing,
            List<Protection> protections) {
        this.form = form;
        this.name = name;
        this.type = type;
        this.values = values;
        this.ttl = ttl;
        this.ttlMayBeMissing = ttlMayBeMissing;
        this.protections = List.copyOf(protections);
    }

    /**
     * Returns the fields of sets whose values are texts. Each value keeps its text as its raw form.
     *
     * @param form how names are written
     * @param name the member with the name
     * @param type the member with the type, as in {@code AAAA}
     * @param values the member with the list of the values; or its path, which in XML is that of the elements, as in
     *     {@code Values/Value}
     * @param ttl the member with the time to live, a whole number of seconds
     */
    public static SetFields of(NameForm form, String name, String type, String values, String ttl) {
        Values texts = new Values(values, Optional.empty(), false, item -> true);
        return new SetFields(form, name, type, texts, ttl, false, List.of());
    }

    /** Returns these fields for a vendor whose values are objects. Each value keeps its object as its raw form. */
    public SetFields valueAt(String member) {
        return valueAt(member, item -> true);
    }

    /**
     * The same for a vendor whose lists have items that do not count as values, such as disabled ones.
     *
     * @param counts which items count
     */
    public SetFields valueAt(String member, Predicate<JsonReader> counts) {
        return values(new Values(values.list(), Optional.of(member), true, counts));
    }

    /**
     * Returns these fields for a vendor whose values are texts, each within an object or an element that has nothing else.
     * Each value keeps its text as its raw form.
     */
    public SetFields textAt(String member) {
        return values(new Values(values.list(), Optional.of(member), false, item -> true));
    }

    private SetFields values(Values newValues) {
        return new SetFields(form, name, type, newValues, ttl, ttlMayBeMissing, protections);
    }

    /** Returns these fields for a vendor whose page says that a set may have no time to live. */
    public SetFields ttlMayBeMissing() {
        return new SetFields(form, name, type, values, ttl, true, protections);
    }

    /**
     * Returns these fields for a vendor who has sets that must not be touched: A and AAAA sets for which that holds are left
     * alone. They may have no list of values, because a policy or an alias says what they answer.
     *
     * @param why why, as in {@code it has a routing policy; replace it by a simple record set first}
     */
    public SetFields handsOff(Predicate<JsonReader> sets, String why) {
        List<Protection> all = new ArrayList<>(protections);
        all.add(new Protection(sets, why));
        return new SetFields(form, name, type, values, ttl, ttlMayBeMissing, all);
    }

    /**
     * Reads the record sets of a zone, of whatever names and types.
     *
     * @throws io.github.ddnsjava.exception.ProtocolException if a name or a type, or the values or the time to live of an A
     *     or AAAA set, are not there, or are none
     */
    public Listing listing(Zone zone, List<JsonReader> sets) {
        Listing listing = new Listing();
        for (JsonReader set : sets) {
            form.read(set.get(name).asText(), zone.name()).ifPresent(known -> add(listing, known, set));
        }
        return listing;
    }

    /** Adds a record set of a list whose name is known, for vendors who write names in other ways. */
    public void add(Listing listing, DnsName known, JsonReader set) {
        add(listing, known, set.get(type).asText(), set);
    }

    /** Adds a record set that was asked for by its name and type. */
    public void add(Listing listing, RecordKey key, JsonReader set) {
        add(listing, key.name(), key.type().name(), set);
    }

    private void add(Listing listing, DnsName known, String knownType, JsonReader set) {
        listing.addSet(known, knownType, address -> {
            List<Protection> here =
                    protections.stream().filter(one -> one.sets().test(set)).toList();
            here.forEach(one -> listing.handsOff(known, address, one.why()));
            boolean elsewhere = !here.isEmpty() && !set.at(values.list()).isPresent();
            return elsewhere ? List.of() : values(known, address, set);
        });
    }

    private List<ZoneRecord> values(DnsName known, RecordType address, JsonReader set) {
        JsonReader given = set.get(ttl);
        Optional<Duration> time =
                ttlMayBeMissing && !given.isPresent() ? Optional.empty() : Optional.of(given.asSeconds());
        return set.at(values.list()).asList().stream()
                .filter(values.counts())
                .map(item -> value(known, address, item))
                .map(value -> time.map(value::withTtl).orElse(value))
                .toList();
    }

    private ZoneRecord value(DnsName known, RecordType address, JsonReader item) {
        String text = values.text().map(item::get).orElse(item).asText();
        return ZoneRecord.read(known, address, text).withRaw(values.hasMore() ? item : text);
    }

    /**
     * Puts a set as it is at one time: its name, its type, its time to live and its values, which are texts.
     *
     * @throws IllegalStateException if the values are objects ({@link #valueAt}): what else is in these would be lost
     */
    public void put(JsonBody body, Zone zone, SetWrite.Whole set) {
        checkTexts();
        put(body, zone, set.write()).put(ttl, set.ttl());
        putValues(body, values.list(), set.texts());
    }

    private void putValues(JsonBody body, String path, List<String> texts) {
        String[] steps = path.split("/", 2);
        if (steps.length == 2) {
            body.object(steps[0], inner -> putValues(inner, steps[1], texts));
        } else {
            values.text()
                    .ifPresentOrElse(
                            member -> body.array(path, texts, (item, text) -> item.put(member, text)),
                            () -> body.put(path, texts));
        }
    }

    private void checkTexts() {
        if (values.hasMore()) {
            throw new IllegalStateException(
                    "the values of " + values.list() + " are objects, and put would write nothing"
                            + " but the texts in them; use textAt if they have nothing else, or write each object"
                            + " yourself");
        }
    }

    /**
     * The same for an XML request.
     *
     * @throws IllegalStateException as above
     */
    public void put(XmlWriter element, Zone zone, SetWrite.Whole set) {
        checkTexts();
        element.put(name, form.write(set.write().name(), zone.name()))
                .put(type, set.write().type())
                .put(ttl, set.ttl())
                .elements(values.list(), set.texts(), (item, text) -> put(item, text));
    }

    private void put(XmlWriter item, String text) {
        values.text().ifPresentOrElse(member -> item.put(member, text), () -> item.text(text));
    }

    /** Puts the name and the type of a set, by which a write names it. */
    public JsonBody put(JsonBody body, Zone zone, SetWrite set) {
        return body.put(name, form.write(set.name(), zone.name())).put(type, set.type());
    }
}

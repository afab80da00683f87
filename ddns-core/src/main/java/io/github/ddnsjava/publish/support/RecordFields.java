package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.ProviderRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * How a vendor writes a single record as a JSON object or an XML element: which members have the name, the type and the
 * address of a value, and its id, its time to live and its comment. It reads lists and answers, and fills requests: by
 * default their JSON object, otherwise their form ({@link #inForm}) or their query ({@link #inQuery}). Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * private static final RecordFields FIELDS =
 *         RecordFields.of(NameForm.RELATIVE_AT, "name", "type", "data").id("id").ttl("ttl");
 * }</pre>
 */
public final class RecordFields {
    private final NameForm form;
    private final String name;
    private final String type;
    private final String address;
    private final Written written;
    private final Optional<String> id;
    private final Optional<Ttl> ttl;
    private final Optional<String> marker;
    private final List<Protection> protections;
    private final Place place;

    /** Where requests have the parts of a record. */
    private interface Place {
        void put(ProviderRequest request, String member, Object part);
    }

    /**
     * The time to live of a record.
     *
     * @param demanded that of a new record for which none is configured; empty if the vendor takes a record without one
     * @param mayBeMissing whether a record may have none
     * @param asText whether the seconds may be a text
     */
    private record Ttl(String member, Optional<Duration> demanded, boolean mayBeMissing, boolean asText) {}

    /** How requests write the name and the type. */
    private record Written(NameForm form, String name, String type) {}

    /** Which records must not be touched: only sets of A and AAAA records, or the whole name beside any record. */
    private record Protection(Predicate<JsonReader> records, boolean wholeName, String why) {}

    private RecordFields(
            NameForm form,
            String name,
            String type,
            String address,
            Written written,
            Optional<String> id,
            Optional<Ttl> ttl,
            Optional<String> marker,
            List<Protection> protections,
            Place place) {
        this.form = form;
        this.name = name;
        this.type = type;
        this.address = address;
        this.written = written;
        this.id = id;
        this.ttl = ttl;
        this.marker = marker;
        this.protections = List.copyOf(protections);
        this.place = place;
    }

    /**
     * Returns the fields of records without ids and times to live.
     *
     * @param form how names are written
     * @param name the member with the name
     * @param type the member with the type, as in {@code AAAA}
     * @param address the member with the value of the record
     */
    public static RecordFields of(NameForm form, String name, String type, String address) {
        return new RecordFields(
                form,
                name,
                type,
                address,
                new Written(form, name, type),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                (request, member, part) -> request.json(body -> body.put(member, part)));
    }

    /**
     * Returns these fields for a vendor whose requests have the name or the type in other members than its lists, or write
     * names in another form.
     */
    public RecordFields written(NameForm formInRequests, String nameInRequests, String typeInRequests) {
        Written other = new Written(formInRequests, nameInRequests, typeInRequests);
        return new RecordFields(form, name, type, address, other, id, ttl, marker, protections, place);
    }

    /** Returns these fields with the member that has the id. */
    public RecordFields id(String member) {
        return new RecordFields(
                form, name, type, address, written, Optional.of(member), ttl, marker, protections, place);
    }

    /**
     * Returns these fields with the member that has the time to live, a whole number of seconds. 0 stands for a default of
     * the vendor's: the value has none then. An A or AAAA record without this member is no answer of this vendor.
     */
    public RecordFields ttl(String member) {
        return ttl(new Ttl(member, Optional.empty(), false, false));
    }

    /**
     * Returns these fields with the member that has the time to live, as {@link #ttl(String)}, for a vendor who demands one
     * in each record that is written.
     *
     * @param demanded that of a record for which none is configured; usually the vendor's default
     */
    public RecordFields ttl(String member, Duration demanded) {
        return ttl(new Ttl(member, Optional.of(demanded), false, false));
    }

    /**
     * Returns these fields with the member that has the time to live, as {@link #ttl(String)}, for a vendor whose page says
     * that it may be missing or null: the value has none then.
     */
    public RecordFields optionalTtl(String member) {
        return ttl(new Ttl(member, Optional.empty(), true, false));
    }

    /**
     * Returns these fields with the member that has the time to live, as {@link #ttl(String)}, for a vendor who sends it as
     * a text, as in {@code "600"}. A number is read, too.
     */
    public RecordFields textTtl(String member) {
        return ttl(new Ttl(member, Optional.empty(), false, true));
    }

    private RecordFields ttl(Ttl newTtl) {
        return new RecordFields(
                form, name, type, address, written, id, Optional.of(newTtl), marker, protections, place);
    }

    /** Returns these fields with the member that has the comment of a value, its marker. */
    public RecordFields marker(String member) {
        return new RecordFields(form, name, type, address, written, id, ttl, Optional.of(member), protections, place);
    }

    /**
     * Returns these fields for a vendor who has records that must not be touched: the sets of A and AAAA records for which
     * that holds are left alone.
     *
     * @param why why, as in {@code it has a record that Netlify manages}
     */
    public RecordFields handsOff(Predicate<JsonReader> records, String why) {
        return protect(new Protection(records, false, why));
    }

    /**
     * Returns these fields for a vendor who has records beside which no address can stand: names with a record of one
     * of these types are left alone. CNAME is known.
     */
    public RecordFields standsAlone(Set<String> otherTypes) {
        RecordFields all = this;
        for (String other : otherTypes) {
            all = all.standsAlone(
                    json -> json.get(type).asText().equals(other),
                    "it has a record of the type " + other + ", beside which no address can stand; remove that first");
        }
        return all;
    }

    /** The same for records that are known by something else than one type. */
    public RecordFields standsAlone(Predicate<JsonReader> records, String why) {
        return protect(new Protection(records, true, why));
    }

    /** Returns these fields for a vendor whose requests have them as fields of a form, and not as members of a JSON object. */
    public RecordFields inForm() {
        return in(ProviderRequest::form);
    }

    /** Returns these fields for a vendor whose requests have them as parameters of the query. */
    public RecordFields inQuery() {
        return in(ProviderRequest::query);
    }

    private RecordFields in(Place other) {
        return new RecordFields(form, name, type, address, written, id, ttl, marker, protections, other);
    }

    private RecordFields protect(Protection more) {
        List<Protection> all = new ArrayList<>(protections);
        all.add(more);
        return new RecordFields(form, name, type, address, written, id, ttl, marker, all, place);
    }

    /**
     * Reads the records of a zone, of whatever names and types. Each value keeps the object as its raw form.
     *
     * @throws io.github.ddnsjava.exception.ProtocolException if a name or a type, or the id or the time to live of an A or
     *     AAAA record, is not there, or is none
     */
    public Listing listing(Zone zone, List<JsonReader> records) {
        Listing listing = new Listing();
        for (JsonReader json : records) {
            form.read(json.get(name).asText(), zone.name())
                    .ifPresent(known -> add(listing, known, json.get(type).asText(), json));
        }
        return listing;
    }

    /**
     * Adds a record of a list whose name and type are known, for vendors who write these in other ways.
     *
     * @param knownType the type, as in {@code AAAA} or {@code MX}
     */
    public void add(Listing listing, DnsName known, String knownType, JsonReader json) {
        protections.stream()
                .filter(one -> one.wholeName() && one.records().test(json))
                .forEach(one -> listing.handsOff(known, one.why()));
        listing.addSet(known, knownType, address -> {
            protections.stream()
                    .filter(one -> !one.wholeName() && one.records().test(json))
                    .forEach(one -> listing.handsOff(known, address, one.why()));
            return List.of(record(known, address, json));
        });
    }

    /**
     * Reads what the server made of a value that was written: its address, its id, its time to live and its marker.
     *
     * @throws io.github.ddnsjava.exception.ProtocolException if the address, the id or the time to live is not there, or
     *     is none
     */
    public ZoneRecord made(ValueWrite value, JsonReader record) {
        return record(value.name(), value.type(), record);
    }

    private ZoneRecord record(DnsName known, RecordType knownType, JsonReader json) {
        ZoneRecord record =
                ZoneRecord.read(known, knownType, json.get(address).asText()).withRaw(json);
        if (id.isPresent()) {
            record = record.withId(json.get(id.get()).asId());
        }
        Optional<Duration> time = ttl.flatMap(one -> seconds(one, json));
        if (time.isPresent()) {
            record = record.withTtl(time.get());
        }
        Optional<JsonReader> comment = marker.flatMap(member -> json.get(member).optional());
        return comment.isPresent() ? record.marked(comment.get().asText()) : record;
    }

    private static Optional<Duration> seconds(Ttl ttl, JsonReader json) {
        JsonReader given = json.get(ttl.member());
        if (ttl.mayBeMissing() && !given.isPresent()) {
            return Optional.empty();
        }
        long seconds = ttl.asText() ? given.asLenientLong() : given.asLong();
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /**
     * Puts the name, the type and the address of a value, and the time to live and the marker that it has afterwards, into a
     * JSON object. {@link #inForm} and {@link #inQuery} have no effect here.
     */
    public void put(JsonBody body, Zone zone, ValueWrite value) {
        put((member, part) -> body.put(member, part), zone, value);
    }

    /**
     * Adds the name, the type and the address of a value, and the time to live and the marker that it has afterwards, to a
     * request: as members of its JSON object, or as {@link #inForm} or {@link #inQuery} says. What is in the request already
     * stays.
     *
     * @return the request
     */
    public ProviderRequest put(ProviderRequest request, Zone zone, ValueWrite value) {
        put((member, part) -> place.put(request, member, part), zone, value);
        return request;
    }

    /**
     * Puts the name, the type and the address of a value, and the time to live and the marker that it has afterwards, into
     * parameters that are kept elsewhere, as in {@code map::put}.
     */
    public void put(BiConsumer<String, Object> parameters, Zone zone, ValueWrite value) {
        parameters.accept(written.type(), value.type());
        parameters.accept(written.name(), written.form().write(value.name(), zone.name()));
        put(parameters, value, value.ttl().or(() -> ttl.flatMap(Ttl::demanded)));
    }

    /**
     * Puts the name, the type, the value and the time to live of a record of any type as they were listed, for a vendor who
     * takes nothing but whole zones. Requests must write names in the form of lists.
     *
     * @throws io.github.ddnsjava.exception.ProtocolException if one of them is not there
     */
    public void repeat(BiConsumer<String, Object> parameters, JsonReader record) {
        parameters.accept(written.type(), record.get(type).asText());
        parameters.accept(written.name(), record.get(name).asText());
        parameters.accept(address, record.get(address).asText());
        ttl.ifPresent(
                one -> parameters.accept(one.member(), record.get(one.member()).asLong()));
    }

    /**
     * Puts what a change changes into a JSON object: the address, the marker, and the time to live if it is to be corrected.
     * For servers that keep the rest. {@link #inForm} and {@link #inQuery} have no effect here.
     */
    public void putChange(JsonBody body, ValueWrite value) {
        putChange((member, part) -> body.put(member, part), value);
    }

    /**
     * Adds what a change changes to a request: the address, the marker, and the time to live if it is to be corrected; as
     * members of its JSON object, or as {@link #inForm} or {@link #inQuery} says. What is in the request already stays.
     *
     * @return the request
     */
    public ProviderRequest putChange(ProviderRequest request, ValueWrite value) {
        putChange((member, part) -> place.put(request, member, part), value);
        return request;
    }

    private void putChange(BiConsumer<String, Object> parameters, ValueWrite value) {
        put(parameters, value, Optional.ofNullable((Duration) value.attributes().get(Attributes.TTL)));
    }

    private void put(BiConsumer<String, Object> to, ValueWrite value, Optional<Duration> time) {
        to.accept(address, value.address());
        ttl.ifPresent(one -> time.ifPresent(given -> to.accept(one.member(), given.toSeconds())));
        marker.ifPresent(member -> value.marker().ifPresent(text -> to.accept(member, text)));
    }

    /**
     * Creates a value: sends the request with what {@link #put(ProviderRequest, Zone, ValueWrite)} adds to it, and reads
     * what the server made of the value.
     *
     * @param answer the path of the record in the answer, as in {@code data}; empty if the answer is the record
     * @throws io.github.ddnsjava.exception.DdnsException if it was not created, or the answer does not show it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public ZoneRecord create(ProviderRequest request, Zone zone, ValueWrite value, String answer)
            throws InterruptedException {
        return made(value, put(request, zone, value).send().at(answer));
    }

    /**
     * Changes a value: sends the request with what {@link #putChange(ProviderRequest, ValueWrite)} adds to it, and reads what
     * the server made of the value.
     *
     * @param answer the path of the record in the answer, as in {@code data}; empty if the answer is the record
     * @throws io.github.ddnsjava.exception.DdnsException if it was not changed, or the answer does not show it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public ZoneRecord change(ProviderRequest request, ValueWrite value, String answer) throws InterruptedException {
        return made(value, putChange(request, value).send().at(answer));
    }
}

package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What strict fakes of interfaces with zones share: the zones, and the records or record sets in them, as objects in the
 * vendor's own JSON; and what no vendor accepts: names in another form, addresses of another type or not in their short
 * form, a value twice, a CNAME beside others. Thread-safe through WireMock; the rest is for one test at a time.
 */
public abstract class ZoneFake extends StrictFake {
    /** What the fake makes of TTLs that it ignores. */
    private static final int OWN_TTL = 4321;

    private final Members members;
    private final Map<String, Map<String, ObjectNode>> zones = new LinkedHashMap<>();
    /** Where a CNAME stands, or once stood. */
    private final Set<String> aliases = new HashSet<>();

    private final Map<String, ObjectNode> shown = new LinkedHashMap<>();
    private long ids = 78_210_000;
    private int ttlFloor;
    private final RecordRules rules;
    private int usualTtl;
    private Optional<Refusal> twin = Optional.empty();
    private final Set<String> tellingTwins = new HashSet<>();
    private boolean ignoringTtls;

    /**
     * The members of a record or record set in the vendor's JSON.
     *
     * @param name the name
     * @param form the form of names
     * @param type the type
     * @param value the value; a list where the interface has record sets
     * @param ttl the time to live, a number of seconds
     */
    public record Members(String name, NameForm form, String type, String value, String ttl) {}

    /** What the interface consists of. */
    public enum Unit {
        /** Single records, each with an id. */
        RECORD,
        /** Record sets, which are known by name and type. */
        SET
    }

    private final Unit unit;

    /**
     * Creates a fake that does not run yet.
     *
     * @param base the path of the interface, as in {@code /v2}
     * @param unit what the interface consists of
     * @param members how it calls their parts
     */
    protected ZoneFake(String base, Unit unit, Members members) {
        super(base);
        this.unit = unit;
        this.members = members;
        this.rules = new RecordRules(unit, members, this::invalid);
    }

    @Override
    protected abstract Refusal invalid(String member, String why);

    /** Adds the members that the vendor shows besides, such as the id. By default there are none. */
    protected void complete(ObjectNode record, String zone, long id) {}

    /** Returns a zone as the vendor shows it: by default with its {@code name}. A new number comes with each. */
    protected ObjectNode describe(String zone, long id) {
        return JSON.createObjectNode().put("name", zone);
    }

    /** Returns how paths name a zone that was described: by default as it is. */
    protected String reference(String zone, ObjectNode description) {
        return zone;
    }

    /** Returns the refusal where a path leads to a zone that is not there. By default there is no such route. */
    protected Refusal noSuchZone() {
        return noSuchRoute();
    }

    /** Returns the refusal of a CNAME beside others. */
    protected Refusal conflict() {
        return invalid(members.type, "a CNAME record cannot stand beside others");
    }

    /** Returns the refusal where a path leads to a record or set that is not there. By default there is no such route. */
    protected Refusal noSuchRecord() {
        return noSuchRoute();
    }

    /** States the least TTL, the greatest, and that of a record which names none. */
    protected final void ttls(int min, int max, int usual) {
        rules.ttls(min, max);
        usualTtl = usual;
    }

    /** States that the same value cannot stand twice with the same of these members besides, and how that is refused. */
    protected final void refuseTwins(Refusal refusal, String... besides) {
        twin = Optional.of(refusal);
        tellingTwins.addAll(List.of(members.name, members.type, members.value));
        tellingTwins.addAll(List.of(besides));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        zones.clear();
        shown.clear();
        ttlFloor = 0;
        ignoringTtls = false;
    }

    /** Adds an empty zone, as the last one. */
    public synchronized void addZone(String name) {
        zones.put(name, new LinkedHashMap<>());
        shown.put(name, describe(name, ++ids));
    }

    /** Removes a zone. */
    public synchronized void removeZone(String name) {
        zones.remove(name);
        shown.remove(name);
    }

    /** Returns a zone as the vendor shows it; what is changed of it is shown from now on. */
    public final synchronized ObjectNode description(String zone) {
        return Optional.ofNullable(shown.get(zone)).orElseThrow(this::noSuchZone);
    }

    /** Returns how paths name a zone. */
    public final synchronized String reference(String zone) {
        return reference(zone, description(zone));
    }

    /** Returns the zones as the vendor shows them. */
    protected final List<ObjectNode> described() {
        return List.copyOf(shown.values());
    }

    /**
     * Returns the name of the zone that a path names as its part {@code zone}.
     *
     * @throws Refusal if there is none
     */
    protected final String zone(Call call) {
        return zones.keySet().stream()
                .filter(name -> reference(name).equals(call.at("zone")))
                .findFirst()
                .orElseThrow(this::noSuchZone);
    }

    /** Returns the records of a call's zone that have what its query says about these members, if anything. */
    protected final List<ObjectNode> found(Call call, String... filters) {
        return zone(zone(call)).values().stream()
                .filter(record -> call.asksFor(record, filters))
                .toList();
    }

    /** Returns what a path names: by its part {@code id}, or {@code name} and {@code type} where there are record sets. */
    protected final ObjectNode existing(Call call) {
        return Optional.ofNullable(zone(zone(call)).get(key(call))).orElseThrow(this::noSuchRecord);
    }

    private String key(Call call) {
        return unit == Unit.SET ? call.at("name") + "/" + call.at("type") : call.at("id");
    }

    /** Returns by what a record is kept, or a record set: what paths name it by. */
    private String key(ObjectNode record, long id) {
        return unit == Unit.SET
                ? record.get(members.name).textValue() + "/"
                        + record.get(members.type).textValue()
                : record.path("id").asText("" + id);
    }

    /** Adds the record that was sent, and returns it. */
    protected final ObjectNode created(Call call) {
        return created(zone(call), call.body());
    }

    /** Adds a record or record set, and returns it. It has what the vendor takes for granted besides. */
    protected final ObjectNode created(String zone, ObjectNode body) {
        return write(zone, "", body, ++ids);
    }

    /** Puts the record or record set that was sent in the place of what the path names, and returns it. */
    protected final ObjectNode replaced(Call call) {
        return replaced(call, call.body());
    }

    /** Puts a record or record set in the place of what the path names, and returns it. */
    protected final ObjectNode replaced(Call call, ObjectNode body) {
        if (unit == Unit.SET) {
            body.put(members.name, call.at("name")).put(members.type, call.at("type"));
            return write(zone(call), key(call), body, ++ids);
        }
        return write(zone(call), key(call), body, existing(call).path("id").asLong());
    }

    /** Makes changes of a zone, none of which remains if one is refused. */
    protected final void together(String zone, Runnable changes) {
        Map<String, ObjectNode> before = new LinkedHashMap<>(zone(zone));
        try {
            changes.run();
        } catch (Refusal refusal) {
            zones.put(zone, before);
            throw refusal;
        }
    }

    private ObjectNode write(String zone, String there, ObjectNode body, long id) {
        ObjectNode record = JSON.createObjectNode().put(members.ttl, usualTtl);
        check(zone, there, record.setAll(body));
        complete(record, zone, id);
        record.setAll(body);
        keep(zone, there.isEmpty() ? key(record, id) : there, record);
        return record;
    }

    /** Changes those members of what the path names that were sent, and returns it. */
    protected final ObjectNode changed(Call call) {
        ObjectNode record = existing(call).deepCopy();
        store(zone(call), key(call), record.setAll(call.body()));
        return record;
    }

    /** Deletes what the path names, and returns it. */
    protected final ObjectNode deleted(Call call) {
        ObjectNode record = existing(call);
        zone(zone(call)).remove(key(call));
        return record;
    }

    /** From now on, smaller TTLs are silently made this one. */
    public final synchronized void raiseTtls(int seconds) {
        ttlFloor = seconds;
    }

    /** From now on, TTLs that are sent are silently ignored. */
    public final synchronized void ignoreTtls() {
        ignoringTtls = true;
    }

    /** Puts a value into a zone as if by hand. Its name is in the vendor's form. Returns what stands there. */
    public synchronized ObjectNode put(String zone, String type, String name, String value, int ttl) {
        long id = ++ids;
        ObjectNode record = unit == Unit.SET
                ? zone(zone).computeIfAbsent(name + "/" + type, key -> JSON.createObjectNode())
                : JSON.createObjectNode();
        record.put(members.name, name).put(members.type, type).put(members.ttl, ttl);
        if (unit == Unit.SET) {
            record.withArray(members.value).add(value);
        } else {
            record.put(members.value, value);
        }
        if (type.equals("CNAME")) {
            aliases.add(zone + " " + name);
        }
        complete(record, zone, id);
        zone(zone).put(key(record, id), record);
        return record;
    }

    /** Returns copies of what stands in a zone, in the order in which it was put there. */
    public synchronized List<ObjectNode> records(String zone) {
        return zone(zone).values().stream().map(ObjectNode::deepCopy).toList();
    }

    /** Returns the names of the zones. */
    protected final Set<String> zones() {
        return zones.keySet();
    }

    /**
     * Returns what stands in a zone: by id, or by {@code NAME/TYPE} where the interface has record sets.
     *
     * @throws Refusal if there is no such zone
     */
    protected final Map<String, ObjectNode> zone(String name) {
        Map<String, ObjectNode> zone = zones.get(name);
        if (zone == null) {
            throw noSuchZone();
        }
        return zone;
    }

    final Members members() {
        return members;
    }

    /** Returns the values of a record, which is one, or of a record set. */
    List<String> values(ObjectNode record) {
        List<String> values = new ArrayList<>();
        JsonNode value = record.path(members.value);
        (value.isArray() ? value : List.of(value)).forEach(one -> values.add(one.textValue()));
        return values;
    }

    /**
     * Checks a record or record set that was sent, and stores it in place of the one with that key.
     *
     * @throws Refusal if no vendor would accept it
     */
    protected final void store(String zone, String key, ObjectNode record) {
        check(zone, key, record);
        keep(zone, key, record);
    }

    private void keep(String zone, String key, ObjectNode record) {
        if (record.get(members.ttl).asInt() < ttlFloor) {
            record.put(members.ttl, ttlFloor);
        }
        if (ignoringTtls) {
            JsonNode old = zone(zone).get(key);
            record.set(members.ttl, old == null ? IntNode.valueOf(OWN_TTL) : old.get(members.ttl));
        }
        if (record.get(members.type).textValue().equals("CNAME")) {
            aliases.add(zone + " " + record.get(members.name).textValue());
        }
        zone(zone).put(key, record);
    }

    private void check(String zone, String key, ObjectNode record) {
        rules.check(zone, record);
        String name = record.get(members.name).textValue();
        String type = record.get(members.type).textValue();
        // A long zone is not searched for each of its records.
        if (type.equals("CNAME") || aliases.contains(zone + " " + name)) {
            boolean conflict = others(zone, key)
                    .filter(other -> other.get(members.name).textValue().equals(name))
                    .anyMatch(other -> other.get(members.type).textValue().equals("CNAME") || type.equals("CNAME"));
            if (conflict) {
                throw conflict();
            }
        }
        twin.filter(refusal -> others(zone, key)
                        .anyMatch(other -> tellingTwins.stream()
                                .allMatch(member -> other.path(member).equals(record.path(member)))))
                .ifPresent(refusal -> {
                    throw refusal;
                });
    }

    private Stream<ObjectNode> others(String zone, String key) {
        return zone(zone).entrySet().stream()
                .filter(other -> !other.getKey().equals(key))
                .map(Map.Entry::getValue);
    }

    /**
     * Returns a text of a request's object.
     *
     * @throws Refusal if there is none, or it is empty
     */
    protected final String text(JsonNode body, String member) {
        return rules.text(body, member);
    }

    /** Returns the JSON object of a request, which has no other members than these. */
    protected final ObjectNode body(Request request, Set<String> allowed) {
        ObjectNode body = object(request).orElseThrow(() -> invalid("body", "a JSON object is expected"));
        checkMembers(body, allowed);
        return body;
    }

    /**
     * Returns a number of the query.
     *
     * @param usual what counts if it is not there
     * @param max the largest one allowed
     * @throws Refusal if it is not from 1 to that
     */
    protected final int number(Map<String, String> query, String parameter, int usual, int max) {
        String text = query.getOrDefault(parameter, "" + usual);
        if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > max) {
            throw invalid(parameter, text + " is not from 1 to " + max);
        }
        return Integer.parseInt(text);
    }
}

package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What strict fakes of interfaces with zones share: the zones, and the records or record sets in them, as objects in the
 * vendor's own JSON; and what no vendor accepts: names in another form, addresses of another type or not in their short
 * form, a value twice, a CNAME beside others. Thread-safe through WireMock; the rest is for one test at a time.
 */
public abstract class ZoneFake extends StrictFake {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern RELATIVE = Pattern.compile("\\*|(\\*\\.)?(" + LABEL + "\\.)*" + LABEL);

    /** What the fake makes of TTLs that it ignores. */
    private static final int OWN_TTL = 4321;

    private final Members members;
    private final Map<String, Map<String, ObjectNode>> zones = new LinkedHashMap<>();
    /** Where a CNAME stands, or once stood. */
    private final Set<String> aliases = new HashSet<>();

    private long ids = 78_210_000;
    private int ttlFloor;
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
    }

    /** Returns the refusal of a record with a wrong member. */
    protected abstract Refusal invalid(String member, String why);

    /** Adds the members that the vendor shows besides, such as the id. */
    protected abstract void complete(ObjectNode record, String zone, long id);

    @Override
    public synchronized void reset() {
        super.reset();
        zones.clear();
        ttlFloor = 0;
        ignoringTtls = false;
    }

    /** Adds an empty zone, as the last one. */
    public synchronized void addZone(String name) {
        zones.put(name, new LinkedHashMap<>());
    }

    /** Removes a zone. */
    public synchronized void removeZone(String name) {
        zones.remove(name);
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
        String key = unit == Unit.SET ? name + "/" + type : "" + id;
        ObjectNode record = zone(zone).computeIfAbsent(key, k -> JSON.createObjectNode());
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
            throw noSuchRoute();
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
    protected final void store(String zone, String key, ObjectNode record, int minTtl, int maxTtl) {
        checkName(zone, record);
        JsonNode ttl = record.path(members.ttl);
        if (!ttl.isIntegralNumber()) {
            throw invalid(members.ttl, "must be an integer");
        }
        if (ttl.asLong() < minTtl || ttl.asLong() > maxTtl) {
            throw invalid(members.ttl, "must be from " + minTtl + " to " + maxTtl);
        }
        if (ttl.asInt() < ttlFloor) {
            record.put(members.ttl, ttlFloor);
        }
        if (ignoringTtls) {
            JsonNode before = Optional.ofNullable(zone(zone).get(key))
                    .map(old -> old.get(members.ttl))
                    .orElse(IntNode.valueOf(OWN_TTL));
            record.set(members.ttl, before);
        }
        checkValues(record);
        String name = record.get(members.name).textValue();
        String type = record.get(members.type).textValue();
        // A long zone is not searched for each of its records.
        if (type.equals("CNAME") || aliases.contains(zone + " " + name)) {
            boolean conflict = zone(zone).entrySet().stream()
                    .filter(other -> !other.getKey().equals(key))
                    .map(Map.Entry::getValue)
                    .filter(other -> other.get(members.name).textValue().equals(name))
                    .anyMatch(other -> other.get(members.type).textValue().equals("CNAME") || type.equals("CNAME"));
            if (conflict) {
                throw invalid(members.type, "a CNAME record cannot stand beside others");
            }
            aliases.add(zone + " " + name);
        }
        zone(zone).put(key, record);
    }

    private void checkName(String zone, ObjectNode record) {
        String name = text(record, members.name);
        DnsName apex = DnsName.of(zone);
        boolean right = switch (members.form) {
            case RELATIVE_AT, RELATIVE_EMPTY ->
                name.equals(members.form.write(apex, apex))
                        || RELATIVE.matcher(name).matches() && !name.equals(zone) && !name.endsWith("." + zone);
            case FULL, FULL_DOT ->
                members.form
                        .read(name, apex)
                        .filter(read -> read.isWithin(apex)
                                && members.form.write(read, apex).equals(name))
                        .isPresent();
        };
        if (!right) {
            throw invalid(members.name, "must be as the interface has names");
        }
    }

    private void checkValues(ObjectNode record) {
        JsonNode given = record.path(members.value);
        boolean list = unit == Unit.SET;
        if (given.isArray() != list || list && given.isEmpty()) {
            throw invalid(members.value, list ? "a list of values is expected" : "a value is expected");
        }
        Predicate<String> right = right(text(record, members.type));
        Set<String> seen = new TreeSet<>();
        for (JsonNode value : list ? given : List.of(given)) {
            if (!value.isTextual() || !right.test(value.textValue()) || !seen.add(value.textValue())) {
                throw invalid(members.value, "not a value of the type, or twice");
            }
        }
    }

    private static Predicate<String> right(String type) {
        return switch (type) {
            case "A", "AAAA" ->
                value -> IpAddress.tryParse(value)
                        .filter(address ->
                                RecordType.of(address.family()).name().equals(type)
                                        && address.toString().equals(value))
                        .isPresent();
            default -> value -> !value.isEmpty();
        };
    }

    /**
     * Returns a text of a request's object.
     *
     * @throws Refusal if there is none, or it is empty
     */
    protected final String text(JsonNode body, String member) {
        if (!body.path(member).isTextual() || body.get(member).textValue().isEmpty() && !mayBeEmpty(member)) {
            throw invalid(member, "can't be blank");
        }
        return body.get(member).textValue();
    }

    private boolean mayBeEmpty(String member) {
        return member.equals(members.name) && members.form == NameForm.RELATIVE_EMPTY;
    }

    /**
     * Returns the JSON object of a request.
     *
     * @param allowed its possible members
     * @throws Refusal if it is none, or has another member
     */
    protected final ObjectNode body(Request request, Set<String> allowed) {
        ObjectNode body = object(request).orElseThrow(() -> invalid("body", "a JSON object is expected"));
        body.fieldNames().forEachRemaining(member -> {
            if (!allowed.contains(member)) {
                throw invalid(member, "is unknown");
            }
        });
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

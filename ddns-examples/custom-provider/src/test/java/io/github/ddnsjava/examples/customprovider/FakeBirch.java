package io.github.ddnsjava.examples.customprovider;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.json.JsonReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Birch's interface as its documentation describes it. Zones and records have numbers as ids. A host is relative to its
 * zone, and {@code @} is the zone itself. Lists come in pages of up to 100. A host with a CNAME has no other record.
 */
final class FakeBirch extends FakeServer {
    static final String KEY = "b1rch/key+1";
    private static final Set<String> NEW = Set.of("host", "type", "value");
    private static final Set<String> MORE = Set.of("ttl", "note");

    /** A record, in the words of the interface. */
    record Entry(int id, String host, String type, String value, long ttl, String note) {
        private String json() {
            return "{\"id\":%d,\"host\":\"%s\",\"type\":\"%s\",\"value\":\"%s\",\"ttl\":%d,\"note\":\"%s\"}"
                    .formatted(id, host, type, value, ttl, note);
        }
    }

    private static final class Zone {
        private final String name;
        private final Map<Integer, Entry> records = new TreeMap<>();
        private boolean readOnly;

        Zone(String name) {
            this.name = name;
        }
    }

    private final Map<Integer, Zone> zones = new TreeMap<>();
    private final Set<String> lockedHosts = new HashSet<>();
    private int lastId;

    String endpoint() {
        return server().baseUrl() + "/v1";
    }

    synchronized void reset(String... names) {
        zones.clear();
        lockedHosts.clear();
        List.of(names).forEach(this::addZone);
    }

    synchronized void addZone(String name) {
        zones.put(++lastId, new Zone(name));
    }

    synchronized void removeZone(String name) {
        zones.values().remove(zone(name));
    }

    synchronized void makeReadOnly(String name) {
        zone(name).readOnly = true;
    }

    synchronized void lock(String host) {
        lockedHosts.add(host);
    }

    synchronized void put(String zone, String host, String type, String value, long ttl, String note) {
        add(zone(zone), host, type, value, ttl, note);
    }

    synchronized List<Entry> records(String zone) {
        return List.copyOf(zone(zone).records.values());
    }

    private Zone zone(String name) {
        return zones.values().stream()
                .filter(zone -> zone.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Entry add(Zone zone, String host, String type, String value, long ttl, String note) {
        Entry entry = new Entry(++lastId, host, type, value, ttl, note);
        zone.records.put(entry.id(), entry);
        return entry;
    }

    @Override
    String answer(Request request) {
        require(KEY.equals(request.getHeader("X-Api-Key")), 401, "unknown_key");
        String[] path = request.getUrl().split("\\?", 2)[0].split("/");
        String call = request.getMethod() + " " + String.join("/", path).replaceAll("/[0-9]{1,9}(?=/|$)", "/#");
        switch (call) {
            case "GET /v1/zones":
                return page(
                        request,
                        "zones",
                        zones.entrySet().stream()
                                .map(zone ->
                                        "{\"id\":%d,\"name\":\"%s\"}".formatted(zone.getKey(), zone.getValue().name))
                                .toList());
            case "GET /v1/zones/#/records":
                return page(
                        request,
                        "records",
                        of(path).records.values().stream().map(Entry::json).toList());
            case "POST /v1/zones/#/records":
                return create(of(path), body(request, NEW, MORE)).json();
            case "PATCH /v1/zones/#/records/#":
                return change(of(path), entry(path), body(request, Set.of(), Set.of("value", "ttl", "note")))
                        .json();
            case "DELETE /v1/zones/#/records/#":
                writable(of(path), entry(path).host());
                of(path).records.remove(entry(path).id());
                return "";
            default:
                throw new Refused(404, "no_such_path");
        }
    }

    private Zone of(String... path) {
        Zone zone = zones.get(Integer.valueOf(path[3]));
        require(zone != null, 404, "no_such_zone");
        return zone;
    }

    private Entry entry(String... path) {
        Entry entry = of(path).records.get(Integer.valueOf(path[5]));
        require(entry != null, 404, "no_such_record");
        return entry;
    }

    private void writable(Zone zone, String host) {
        require(!zone.readOnly, 403, "zone_read_only");
        require(!lockedHosts.contains(host), 403, "host_locked");
    }

    private Entry create(Zone zone, JsonReader body) {
        String host = body.get("host").asText();
        String type = body.get("type").asText();
        writable(zone, host);
        require(host.matches("@|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\*"), 422, "bad_host");
        require(!host.endsWith(zone.name), 422, "bad_host");
        String value = value(type, body);
        require(
                at(zone, host).stream()
                        .noneMatch(other ->
                                other.type().equals(type) && other.value().equals(value)),
                409,
                "duplicate_record");
        require(at(zone, host).stream().noneMatch(other -> other.type().equals("CNAME")), 422, "host_has_cname");
        return add(zone, host, type, value, ttl(body, 300), note(body, ""));
    }

    private Entry change(Zone zone, Entry before, JsonReader body) {
        writable(zone, before.host());
        String value = body.get("value").isPresent() ? value(before.type(), body) : before.value();
        Entry after = new Entry(
                before.id(), before.host(), before.type(), value, ttl(body, before.ttl()), note(body, before.note()));
        zone.records.put(before.id(), after);
        return after;
    }

    private static Collection<Entry> at(Zone zone, String host) {
        Collection<Entry> entries = new ArrayList<>(zone.records.values());
        entries.removeIf(entry -> !entry.host().equals(host));
        return entries;
    }

    private static String value(String type, JsonReader body) {
        IpAddress address = address(body.get("value"));
        require(type.equals(address.toString().contains(":") ? "AAAA" : "A"), 422, "bad_value");
        return address.toString();
    }

    private static long ttl(JsonReader body, long otherwise) {
        long ttl = body.get("ttl").isPresent() ? body.get("ttl").asLong() : otherwise;
        require(ttl >= 60 && ttl <= 86_400, 422, "bad_ttl");
        return ttl;
    }

    private static String note(JsonReader body, String otherwise) {
        return body.get("note").isPresent() ? body.get("note").asText() : otherwise;
    }

    private static String page(Request request, String member, List<String> items) {
        int size = number(request, "page_size");
        require(size >= 1 && size <= 100, 400, "bad_page_size");
        List<String> page = items.stream()
                .skip((number(request, "page") - 1L) * size)
                .limit(size)
                .toList();
        return "{\"%s\":[%s]}".formatted(member, String.join(",", page));
    }

    private static int number(Request request, String name) {
        QueryParameter parameter = request.queryParameter(name);
        require(parameter.isPresent() && parameter.firstValue().matches("[1-9][0-9]{0,5}"), 400, "bad_" + name);
        return Integer.parseInt(parameter.firstValue());
    }

    @Override
    String error(String code) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"Birch says: %s.\"}}".formatted(code, code.replace('_', ' '));
    }
}

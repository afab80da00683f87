package io.github.ddnsjava.providers.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.provider.testkit.fake.TicketFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud DNS, version 1, as far as it concerns managed zones, their record sets and changes, and the login of a
 * service account, as strict as the vendor or stricter: an assertion is checked by {@link LoginToken}; a change is atomic, its
 * deletions repeat the sets exactly, its additions are refused where a set stands; it is pending first.
 */
final class FakeGoogle extends TicketFake {
    static final String PROJECT = "home-dns-4711";

    private static final String BASE = "/dns/v1/projects/" + PROJECT + "/managedZones";
    private static final Pattern SETS = Pattern.compile(BASE + "/([^/]+)/rrsets");
    private static final Pattern CHANGES = Pattern.compile(BASE + "/([^/]+)/changes");
    private static final Pattern CHANGE = Pattern.compile(BASE + "/([^/]+)/changes/([0-9]+)");
    private static final Set<String> SET = Set.of("kind", "name", "type", "ttl", "rrdatas");

    private record Managed(String id, String dnsName, boolean isPrivate) {}

    private final List<Managed> managed = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    private final Map<String, String> changes = new HashMap<>();
    private @Nullable Instant now;
    private int ids;

    FakeGoogle() {
        super("", Unit.SET, new Members("name", NameForm.FULL_DOT, "type", "rrdatas", "ttl"));
        ttls(0, Integer.MAX_VALUE, 0);
    }

    static FakeGoogle running() {
        FakeGoogle fake = new FakeGoogle();
        fake.begin();
        return fake;
    }

    /** Returns the URL of the API; that of the login has another path. */
    @Override
    public String url() {
        return endpoint() + "/dns/v1";
    }

    @Override
    public synchronized void reset() {
        super.reset();
        managed.clear();
        tokens.clear();
        changes.clear();
        now = null;
    }

    /** From now on, a login must say that it is about that time. */
    synchronized void standsAt(Instant time) {
        now = time;
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        addManaged(name, false);
    }

    /** Adds another managed zone of that name, without record sets. */
    synchronized void addManaged(String name, boolean isPrivate) {
        managed.add(new Managed("zone-" + ++ids, name, isPrivate));
    }

    @Override
    public synchronized void removeZone(String name) {
        super.removeZone(name);
        managed.removeIf(zone -> zone.dnsName.equals(name));
    }

    /** Returns what calls name the first managed zone of that name by. */
    synchronized String zoneId(String name) {
        return managed.stream()
                .filter(zone -> zone.dnsName.equals(name))
                .findFirst()
                .orElseThrow()
                .id;
    }

    synchronized void endSessions() {
        tokens.clear();
    }

    synchronized Set<String> sessions() {
        return Set.copyOf(tokens);
    }

    @Override
    public synchronized void carryOut() {
        super.carryOut();
        changes.replaceAll((id, status) -> "done");
    }

    @Override
    public synchronized void forgetTickets() {
        changes.clear();
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        set.put("kind", "dns#resourceRecordSet");
    }

    static Refusal refusal(int status, String reason, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error").put("code", status).put("message", message);
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", "global")
                .put("reason", reason);
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "invalid", "Invalid value for '" + member + "': " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "notFound", "Not found");
    }

    @Override
    protected String kind(String method, String route) {
        return switch (method) {
            case "GET" ->
                route.equals(BASE)
                        ? "zones"
                        : SETS.matcher(route).matches()
                                ? "list"
                                : CHANGE.matcher(route).matches() ? "ask" : "other";
            case "POST" ->
                route.equals("/token") ? "login" : CHANGES.matcher(route).matches() ? "change" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (kind.equals("login")) {
            return login(query, request);
        }
        String authorization = String.valueOf(request.getHeader("Authorization"));
        if (!authorization.startsWith("Bearer ") || !tokens.contains(authorization.substring("Bearer ".length()))) {
            throw refusal(401, "authError", "Invalid Credentials");
        }
        return switch (kind) {
            case "zones" -> zones(only(query, "maxResults", "pageToken", "dnsName"));
            case "list" -> list(zoneOf(SETS, route), only(query, "maxResults", "pageToken", "name", "type"));
            case "change" -> {
                only(query);
                yield change(zoneOf(CHANGES, route), body(request, Set.of("additions", "deletions")));
            }
            case "ask" -> {
                only(query);
                yield ask(route);
            }
            default -> throw noSuchRoute();
        };
    }

    private static Map<String, String> only(Map<String, String> query, String... known) {
        if (!Set.of(known).containsAll(query.keySet())) {
            throw refusal(400, "invalidParameter", "of " + query.keySet() + " only " + List.of(known) + " are known");
        }
        return query;
    }

    private ResponseDefinitionBuilder login(Map<String, String> query, Request request) {
        only(query);
        LoginToken.check(request, now);
        String token = "ya29.c.granted-by-the-fake-" + ++ids;
        tokens.add(token);
        return json(
                200,
                JSON.createObjectNode()
                        .put("access_token", token)
                        .put("token_type", "Bearer")
                        .put("expires_in", 3599)
                        .toString());
    }

    private String zoneOf(Pattern pattern, String route) {
        Matcher id = pattern.matcher(route);
        return managed.stream()
                .filter(zone -> id.matches() && zone.id.equals(id.group(1)))
                .map(Managed::dnsName)
                .findFirst()
                .orElseThrow(() -> refusal(
                        404,
                        "notFound",
                        "The 'parameters.managedZone' resource named '" + route + "' does not exist."));
    }

    private ResponseDefinitionBuilder page(
            Map<String, String> query, String kind, String list, List<? extends JsonNode> all) {
        int size = number(query, "maxResults", 100, 1000);
        String token = query.getOrDefault("pageToken", "p0");
        if (!token.matches("p[0-9]{1,6}")) {
            throw invalid("pageToken", "is none");
        }
        int from = Integer.parseInt(token.substring(1));
        ObjectNode answer = JSON.createObjectNode().put("kind", kind);
        ArrayNode items = answer.putArray(list);
        all.stream().skip(from).limit(size).forEach(items::add);
        if (all.size() > from + size) {
            answer.put("nextPageToken", "p" + (from + size));
        }
        return json(200, answer.toString());
    }

    private ResponseDefinitionBuilder zones(Map<String, String> query) {
        List<ObjectNode> all = managed.stream()
                .filter(zone ->
                        !query.containsKey("dnsName") || query.get("dnsName").equals(zone.dnsName + "."))
                .map(zone -> JSON.createObjectNode()
                        .put("kind", "dns#managedZone")
                        .put("name", zone.id)
                        .put("dnsName", zone.dnsName + ".")
                        .put("description", "")
                        .put("visibility", zone.isPrivate ? "private" : "public"))
                .toList();
        return page(query, "dns#managedZonesListResponse", "managedZones", all);
    }

    private ResponseDefinitionBuilder list(String zone, Map<String, String> query) {
        if (query.containsKey("type") && !query.containsKey("name")) {
            throw invalid("type", "needs name");
        }
        List<ObjectNode> all = zone(zone).values().stream()
                .filter(set -> query.getOrDefault("name", set.get("name").textValue())
                                .equals(set.get("name").textValue())
                        && query.getOrDefault("type", set.get("type").textValue())
                                .equals(set.get("type").textValue()))
                .toList();
        return page(query, "dns#resourceRecordSetsListResponse", "rrsets", all);
    }

    private ResponseDefinitionBuilder ask(String route) {
        Matcher id = CHANGE.matcher(route);
        zoneOf(CHANGE, route);
        String status = id.matches() ? changes.get(id.group(2)) : null;
        if (status == null) {
            throw refusal(404, "notFound", "The 'parameters.changeId' resource named '" + route + "' does not exist.");
        }
        return json(200, shown(id.group(2), status).toString());
    }

    private static ObjectNode shown(String id, String status) {
        return JSON.createObjectNode()
                .put("kind", "dns#change")
                .put("id", id)
                .put("status", status)
                .put("startTime", "2026-11-29T13:20:21.942Z");
    }

    private ResponseDefinitionBuilder change(String zone, ObjectNode body) {
        Map<String, ObjectNode> before = new LinkedHashMap<>();
        zone(zone).forEach((key, set) -> before.put(key, set.deepCopy()));
        try {
            int number = 0;
            for (JsonNode set : body.path("deletions")) {
                delete(zone, checked(set), "entity.change.deletions[" + number++ + "]");
            }
            number = 0;
            for (JsonNode set : body.path("additions")) {
                add(zone, checked(set), "entity.change.additions[" + number++ + "]");
            }
            if (body.path("deletions").size() + body.path("additions").size() == 0
                    || body.path("deletions").size() > 1000
                    || body.path("additions").size() > 1000) {
                throw invalid("entity.change", "has no sets, or too many");
            }
        } catch (Refusal e) {
            zone(zone).clear();
            zone(zone).putAll(before);
            throw e;
        }
        String id = "" + (240 + ++ids);
        changes.put(id, isHeld() ? "pending" : "done");
        return json(200, shown(id, "pending").toString());
    }

    private ObjectNode checked(JsonNode set) {
        if (!set.isObject()) {
            throw invalid("entity.change", "is no object");
        }
        set.fieldNames().forEachRemaining(member -> {
            if (!SET.contains(member)) {
                throw invalid(member, "is unknown");
            }
        });
        return ((ObjectNode) set.deepCopy()).put("kind", "dns#resourceRecordSet");
    }

    private String key(ObjectNode set) {
        return text(set, "name") + "/" + text(set, "type");
    }

    private void delete(String zone, ObjectNode set, String where) {
        ObjectNode there = zone(zone).get(key(set));
        if (there == null) {
            throw refusal(404, "notFound", "The '" + where + "' resource named '" + key(set) + "' does not exist.");
        }
        if (!texts(there).equals(texts(set)) || !there.path("ttl").equals(set.path("ttl"))) {
            throw refusal(412, "conditionNotMet", "Precondition not met for '" + where + "'");
        }
        zone(zone).remove(key(set));
    }

    /** Addresses may have another form than the short one. */
    private void add(String zone, ObjectNode set, String where) {
        if (zone(zone).containsKey(key(set))) {
            throw refusal(409, "alreadyExists", "The resource '" + where + "' named '" + key(set) + "' already exists");
        }
        ObjectNode stored = set.deepCopy();
        ArrayNode canonical = stored.putArray("rrdatas");
        set.path("rrdatas")
                .forEach(value -> canonical.add(IpAddress.tryParse(value.asText())
                        .map(IpAddress::toString)
                        .orElse(value.asText())));
        store(zone, key(set), stored);
        stored.set("rrdatas", set.get("rrdatas"));
    }

    private static Set<String> texts(ObjectNode set) {
        Set<String> texts = new TreeSet<>();
        set.path("rrdatas").forEach(value -> texts.add(value.asText()));
        return texts;
    }

    /** Returns how many characters the values of a change have. */
    static int characters(String body) {
        int characters = 0;
        for (JsonNode values : parse(body).orElseThrow().findValues("rrdatas")) {
            for (JsonNode value : values) {
                characters += value.asText().length();
            }
        }
        return characters;
    }

    /** Returns the record sets of a zone by name and type. */
    synchronized Map<String, Set<String>> sets(String zone) {
        Map<String, Set<String>> sets = new TreeMap<>();
        zone(zone).forEach((key, set) -> sets.put(key, texts(set)));
        return sets;
    }

    /** Returns the TTL of a record set. */
    synchronized int ttl(String zone, String key) {
        return zone(zone).get(key).get("ttl").intValue();
    }
}

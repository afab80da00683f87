package io.github.ddnsjava.providers.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hetzner's Cloud API as far as it concerns zones, their record sets and the actions that changes are, as strict as the
 * vendor or stricter. Values are stored as texts, with their comments beside them, and shown as objects.
 */
final class FakeHetzner extends ZoneFake {
    static final String TOKEN = "jEheVytlAoFl7F8MqUQ7jAo2hOXASztXjEheVytlAoFl7F8MqUQ7jAo2hOXASztX";

    private static final Pattern SETS = Pattern.compile("/zones/([0-9]+)/rrsets");
    private static final Pattern SET = Pattern.compile(SETS + "/([^/]+)/([A-Z]+)");
    private static final Pattern CHANGE = Pattern.compile(SET + "/actions/(set_records|change_ttl)");
    private static final Pattern ACTION = Pattern.compile("/zones/actions/([0-9]+)");
    private static final String COMMENTS = "comments";

    private final Map<String, ObjectNode> zones = new LinkedHashMap<>();
    private final Map<String, ObjectNode> actions = new TreeMap<>();
    private final Map<String, List<ObjectNode>> served = new HashMap<>();
    private boolean held;
    private long ids = 604_989_101_983_648L;

    FakeHetzner() {
        super("/v1", Unit.SET, new Members("name", NameForm.RELATIVE_AT, "type", "records", "ttl"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        zones.clear();
        actions.clear();
        served.clear();
        held = false;
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        zones.put(
                name,
                JSON.createObjectNode()
                        .put("id", ++ids)
                        .put("name", name)
                        .put("mode", "primary")
                        .put("ttl", 86_400)
                        .put("status", "ok"));
    }

    @Override
    public synchronized void removeZone(String name) {
        super.removeZone(name);
        zones.remove(name);
    }

    /** Returns the id of a zone. */
    synchronized String id(String zone) {
        return zones.get(zone).get("id").asText();
    }

    synchronized void makeSecondary(String zone) {
        zones.get(zone).put("mode", "secondary");
    }

    /** From now on, actions are accepted and go on running. */
    synchronized void holdBack() {
        super.zones().forEach(zone -> served.put(zone, super.records(zone)));
        held = true;
    }

    synchronized void carryOut() {
        held = false;
        actions.values().forEach(action -> action.put("status", "success"));
    }

    synchronized void giveUp(String reason) {
        actions.values()
                .forEach(action -> action.put("status", "error")
                        .putObject("error")
                        .put("code", "action_failed")
                        .put("message", reason));
    }

    synchronized void forgetActions() {
        actions.clear();
    }

    /** Returns what the name servers have. */
    @Override
    public synchronized List<ObjectNode> records(String zone) {
        return held ? served.get(zone) : super.records(zone);
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        set.put("id", set.get("name").textValue() + "/" + set.get("type").textValue());
        set.putObject("protection").put("change", false);
        set.putObject("labels");
        set.withObject("/" + COMMENTS);
    }

    /** Gives a value a comment. */
    static void comment(ObjectNode set, String value, String comment) {
        set.withObject("/" + COMMENTS).put(value, comment);
    }

    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message).putNull("details");
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(422, "invalid_input", "invalid input in field '" + member + "': " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "not_found", "Zone not found");
    }

    @Override
    protected String kind(String method, String route) {
        boolean set = SET.matcher(route).matches();
        Matcher change = CHANGE.matcher(route);
        return switch (method) {
            case "GET" ->
                route.equals("/zones")
                        ? "zones"
                        : SETS.matcher(route).matches()
                                ? "list"
                                : ACTION.matcher(route).matches() ? "ask" : "other";
            case "POST" -> SETS.matcher(route).matches() ? "create" : change.matches() ? change.group(4) : "other";
            case "PUT" -> set ? "labels" : "other";
            case "DELETE" -> set ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "unauthorized", "unable to authenticate");
        }
        Set<String> known = switch (kind) {
            case "zones" -> Set.of("page", "per_page", "name");
            case "list" -> Set.of("page", "per_page", "name", "type");
            default -> Set.of();
        };
        if (!known.containsAll(query.keySet())) {
            throw invalid("query", "unknown parameters " + query.keySet());
        }
        return switch (kind) {
            case "zones" -> page("zones", query, List.copyOf(zones.values()));
            case "list" -> page("rrsets", query, found(zoneOf(route), query));
            case "ask" -> ask(route);
            case "create" -> create(zoneOf(route), body(request, Set.of("name", "type", "ttl", "records", "labels")));
            case "set_records" -> change(route, values(body(request, Set.of("records"))));
            case "change_ttl" -> change(route, body(request, Set.of("ttl")));
            case "labels" -> labels(body(request, Set.of("labels", "records")));
            case "delete" -> delete(zoneOf(route), route);
            default -> throw refusal(404, "not_found", "page not found");
        };
    }

    private static ResponseDefinitionBuilder labels(ObjectNode body) {
        throw refusal(422, "invalid_input", "can't update records with this endpoint " + body.size());
    }

    private ResponseDefinitionBuilder page(String list, Map<String, String> query, List<? extends JsonNode> all) {
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "per_page", 25, 50);
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode pagination = answer.putObject("meta").putObject("pagination").put("page", page);
        if ((long) page * size < all.size()) {
            pagination.put("next_page", page + 1);
        } else {
            pagination.putNull("next_page");
        }
        all.stream().skip((page - 1L) * size).limit(size).forEach(answer.putArray(list)::add);
        return json(200, answer.toString()).withHeader("ratelimit-remaining", "3599");
    }

    private List<ObjectNode> found(String zone, Map<String, String> query) {
        return zone(zone).values().stream()
                .filter(set -> List.of("name", "type").stream()
                        .allMatch(member -> query.getOrDefault(
                                        member, set.get(member).textValue())
                                .equals(set.get(member).textValue())))
                .map(FakeHetzner::shown)
                .toList();
    }

    private static ObjectNode shown(ObjectNode set) {
        ObjectNode shown = set.deepCopy();
        ObjectNode comments = (ObjectNode) shown.remove(COMMENTS);
        ArrayNode records = shown.putArray("records");
        set.get("records")
                .forEach(value -> records.addObject()
                        .put("value", value.textValue())
                        .put("comment", comments.path(value.textValue()).asText("")));
        return shown;
    }

    /** Takes the values and the comments apart. */
    private ObjectNode values(ObjectNode body) {
        ArrayNode values = JSON.createArrayNode();
        ObjectNode comments = JSON.createObjectNode();
        for (JsonNode record : body.path("records")) {
            boolean right = record.path("value").isTextual()
                    && (record.size() == 1
                            || record.size() == 2 && record.path("comment").isTextual());
            if (!right) {
                throw invalid("records", "an object with value and comment is expected");
            }
            values.add(record.get("value"));
            comments.set(record.get("value").textValue(), record.path("comment"));
        }
        body.set("records", values);
        return body.set(COMMENTS, comments);
    }

    private String zoneOf(String route) {
        String id = route.split("/")[2];
        return zones.values().stream()
                .filter(zone -> zone.get("id").asText().equals(id))
                .map(zone -> zone.get("name").textValue())
                .findFirst()
                .orElseThrow(this::noSuchRoute);
    }

    private ResponseDefinitionBuilder create(String zone, ObjectNode body) {
        String key = text(body, "name") + "/" + text(body, "type");
        if (zone(zone).containsKey(key)) {
            throw refusal(409, "uniqueness_error", "RRSet already exists");
        }
        ObjectNode set = values(body);
        boolean zonesTtl = !set.has("ttl");
        complete(set, zone, 0);
        store(zone, key, zonesTtl ? set.put("ttl", 86_400) : set, 60, Integer.MAX_VALUE);
        if (zonesTtl) {
            set.putNull("ttl");
        }
        return json(
                201,
                JSON.createObjectNode()
                        .<ObjectNode>set("rrset", shown(set))
                        .set("action", action("create_rrset"))
                        .toString());
    }

    private ResponseDefinitionBuilder change(String route, ObjectNode changes) {
        String zone = zoneOf(route);
        ObjectNode set = existing(zone, route).deepCopy();
        boolean zonesTtl = set.get("ttl").isNull() && !changes.has("ttl");
        set.setAll(changes);
        if (set.get("protection").get("change").booleanValue()) {
            throw refusal(403, "protected", "RRSet is change protected");
        }
        ObjectNode action = action(route.substring(route.lastIndexOf('/') + 1));
        store(zone, key(route), zonesTtl ? set.put("ttl", 86_400) : set, 60, Integer.MAX_VALUE);
        if (zonesTtl) {
            set.putNull("ttl");
        }
        return json(201, JSON.createObjectNode().set("action", action).toString());
    }

    private ResponseDefinitionBuilder delete(String zone, String route) {
        existing(zone, route);
        ObjectNode action = action("delete_rrset");
        zone(zone).remove(key(route));
        return json(201, JSON.createObjectNode().set("action", action).toString());
    }

    /** One that goes on running locks the next. */
    private ObjectNode action(String command) {
        if (held && !actions.isEmpty()) {
            throw refusal(423, "locked", "another action is running");
        }
        ObjectNode action = JSON.createObjectNode()
                .put("id", ++ids)
                .put("status", held ? "running" : "success")
                .put("command", command)
                .put("progress", 0)
                .putNull("error");
        actions.put("" + ids, action);
        return action.deepCopy().put("status", "running");
    }

    private ResponseDefinitionBuilder ask(String route) {
        Matcher id = ACTION.matcher(route);
        ObjectNode action = id.matches() ? actions.get(id.group(1)) : null;
        if (action == null) {
            throw refusal(404, "not_found", "action not found");
        }
        return json(200, JSON.createObjectNode().set("action", action).toString());
    }

    private static String key(String route) {
        String[] parts = route.split("/");
        return URLDecoder.decode(parts[4], StandardCharsets.UTF_8) + "/" + parts[5];
    }

    private ObjectNode existing(String zone, String route) {
        ObjectNode set = zone(zone).get(key(route));
        if (set == null) {
            throw refusal(404, "not_found", "RRSet not found");
        }
        return set;
    }
}

package io.github.ddnsjava.providers.dnsimple;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DNSimple's API version 2 as far as it concerns accounts, zones and their records, as strict as the vendor or stricter. It
 * has an account with all zones and, for the token of a user, an empty one before it.
 */
final class FakeDnsimple extends ZoneFake {
    static final String TOKEN = "dnsimple_a_b7XkQ2pM9vL4tR8wZ1nC6sY3uH5jF0dG";
    static final String USER_TOKEN = "dnsimple_u_f0Qw8eR7tY6uI5oP4aS3dF2gH1jK9lZx";

    private static final Set<String> FIELDS =
            Set.of("name", "type", "content", "ttl", "priority", "regions", "integrated_zones");
    private static final Pattern ZONES = Pattern.compile("/([0-9]+)/zones");
    private static final Pattern LIST = Pattern.compile("/731/zones/([^/]+)/records");
    private static final Pattern ONE = Pattern.compile("/731/zones/([^/]+)/records/([0-9]+)");
    private static final int SMALLEST_TTL = 60;

    /** The zones that are not served. */
    final Set<String> inactive = new HashSet<>();

    private long ids;

    FakeDnsimple() {
        super("/v2", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "content", "ttl"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        inactive.clear();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", id).put("zone_id", zone).put("system_record", false);
        record.putNull("parent_id").putNull("priority").putArray("regions").add("global");
    }

    static Refusal refusal(int status, String message) {
        return new Refusal(
                status, JSON.createObjectNode().put("message", message).toString());
    }

    /** Returns the refusal of a field. */
    static Refusal wrong(String field, String why) {
        ObjectNode body = JSON.createObjectNode().put("message", "Validation failed");
        body.putObject("errors").putArray(field).add(why);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong(member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not found");
    }

    @Override
    protected String kind(String method, String route) {
        boolean one = ONE.matcher(route).matches();
        return switch (method) {
            case "GET" ->
                switch (route) {
                    case "/whoami", "/accounts" -> route.substring(1);
                    default ->
                        ZONES.matcher(route).matches()
                                ? "zones"
                                : LIST.matcher(route).matches() ? "list" : "other";
                };
            case "POST" -> LIST.matcher(route).matches() ? "post" : "other";
            case "PATCH" -> one ? "patch" : "other";
            case "DELETE" -> one ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        String authorization = String.valueOf(request.getHeader("Authorization"));
        boolean user = authorization.equals("Bearer " + USER_TOKEN);
        if (!user && !authorization.equals("Bearer " + TOKEN)) {
            throw refusal(401, "Authentication failed");
        }
        Set<String> known = switch (kind) {
            case "zones" -> Set.of("page", "per_page", "name_like");
            case "list" -> Set.of("page", "per_page", "name", "type");
            default -> Set.of();
        };
        if (!known.containsAll(query.keySet())) {
            throw invalid("query", "unknown parameters " + query.keySet());
        }
        return switch (kind) {
            case "whoami" -> shown(200, whoami(user));
            case "accounts" ->
                shown(200, JSON.createArrayNode().add(account(12)).add(account(731)));
            case "zones" -> page(query, route.equals("/731/zones") ? served() : others(route, user));
            case "list" -> page(query, found(zoneOf(route), query));
            case "post" -> shown(201, post(zoneOf(route), body(request, FIELDS)));
            case "patch" -> shown(200, patch(route, body(request, FIELDS)));
            case "delete" -> delete(route);
            default -> throw noSuchRoute();
        };
    }

    private static ObjectNode account(int id) {
        return JSON.createObjectNode().put("id", id).put("email", "user@example.net");
    }

    private static ObjectNode whoami(boolean user) {
        ObjectNode who = JSON.createObjectNode().putNull("user");
        who.set("account", account(731));
        return user ? who.putNull("account").set("user", account(4711)) : who;
    }

    private List<ObjectNode> served() {
        return zones().stream()
                .map(name -> JSON.createObjectNode()
                        .put("id", ++ids)
                        .put("account_id", 731)
                        .put("name", name)
                        .put("active", !inactive.contains(name)))
                .toList();
    }

    private List<ObjectNode> others(String route, boolean user) {
        if (!user || !route.equals("/12/zones")) {
            throw refusal(403, "Permission denied");
        }
        return List.of();
    }

    private List<ObjectNode> found(String zone, Map<String, String> query) {
        if (query.getOrDefault("name", "").contains("*")) {
            throw invalid("name", "whether the filter knows wildcards is not documented");
        }
        return zone(zone).values().stream()
                .filter(record -> List.of("name", "type").stream()
                        .allMatch(member -> query.getOrDefault(
                                        member, record.get(member).textValue())
                                .equals(record.get(member).textValue())))
                .toList();
    }

    private static ResponseDefinitionBuilder shown(int status, JsonNode data) {
        return json(status, JSON.createObjectNode().set("data", data).toString())
                .withHeader("X-RateLimit-Limit", "2400")
                .withHeader("X-RateLimit-Remaining", "2399")
                .withHeader("X-RateLimit-Reset", "4102444800");
    }

    private ResponseDefinitionBuilder page(Map<String, String> query, List<? extends JsonNode> all) {
        int page = number(query, "page", 1, Integer.MAX_VALUE);
        int size = number(query, "per_page", 30, 100);
        ObjectNode answer = JSON.createObjectNode();
        all.stream().skip((page - 1L) * size).limit(size).forEach(answer.putArray("data")::add);
        answer.putObject("pagination")
                .put("current_page", page)
                .put("per_page", size)
                .put("total_entries", all.size())
                .put("total_pages", (all.size() + size - 1) / size);
        return json(200, answer.toString());
    }

    private String zoneOf(String route) {
        String name = route.split("/")[3];
        zone(name);
        return name;
    }

    private ObjectNode post(String zone, ObjectNode body) {
        ObjectNode record = JSON.createObjectNode().put("ttl", 3600);
        complete(record, zone, ++ids);
        text(body, "type");
        record.setAll(body);
        boolean twice = zone(zone).values().stream()
                .anyMatch(other -> List.of("name", "type", "content").stream()
                        .allMatch(member -> other.path(member).equals(record.path(member))));
        if (twice) {
            throw refusal(400, "The zone record already exists");
        }
        store(zone, "" + ids, record, SMALLEST_TTL, Integer.MAX_VALUE);
        return record;
    }

    private ObjectNode patch(String route, ObjectNode body) {
        ObjectNode record = existing(route).deepCopy();
        if (body.has("type")) {
            throw invalid("type", "cannot be changed");
        }
        record.setAll(body);
        store(zoneOf(route), record.get("id").asText(), record, SMALLEST_TTL, Integer.MAX_VALUE);
        return record;
    }

    private ResponseDefinitionBuilder delete(String route) {
        zone(zoneOf(route)).remove(existing(route).get("id").asText());
        return aResponse().withStatus(204);
    }

    private ObjectNode existing(String route) {
        Matcher id = ONE.matcher(route);
        ObjectNode record = id.matches() ? zone(zoneOf(route)).get(id.group(2)) : null;
        if (record == null) {
            throw refusal(404, "Record `" + route + "` not found");
        }
        return record;
    }
}

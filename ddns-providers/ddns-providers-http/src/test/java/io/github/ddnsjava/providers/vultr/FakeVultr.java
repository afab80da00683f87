package io.github.ddnsjava.providers.vultr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vultr's API version 2 as far as it concerns domains and their records, as strict as the vendor or stricter: pages have
 * cursors, and a change is answered by a status alone.
 */
final class FakeVultr extends ZoneFake {
    static final String KEY = "VQ7XK3M2ZP5ANW6RTB4HLD8CFJ9GYS1EU0OI";

    private static final Set<String> FIELDS = Set.of("type", "name", "data", "ttl", "priority");
    private static final Pattern LIST = Pattern.compile("/domains/([^/]+)/records");
    private static final Pattern ONE = Pattern.compile("/domains/([^/]+)/records/53feecb3-f006-4182-ab9c-0*([0-9]+)");
    private static final int SMALLEST_TTL = 120;

    private long ids;

    FakeVultr() {
        super("/v2", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "data", "ttl"));
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "53feecb3-f006-4182-ab9c-%012d".formatted(id)).put("priority", -1);
    }

    static Refusal refusal(int status, String error) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("error", error)
                        .put("status", status)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Invalid domain");
    }

    @Override
    protected String kind(String method, String route) {
        boolean list = LIST.matcher(route).matches();
        boolean one = ONE.matcher(route).matches();
        return switch (method) {
            case "GET" -> route.equals("/domains") ? "zones" : list ? "list" : "other";
            case "POST" -> list ? "post" : "other";
            case "PATCH" -> one ? "patch" : "other";
            case "DELETE" -> one ? "delete" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + KEY).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "Invalid API token.");
        }
        boolean paged = kind.equals("zones") || kind.equals("list");
        if (!(paged ? Set.of("cursor", "per_page") : Set.of()).containsAll(query.keySet())) {
            throw invalid("query", "has unknown parameters " + query.keySet());
        }
        return switch (kind) {
            case "zones" -> page("domains", query, domains());
            case "list" ->
                page("records", query, List.copyOf(zone(zoneOf(route)).values()));
            case "post" -> post(zoneOf(route), body(request, FIELDS));
            case "patch" -> patch(route, body(request, Set.of("name", "data", "ttl", "priority")));
            case "delete" -> delete(route);
            default -> throw noSuchRoute();
        };
    }

    private List<ObjectNode> domains() {
        return zones().stream()
                .map(name -> JSON.createObjectNode()
                        .put("domain", name)
                        .put("date_created", "2026-01-13T14:19:21+00:00")
                        .put("dns_sec", "disabled"))
                .toList();
    }

    private static String cursor(int from) {
        return Base64.getEncoder().encodeToString(("next__" + from + "?").getBytes(StandardCharsets.UTF_8));
    }

    private ResponseDefinitionBuilder page(String list, Map<String, String> query, List<? extends JsonNode> all) {
        int size = number(query, "per_page", 100, 500);
        int from = 0;
        while (query.containsKey("cursor") && !query.get("cursor").equals(cursor(from))) {
            from += size;
            if (from >= all.size()) {
                throw invalid("cursor", "is none");
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        all.stream().skip(from).limit(size).forEach(answer.putArray(list)::add);
        answer.putObject("meta")
                .put("total", all.size())
                .putObject("links")
                .put("next", from + size < all.size() ? cursor(from + size) : "")
                .put("prev", "");
        return json(200, answer.toString());
    }

    private String zoneOf(String route) {
        String name = route.split("/")[2];
        zone(name);
        return name;
    }

    private ResponseDefinitionBuilder post(String zone, ObjectNode body) {
        ObjectNode record = JSON.createObjectNode().put("ttl", 300);
        complete(record, zone, ++ids);
        text(body, "type");
        record.setAll(body);
        boolean twice = zone(zone).values().stream()
                .anyMatch(other -> List.of("name", "type", "data").stream()
                        .allMatch(member -> other.path(member).equals(record.path(member))));
        if (twice) {
            throw refusal(400, "Duplicate records not allowed");
        }
        store(zone, "" + ids, record, SMALLEST_TTL, Integer.MAX_VALUE);
        return json(201, JSON.createObjectNode().set("record", record).toString());
    }

    private ResponseDefinitionBuilder patch(String route, ObjectNode body) {
        ObjectNode record = existing(route).deepCopy();
        record.setAll(body);
        store(zoneOf(route), id(route), record, SMALLEST_TTL, Integer.MAX_VALUE);
        return nothing();
    }

    private ResponseDefinitionBuilder delete(String route) {
        existing(route);
        zone(zoneOf(route)).remove(id(route));
        return nothing();
    }

    private static ResponseDefinitionBuilder nothing() {
        return aResponse().withStatus(204).withHeader("Content-Type", "text/html; charset=UTF-8");
    }

    private static String id(String route) {
        Matcher id = ONE.matcher(route);
        return id.matches() ? id.group(2) : "";
    }

    private ObjectNode existing(String route) {
        ObjectNode record = zone(zoneOf(route)).get(id(route));
        if (record == null) {
            throw refusal(404, "Invalid record");
        }
        return record;
    }
}

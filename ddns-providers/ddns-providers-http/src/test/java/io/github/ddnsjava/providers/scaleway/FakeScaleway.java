package io.github.ddnsjava.providers.scaleway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scaleway's Domains and DNS API version 2 beta 1 as far as it concerns zones and their records: names are relative, a zone
 * of somebody else is forbidden, and a PATCH makes all of its changes or none. A set that is written loses its comments.
 */
final class FakeScaleway extends ZoneFake {
    static final String SECRET_KEY = "7d1f0c52-3b6e-4a88-9c1d-5e2f7a9b0c34";
    static final int PAGE = 100;

    /** The zones that the key may not change. */
    final Set<String> forbidden = new HashSet<>();

    FakeScaleway() {
        super("/domain/v2beta1", Unit.RECORD, new Members("name", NameForm.RELATIVE_EMPTY, "type", "data", "ttl"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        forbidden.clear();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "65f60dd7-0000-4000-8000-%012d".formatted(id))
                .put("priority", 0)
                .putNull("comment");
    }

    static Refusal refusal(int status, String type, String message) {
        ObjectNode body = JSON.createObjectNode();
        if (!type.isEmpty()) {
            body.put("type", type);
        }
        return new Refusal(status, body.put("message", message).toString());
    }

    static Refusal wrong(String argument, String help) {
        ObjectNode body =
                JSON.createObjectNode().put("type", "invalid_arguments").put("message", "invalid argument(s)");
        body.putArray("details")
                .addObject()
                .put("argument_name", argument)
                .put("reason", "constraint")
                .put("help_message", help);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong(member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(403, "", "domain not found");
    }

    @Override
    protected String kind(String method, String route) {
        boolean records = route.matches("/dns-zones/[^/]+/records");
        return switch (method) {
            case "GET" -> route.equals("/dns-zones") ? "zones" : records ? "list" : "other";
            case "PATCH" -> records ? "patch" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!SECRET_KEY.equals(request.getHeader("X-Auth-Token"))) {
            throw refusal(401, "denied_authentication", "authentication is denied");
        }
        switch (kind) {
            case "zones" -> {
                return page("dns_zones", query, Set.of("domain"), domains(query));
            }
            case "list" -> {
                return page("records", query, Set.of("name", "type"), found(route.split("/")[2], query));
            }
            case "patch" -> {
                return patch(route.split("/")[2], query, request);
            }
            default -> throw refusal(404, "not_found", "resource is not found");
        }
    }

    /** Zones with more than two labels are parts of a domain. */
    private List<JsonNode> domains(Map<String, String> query) {
        List<JsonNode> domains = new ArrayList<>();
        for (String zone : zones()) {
            int dot = zone.lastIndexOf('.', zone.lastIndexOf('.') - 1);
            String domain = zone.substring(dot + 1);
            if (query.getOrDefault("domain", domain).equals(domain)) {
                domains.add(JSON.createObjectNode()
                        .put("domain", domain)
                        .put("subdomain", dot < 0 ? "" : zone.substring(0, dot))
                        .put("status", "active"));
            }
        }
        return domains;
    }

    private List<JsonNode> found(String zone, Map<String, String> query) {
        List<JsonNode> found = new ArrayList<>();
        zone(zone).values().stream()
                .filter(record -> query.getOrDefault("name", "").isEmpty()
                        || query.get("name").equals(record.get("name").textValue()))
                .filter(record -> !query.containsKey("type")
                        || query.get("type").equals(record.get("type").textValue()))
                .forEach(found::add);
        return found;
    }

    private ResponseDefinitionBuilder page(
            String member, Map<String, String> query, Set<String> filters, List<JsonNode> all) {
        Set<String> unknown = new HashSet<>(query.keySet());
        unknown.removeAll(filters);
        unknown.removeAll(Set.of("page", "page_size"));
        if (!unknown.isEmpty()) {
            throw wrong(unknown.toString(), "is unknown");
        }
        int size = number(query, "page_size", 20, PAGE);
        long skipped = (number(query, "page", 1, 1_000_000) - 1L) * size;
        ObjectNode answer = JSON.createObjectNode().put("total_count", all.size());
        all.stream().skip(skipped).limit(size).forEach(answer.putArray(member)::add);
        return json(200, answer.toString());
    }

    private ResponseDefinitionBuilder patch(String zone, Map<String, String> query, Request request) {
        Map<String, ObjectNode> records = zone(zone);
        if (forbidden.contains(zone)) {
            throw refusal(403, "permissions_denied", "insufficient permissions");
        }
        JsonNode body = body(request, Set.of("return_all_records", "disallow_new_zone_creation", "changes"));
        if (!query.isEmpty()
                || !body.path("changes").isArray()
                || body.get("changes").isEmpty()) {
            throw wrong("changes", "a list is expected");
        }
        Map<String, ObjectNode> before = new LinkedHashMap<>(records);
        ArrayNode made = JSON.createArrayNode();
        try {
            body.get("changes").forEach(change -> change(zone, records, change, made));
        } catch (Refusal refusal) {
            records.clear();
            records.putAll(before);
            throw refusal;
        }
        boolean all = body.path("return_all_records").asBoolean(true);
        ObjectNode answer = JSON.createObjectNode();
        answer.set("records", all ? JSON.createArrayNode().addAll(records.values()) : made);
        return json(200, answer.toString());
    }

    private void change(String zone, Map<String, ObjectNode> records, JsonNode change, ArrayNode made) {
        String verb = change.fieldNames().hasNext() ? change.fieldNames().next() : "";
        if (change.size() != 1 || !verb.matches("set|delete")) {
            throw wrong("changes", "one of set and delete is expected");
        }
        JsonNode content = change.get(verb);
        String name = text(content.path("id_fields"), "name");
        String type = text(content.path("id_fields"), "type");
        boolean there = records.values()
                .removeIf(record -> record.get("name").textValue().equals(name)
                        && record.get("type").textValue().equals(type));
        if (verb.equals("delete") && (!there || content.size() != 1)) {
            throw refusal(404, "not_found", "resource is not found");
        }
        if (verb.equals("set") && content.path("records").isEmpty()) {
            throw wrong("records", "a list is expected");
        }
        Set<JsonNode> seen = new HashSet<>();
        for (JsonNode sent : content.path("records")) {
            if (!sent.path("name").asText().equals(name)
                    || !sent.path("type").asText().equals(type)
                    || !seen.add(sent.path("data"))) {
                throw wrong("records", "is not of that name and type, or comes twice");
            }
            made.add(added(zone, sent));
        }
    }

    private ObjectNode added(String zone, JsonNode sent) {
        sent.fieldNames().forEachRemaining(field -> {
            if (!Set.of("name", "type", "data", "ttl", "comment").contains(field)) {
                throw wrong(field, "is unknown");
            }
        });
        ObjectNode record = put(zone, "A", "new", "192.0.2.1", 60);
        zone(zone).values().remove(record);
        record.remove("ttl");
        record.setAll((ObjectNode) sent);
        store(zone, record.get("id").textValue(), record, 60, Integer.MAX_VALUE);
        return record;
    }
}

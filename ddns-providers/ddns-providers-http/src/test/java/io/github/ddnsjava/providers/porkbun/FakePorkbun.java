package io.github.ddnsjava.providers.porkbun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Porkbun's API version 3 as far as it concerns domains and their records: POST with the keys in the JSON object, names
 * relative in a write and whole in a list, ids and TTLs as texts in a list, 1,000 domains a page. An edit that changes
 * nothing is an error, and one that does not name the TTL or the notes resets them.
 */
final class FakePorkbun extends ZoneFake {
    static final String KEY = "pk1_5f0e7c91b2d84a36e1c7f09ab34d5628197e0cfd36a4b825";
    static final String SECRET_KEY = "sk1_1e90c7d3f8b6a4125f0e7c91b2d84a36e1c7f09ab34d5628";
    static final int PAGE = 1000;

    private static final int SMALLEST_TTL = 600;
    private static final Set<String> FIELDS = Set.of("name", "type", "content", "ttl", "prio", "notes");

    /** The domains for which API Access is not switched on. */
    final Set<String> notOptedIn = new HashSet<>();

    FakePorkbun() {
        super("/api/json/v3", Unit.RECORD, new Members("name", NameForm.FULL, "type", "content", "ttl"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        notOptedIn.clear();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "" + id).put("prio", "0").putNull("notes");
    }

    static Refusal refusal(int status, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("status", "ERROR")
                        .put("message", message)
                        .toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "Create error: We were unable to create the DNS record. " + member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(400, "Invalid domain.");
    }

    @Override
    protected String kind(String method, String route) {
        if (!method.equals("POST")) {
            return "other";
        }
        return route.equals("/domain/listAll")
                ? "zones"
                : route.matches("/dns/(retrieve|create)/[^/]+|/dns/(edit|delete)/[^/]+/[0-9]+")
                        ? route.split("/")[2]
                        : "other";
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (kind.equals("other") || !query.isEmpty()) {
            throw new Refusal(404, "<html><body>404 Not Found</body></html>");
        }
        ObjectNode body = object(request).orElseThrow(() -> refusal(400, "All API calls must be JSON."));
        if (!KEY.equals(body.path("apikey").textValue())
                || !SECRET_KEY.equals(body.path("secretapikey").textValue())) {
            throw refusal(403, "Invalid API key. (002)");
        }
        body.remove(List.of("apikey", "secretapikey"));
        Set<String> allowed = switch (kind) {
            case "zones" -> Set.of("start");
            case "create", "edit" -> FIELDS;
            default -> Set.of();
        };
        body.fieldNames().forEachRemaining(field -> {
            if (!allowed.contains(field)) {
                throw invalid(field, "is unknown");
            }
        });
        String[] parts = route.split("/");
        if (!kind.equals("zones") && notOptedIn.contains(parts[3])) {
            throw refusal(400, "Domain is not opted in to API access.");
        }
        ObjectNode answer = JSON.createObjectNode().put("status", "SUCCESS");
        switch (kind) {
            case "zones" -> domains(body, answer.putArray("domains"));
            case "retrieve" ->
                list(parts[3], answer.put("cloudflare", "enabled").putArray("records"));
            case "create" -> answer.put("id", create(parts[3], body));
            case "edit" -> edit(parts[3], parts[4], body);
            default ->
                zone(parts[3]).remove(existing(parts[3], parts[4]).get("id").textValue());
        }
        return json(200, answer.toString());
    }

    private void domains(ObjectNode body, ArrayNode domains) {
        String start = body.path("start").isMissingNode() ? "0" : text(body, "start");
        if (!start.matches("[0-9]{1,6}")) {
            throw invalid("start", "is no number");
        }
        zones().stream()
                .skip(Integer.parseInt(start))
                .limit(PAGE)
                .forEach(name -> domains.addObject()
                        .put("domain", name)
                        .put("status", "ACTIVE")
                        .put("tld", name.substring(name.lastIndexOf('.') + 1)));
    }

    private void list(String zone, ArrayNode records) {
        zone(zone)
                .values()
                .forEach(record -> records.add(
                        record.deepCopy().put("ttl", "" + record.get("ttl").asInt())));
    }

    private long create(String zone, ObjectNode body) {
        zone(zone);
        ObjectNode record = put(zone, "A", zone, "0.0.0.0", SMALLEST_TTL);
        String id = record.get("id").textValue();
        zone(zone).remove(id);
        write(zone, record, body);
        return Long.parseLong(id);
    }

    private void edit(String zone, String id, ObjectNode body) {
        ObjectNode before = existing(zone, id);
        ObjectNode record = before.deepCopy();
        complete(record, zone, Long.parseLong(id));
        record.put("ttl", SMALLEST_TTL);
        text(body, "type");
        fill(zone, record, body);
        if (record.equals(before)) {
            throw refusal(400, "Edit error: We were unable to edit the DNS record.");
        }
        write(zone, record, body);
    }

    private void write(String zone, ObjectNode record, ObjectNode body) {
        fill(zone, record, body);
        Set<String> same = new TreeSet<>(List.of("name", "type", "content"));
        List<ObjectNode> others = new ArrayList<>(zone(zone).values());
        others.removeIf(other -> other.get("id").equals(record.get("id")));
        boolean conflict = others.stream()
                .anyMatch(other -> other.get("name").equals(record.get("name"))
                                && other.get("type").textValue().equals("ALIAS")
                        || same.stream().allMatch(member -> other.get(member).equals(record.get(member))));
        if (conflict) {
            throw invalid("name", "has such a record, or an ALIAS");
        }
        store(zone, record.get("id").textValue(), record, SMALLEST_TTL, Integer.MAX_VALUE);
    }

    private void fill(String zone, ObjectNode record, ObjectNode body) {
        record.put("type", text(body, "type")).put("content", text(body, "content"));
        String name = body.path("name").asText();
        if (name.equals("@") || name.endsWith(".") || (name + ".").endsWith("." + zone + ".")) {
            throw invalid("name", "must be relative");
        }
        record.put("name", name.isEmpty() ? zone : name + "." + zone);
        JsonNode ttl = body.path("ttl");
        if (!ttl.isMissingNode()) {
            if (!ttl.asText().matches("[0-9]{1,9}")) {
                throw invalid("ttl", "is no number");
            }
            record.put("ttl", ttl.asInt());
        }
        for (String member : List.of("prio", "notes")) {
            if (body.has(member)) {
                record.put(member, text(body, member));
            }
        }
    }

    private ObjectNode existing(String zone, String id) {
        ObjectNode record = zone(zone).get(id);
        if (record == null) {
            throw refusal(400, "Invalid record ID.");
        }
        return record;
    }
}

package io.github.ddnsjava.providers.ionos;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * IONOS's hosting DNS version 1 as far as it concerns zones and their records: names are whole, a PATCH of a zone replaces
 * all records of each name and type that it has, errors are lists.
 */
final class FakeIonos extends ZoneFake {
    static final String KEY = "5f0e7c91b2d84a36e1c7f09ab34d5628.Jh3Gf5Ds7Ap9Lk2Mn4Bv6CxZ8qW1eR5tY7uI9oP0";

    private static final Set<String> FIELDS = Set.of("name", "type", "content", "ttl", "prio", "disabled");

    /** The zones that the key may not see. */
    final Set<String> forbidden = new HashSet<>();

    private final Map<String, String> ids = new LinkedHashMap<>();
    private int made;

    FakeIonos() {
        super("/dns/v1", Unit.RECORD, new Members("name", NameForm.FULL, "type", "content", "ttl"));
    }

    @Override
    public synchronized void reset() {
        super.reset();
        ids.clear();
        forbidden.clear();
    }

    @Override
    public synchronized void addZone(String name) {
        super.addZone(name);
        ids.put("4ab30000-0000-4000-8000-%012d".formatted(++made), name);
    }

    @Override
    public synchronized void removeZone(String name) {
        super.removeZone(name);
        ids.values().remove(name);
    }

    /** Returns the id of a zone. */
    synchronized String id(String zone) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue().equals(zone))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        record.put("id", "e2c10000-0000-4000-8000-%012d".formatted(id))
                .put("rootName", zone)
                .put("changeDate", "2024-05-11T02:35:23.000Z")
                .put("prio", 0)
                .put("disabled", false);
    }

    static Refusal refusal(int status, String code, String message) {
        ArrayNode body = JSON.createArrayNode();
        body.addObject().put("code", code).put("message", message);
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(400, "INVALID_RECORD", member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "ZONE_NOT_FOUND", "Zone does not exist");
    }

    @Override
    protected String kind(String method, String route) {
        boolean zone = route.matches("/zones/[^/]+");
        return switch (method) {
            case "GET" -> route.equals("/zones") ? "zones" : zone ? "list" : "other";
            case "PATCH" -> zone ? "patch" : "other";
            case "DELETE" -> route.matches("/zones/[^/]+/records/[^/]+") ? "delete" : "other";
            default -> "other"; // A PUT replaces the whole zone.
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!KEY.equals(request.getHeader("X-API-Key"))) {
            throw refusal(401, "UNAUTHORIZED", "The customer is not authorized to do this operation.");
        }
        if (kind.equals("other") || !kind.equals("list") && !query.isEmpty()) {
            throw noSuchRoute();
        }
        if (kind.equals("zones")) {
            ArrayNode zones = JSON.createArrayNode();
            ids.forEach((id, name) ->
                    zones.addObject().put("name", name).put("id", id).put("type", "NATIVE"));
            return json(200, zones.toString());
        }
        String[] parts = route.split("/");
        String zone = ids.getOrDefault(parts[2], "");
        Map<String, ObjectNode> records = zone(zone);
        if (forbidden.contains(zone)) {
            throw refusal(403, "FORBIDDEN", "The zone belongs to another contract.");
        }
        return switch (kind) {
            case "list" -> list(parts[2], zone, query);
            case "patch" -> {
                patch(zone, records, request);
                yield aResponse().withStatus(200);
            }
            default -> {
                if (!records.values()
                        .removeIf(record -> record.get("id").textValue().equals(parts[4]))) {
                    throw refusal(404, "RECORD_NOT_FOUND", "Record does not exist");
                }
                yield aResponse().withStatus(200);
            }
        };
    }

    /** The filter takes the end of a name. */
    private ResponseDefinitionBuilder list(String id, String zone, Map<String, String> query) {
        if (!Set.of("recordName", "recordType").containsAll(query.keySet())) {
            throw invalid(query.keySet().toString(), "is unknown");
        }
        ObjectNode answer =
                JSON.createObjectNode().put("id", id).put("name", zone).put("type", "NATIVE");
        ArrayNode found = answer.putArray("records");
        zone(zone).values().stream()
                .filter(record -> record.get("name").textValue().endsWith(query.getOrDefault("recordName", "")))
                .filter(record -> record.get("type")
                        .textValue()
                        .equals(query.getOrDefault(
                                "recordType", record.get("type").textValue())))
                .forEach(found::add);
        return json(200, answer.toString());
    }

    private void patch(String zone, Map<String, ObjectNode> records, Request request) {
        Map<String, ObjectNode> before = new LinkedHashMap<>(records);
        try {
            JsonNode body = JSON.readTree(request.getBodyAsString());
            if (!body.isArray() || body.isEmpty() || !"application/json".equals(request.getHeader("Content-Type"))) {
                throw refusal(400, "INVALID_DATA", "a JSON array is expected");
            }
            Set<JsonNode> seen = new HashSet<>();
            for (JsonNode sent : body) {
                JsonNode name = sent.path("name");
                JsonNode type = sent.path("type");
                if (!seen.add(JSON.createArrayNode().add(name).add(type).add(sent.path("content")))) {
                    throw refusal(400, "DUPLICATE_RECORD", "comes twice");
                }
                if (seen.add(JSON.createArrayNode().add(name).add(type))) {
                    records.values()
                            .removeIf(record -> record.get("name").equals(name)
                                    && record.get("type").equals(type));
                }
                add(zone, sent);
            }
        } catch (JsonProcessingException e) {
            throw refusal(400, "INVALID_DATA", "is no JSON");
        } catch (Refusal refusal) {
            records.clear();
            records.putAll(before);
            throw refusal;
        }
    }

    private void add(String zone, JsonNode sent) {
        sent.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw invalid(field, "is unknown");
            }
        });
        if (!sent.path("prio").isIntegralNumber() || !sent.path("disabled").isBoolean()) {
            throw invalid("prio, disabled", "must be a number and a flag");
        }
        ObjectNode record = put(zone, "A", zone, "192.0.2.1", 60);
        zone(zone).values().remove(record);
        record.remove("ttl");
        record.setAll((ObjectNode) sent);
        store(zone, record.get("id").textValue(), record, 60, Integer.MAX_VALUE);
    }
}

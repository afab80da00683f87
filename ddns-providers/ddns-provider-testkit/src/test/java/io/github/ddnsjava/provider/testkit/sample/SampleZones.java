package io.github.ddnsjava.provider.testkit.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service with record sets: {@code GET /zones/ZONE}, and {@code GET} and {@code PATCH} of {@code /zones/ZONE/sets} with a
 * list of sets, all or nothing, of up to 1,000 bytes. A set without values is removed.
 */
final class SampleZones extends ZoneFake {
    static final String TOKEN = "t0p/secret+zones";
    static final int MAX_BYTES = 1000;

    SampleZones() {
        super("/v1", Unit.SET, new Members("name", NameForm.FULL, "type", "values", "ttl"));
        begin();
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {
        // The vendor shows nothing else.
    }

    private static Refusal refusal(int status, String message) {
        return new Refusal(
                status, JSON.createObjectNode().put("message", message).toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return refusal(422, member + " " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "nothing there");
    }

    @Override
    protected String kind(String method, String route) {
        return method + " " + (route.endsWith("/sets") ? "sets" : "zone");
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "bad token");
        }
        String zone = route.split("/")[2];
        Map<String, ObjectNode> sets = zone(zone);
        return switch (kind) {
            case "GET zone" ->
                json(200, JSON.createObjectNode().put("name", zone).toString());
            case "GET sets" -> {
                ObjectNode answer = JSON.createObjectNode();
                sets.values().forEach(answer.putArray("sets")::add);
                yield json(200, answer.toString());
            }
            case "PATCH sets" -> patch(zone, sets, request);
            default -> throw refusal(405, "no such method");
        };
    }

    private ResponseDefinitionBuilder patch(String zone, Map<String, ObjectNode> sets, Request request) {
        if (request.getBody().length > MAX_BYTES) {
            throw refusal(413, "too large");
        }
        Map<String, ObjectNode> before = new LinkedHashMap<>(sets);
        try {
            for (JsonNode set : array(request)) {
                String key = text(set, "name") + "/" + text(set, "type");
                if (set.path("values").isEmpty()) {
                    sets.remove(key);
                } else {
                    store(zone, key, set.deepCopy(), 60, 86_400);
                }
            }
        } catch (Refusal refusal) {
            sets.clear();
            sets.putAll(before);
            throw refusal;
        }
        return json(200, "{\"done\":true}");
    }

    private ArrayNode array(Request request) {
        try {
            return (ArrayNode) JSON.readTree(request.getBodyAsString());
        } catch (JsonProcessingException | ClassCastException e) {
            throw invalid("body", "is no list");
        }
    }
}

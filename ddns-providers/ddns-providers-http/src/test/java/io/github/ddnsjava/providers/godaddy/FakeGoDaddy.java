package io.github.ddnsjava.providers.godaddy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * GoDaddy's Domains API version 1 as far as it concerns single record sets, for an account with few domains, which may not
 * ask for a domain itself: names are relative, a PUT replaces all values of a set, a missing set is an empty list, and the
 * answer to a write is empty.
 */
final class FakeGoDaddy extends ZoneFake {
    static final String KEY = "dKy5GbN1Aa_XfT9uLq2Ws7Zc4Vb6Nm8";
    static final String SECRET = "Jh3Gf5Ds7Ap9Lk2Mn4Bv6C";
    static final int DEFAULT_TTL = 3600;

    private static final Set<String> FIELDS = Set.of("data", "name", "ttl", "type");

    FakeGoDaddy() {
        super("", Unit.SET, new Members("name", NameForm.RELATIVE_AT, "type", "data", "ttl"));
    }

    @Override
    protected void complete(ObjectNode record, String zone, long id) {}

    static Refusal refusal(int status, String code, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("code", code)
                        .put("message", message)
                        .toString());
    }

    static Refusal wrong(String field, String why) {
        ObjectNode body = JSON.createObjectNode()
                .put("code", "INVALID_BODY")
                .put("message", "Request body doesn't fulfill schema");
        body.putArray("fields")
                .addObject()
                .put("code", "INVALID")
                .put("message", why)
                .put("path", field);
        return new Refusal(422, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong("records[0]." + member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "NOT_FOUND", "Domain not found for shopper");
    }

    @Override
    protected String kind(String method, String route) {
        if (method.equals("GET") && route.matches("/v1/domains/[^/]+/records/NS/(@|%40)")) {
            return "zone";
        }
        if (method.equals("GET") && route.matches("/v1/domains/[^/]+")) {
            return "domain";
        }
        // Without a name, a PUT replaces all names of the type.
        boolean set = route.matches("/v1/domains/[^/]+/records/[A-Z]+/[^/]+");
        return set && method.matches("GET|PUT|DELETE") ? method.toLowerCase(java.util.Locale.ROOT) : "other";
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("sso-key " + KEY + ":" + SECRET).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "UNABLE_TO_AUTHENTICATE", "Unauthorized : Could not authenticate API key/secret");
        }
        if (kind.equals("other") || !query.isEmpty()) {
            throw noSuchRoute();
        }
        String[] parts = route.split("/");
        if (kind.equals("domain")) { // an account with few domains
            throw refusal(403, "ACCESS_DENIED", "Authenticated user is not allowed access");
        }
        Map<String, ObjectNode> sets = zone(parts[3]);
        if (kind.equals("zone")) {
            ArrayNode servers = JSON.createArrayNode();
            servers.addObject()
                    .put("data", "ns01.domaincontrol.com")
                    .put("name", "@")
                    .put("ttl", DEFAULT_TTL)
                    .put("type", "NS");
            return json(200, servers.toString());
        }
        String type = parts[5];
        String name = URLDecoder.decode(parts[6], StandardCharsets.UTF_8);
        String key = name + "/" + type;
        switch (kind) {
            case "get" -> {
                ArrayNode values = JSON.createArrayNode();
                ObjectNode set = sets.getOrDefault(key, JSON.createObjectNode());
                set.path("data").forEach(value -> values.add(set.deepCopy().set("data", value)));
                return json(200, values.toString());
            }
            case "put" -> {
                store(parts[3], key, set(request, name, type), 600, 604_800);
                return aResponse().withStatus(200);
            }
            default -> {
                if (sets.remove(key) == null) {
                    throw refusal(404, "NOT_FOUND", "No such record");
                }
                return aResponse().withStatus(204);
            }
        }
    }

    private static ObjectNode set(Request request, String name, String type) {
        ObjectNode set = JSON.createObjectNode().put("name", name).put("type", type);
        set.put("ttl", DEFAULT_TTL);
        try {
            JsonNode body = JSON.readTree(request.getBodyAsString());
            if (!body.isArray() || !"application/json".equals(request.getHeader("Content-Type"))) {
                throw wrong("records", "is not a JSON array");
            }
            for (JsonNode value : body) {
                value.fieldNames().forEachRemaining(field -> {
                    if (!FIELDS.contains(field)) {
                        throw wrong(field, "is unknown");
                    }
                });
                if (!value.path("name").asText(name).equals(name)
                        || !value.path("type").asText(type).equals(type)) {
                    throw wrong("name", "is not that of the path");
                }
                set.withArray("data").add(value.path("data"));
                if (value.has("ttl")) {
                    set.set("ttl", value.get("ttl"));
                }
            }
        } catch (JsonProcessingException e) {
            throw wrong("body", "is no JSON");
        }
        return set;
    }
}

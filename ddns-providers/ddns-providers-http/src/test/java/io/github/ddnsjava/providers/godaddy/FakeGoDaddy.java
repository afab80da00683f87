package io.github.ddnsjava.providers.godaddy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.provider.testkit.fake.Call;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;

/**
 * GoDaddy's Domains API version 1 as far as it concerns single record sets, for an account with few domains, which may not
 * ask for a domain itself: names are relative, a PUT replaces all values of a set, a missing set is an empty list, and the
 * answer to a write is empty.
 */
final class FakeGoDaddy extends ZoneFake {
    static final String KEY = "dKy5GbN1Aa_XfT9uLq2Ws7Zc4Vb6Nm8";
    static final String SECRET = "Jh3Gf5Ds7Ap9Lk2Mn4Bv6C";
    static final int DEFAULT_TTL = 3600;

    FakeGoDaddy() {
        super("", Unit.SET, new Members("name", NameForm.RELATIVE_AT, "type", "data", "ttl"));
        demand(
                "Authorization",
                "sso-key " + KEY + ":" + SECRET,
                refusal(401, "UNABLE_TO_AUTHENTICATE", "Unauthorized : Could not authenticate API key/secret"));
        ttls(600, 604_800, DEFAULT_TTL);
        route("zone", "GET /v1/domains/{zone}/records/NS/@", call -> servers(zone(call)));
        route(
                "domain",
                "GET /v1/domains/{zone}",
                call -> { // an account with few domains
                    throw refusal(403, "ACCESS_DENIED", "Authenticated user is not allowed access");
                });
        // Without a name, a PUT replaces all names of the type.
        String set = " /v1/domains/{zone}/records/{type}/{name}";
        route("get", "GET" + set, this::get);
        route("put", "PUT" + set + " [{data,name,ttl,type}]", this::put);
        route("delete", "DELETE" + set, call -> {
            deleted(call);
            return aResponse().withStatus(204);
        });
    }

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
    protected Refusal unknown(String parameter) {
        return noSuchRoute();
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "NOT_FOUND", "Domain not found for shopper");
    }

    @Override
    protected Refusal noSuchRecord() {
        return refusal(404, "NOT_FOUND", "No such record");
    }

    private static ResponseDefinitionBuilder servers(String zone) {
        ArrayNode servers = JSON.createArrayNode();
        servers.addObject()
                .put("data", "ns01.domaincontrol.com")
                .put("name", "@")
                .put("ttl", DEFAULT_TTL)
                .put("type", "NS");
        return json(200, servers);
    }

    private ResponseDefinitionBuilder get(Call call) {
        ArrayNode values = JSON.createArrayNode();
        zone(zone(call)).values().stream()
                .filter(set -> set.get("name").textValue().equals(call.at("name")))
                .filter(set -> set.get("type").textValue().equals(call.at("type")))
                .forEach(set -> set.get("data")
                        .forEach(value -> values.add(set.deepCopy().set("data", value))));
        return json(200, values);
    }

    private ResponseDefinitionBuilder put(Call call) {
        ObjectNode set = JSON.createObjectNode();
        for (ObjectNode value : call.items()) {
            if (!value.path("name").asText(call.at("name")).equals(call.at("name"))
                    || !value.path("type").asText(call.at("type")).equals(call.at("type"))) {
                throw wrong("name", "is not that of the path");
            }
            set.withArray("data").add(value.path("data"));
            if (value.has("ttl")) {
                set.set("ttl", value.get("ttl"));
            }
        }
        replaced(call, set);
        return aResponse().withStatus(200);
    }
}

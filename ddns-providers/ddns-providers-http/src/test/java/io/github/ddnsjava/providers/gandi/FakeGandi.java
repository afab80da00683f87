package io.github.ddnsjava.providers.gandi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gandi's LiveDNS version 5 as far as it concerns domains and single record sets, as strict as the vendor or stricter:
 * names are relative, a PUT replaces the whole set, and without a TTL it gets the default.
 */
final class FakeGandi extends ZoneFake {
    static final String TOKEN = "23e501f75beff47136981c60bc153c394e59960b";
    static final int DEFAULT_TTL = 10_800;

    private static final Pattern DOMAIN = Pattern.compile("/domains/[^/]+");
    private static final Pattern SET = Pattern.compile("/domains/[^/]+/records/[^/]+/[A-Z]+");

    /** The domains that the token may not see. */
    final Set<String> forbidden = new HashSet<>();

    FakeGandi() {
        super(
                "/v5/livedns",
                Unit.SET,
                new Members("rrset_name", NameForm.RELATIVE_AT, "rrset_type", "rrset_values", "rrset_ttl"));
    }

    static FakeGandi running() {
        FakeGandi fake = new FakeGandi();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        forbidden.clear();
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        set.put(
                "rrset_href",
                "https://api.gandi.net/v5/livedns/domains/" + zone + "/records/"
                        + set.get("rrset_name").textValue() + "/"
                        + set.get("rrset_type").textValue());
    }

    static Refusal refusal(int status, String object, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("code", status)
                        .put("message", message)
                        .put("object", object)
                        .put("cause", "as the status says")
                        .toString());
    }

    static Refusal wrong(String field, String description) {
        ObjectNode body = JSON.createObjectNode().put("status", "error");
        body.putArray("errors")
                .addObject()
                .put("location", "body")
                .put("name", field)
                .put("description", description);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return wrong(member, why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "HTTPNotFound", "The resource could not be found.");
    }

    @Override
    protected String kind(String method, String route) {
        boolean set = SET.matcher(route).matches();
        return switch (method) {
            case "GET" -> DOMAIN.matcher(route).matches() ? "zone" : set ? "get" : "other";
            case "PUT" -> set ? "put" : "other";
            case "DELETE" -> set ? "delete" : "other";
            // A DELETE without a type takes all types; a PUT without one takes those that it does not name.
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "HTTPUnauthorized", "The server could not verify that you authorized to access it.");
        }
        if (kind.equals("other") || !query.isEmpty()) {
            throw noSuchRoute();
        }
        String[] parts = route.split("/");
        String zone = parts[2];
        if (forbidden.contains(zone)) {
            throw refusal(403, "HTTPForbidden", "Access was denied to this resource.");
        }
        Map<String, ObjectNode> sets = zone(zone);
        if (kind.equals("zone")) {
            return json(
                    200,
                    JSON.createObjectNode()
                            .put("fqdn", zone)
                            .put("automatic_snapshots", true)
                            .toString());
        }
        String name = URLDecoder.decode(parts[4], StandardCharsets.UTF_8);
        return switch (kind) {
            case "get" -> json(200, existing(sets, name, parts[5]).toString());
            case "put" -> replace(zone, name, parts[5], request);
            default -> delete(sets, name, parts[5]);
        };
    }

    private static ObjectNode existing(Map<String, ObjectNode> sets, String name, String type) {
        ObjectNode set = sets.get(name + "/" + type);
        if (set == null) {
            throw refusal(404, "dns-record", "Can't find the DNS record " + name + "/" + type + " in the zone");
        }
        return set;
    }

    private static ResponseDefinitionBuilder delete(Map<String, ObjectNode> sets, String name, String type) {
        existing(sets, name, type);
        sets.remove(name + "/" + type);
        return aResponse().withStatus(204);
    }

    private ResponseDefinitionBuilder replace(String zone, String name, String type, Request request) {
        ObjectNode set = body(request, Set.of("rrset_values", "rrset_ttl"));
        if (!set.has("rrset_ttl")) {
            set.put("rrset_ttl", DEFAULT_TTL);
        }
        set.put("rrset_name", name).put("rrset_type", type);
        complete(set, zone, 0);
        store(zone, name + "/" + type, set, 300, 2_592_000);
        return json(201, "{\"message\":\"DNS Record Created\"}");
    }
}

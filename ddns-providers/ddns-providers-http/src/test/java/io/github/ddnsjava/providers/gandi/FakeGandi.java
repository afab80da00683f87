package io.github.ddnsjava.providers.gandi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.providers.StrictFake;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Gandi's LiveDNS version 5 as far as it concerns domains and single record sets, as strict as the vendor or stricter:
 * names are relative, a PUT replaces the whole set, and without a TTL it gets the default.
 */
final class FakeGandi extends StrictFake {
    static final String TOKEN = "23e501f75beff47136981c60bc153c394e59960b";
    static final int DEFAULT_TTL = 10_800;

    private static final Pattern DOMAIN = Pattern.compile("/domains/[^/]+");
    private static final Pattern SET = Pattern.compile("/domains/[^/]+/records/[^/]+/[A-Z]+");
    private static final Set<String> FIELDS = Set.of("rrset_values", "rrset_ttl");

    /** The domains that the token may not see. */
    final Set<String> forbidden = new HashSet<>();

    private final Map<String, Map<String, ObjectNode>> zones = new LinkedHashMap<>();

    FakeGandi() {
        super("/v5/livedns");
    }

    static FakeGandi running() {
        FakeGandi fake = new FakeGandi();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        zones.clear();
        forbidden.clear();
    }

    synchronized void addZone(String name) {
        zones.put(name, new LinkedHashMap<>());
    }

    synchronized void removeZone(String name) {
        zones.remove(name);
    }

    /** Puts a value into a set as if by hand. Its name is relative. */
    synchronized void put(String zone, String type, String name, String value, int ttl) {
        ObjectNode set = zones.get(zone).computeIfAbsent(name + "/" + type, key -> JSON.createObjectNode());
        set.put("rrset_name", name).put("rrset_type", type).put("rrset_ttl", ttl);
        set.put("rrset_href", "https://api.gandi.net/v5/livedns/domains/" + zone + "/records/" + name + "/" + type);
        set.withArray("rrset_values").add(value);
    }

    /** Returns the record sets of a zone. */
    synchronized List<ObjectNode> sets(String zone) {
        return zones.get(zone).values().stream().map(ObjectNode::deepCopy).toList();
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

    static Refusal invalid(String field, String description) {
        ObjectNode body = JSON.createObjectNode().put("status", "error");
        body.putArray("errors")
                .addObject()
                .put("location", "body")
                .put("name", field)
                .put("description", description);
        return new Refusal(400, body.toString());
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
        if (!zones.containsKey(zone)) {
            throw noSuchRoute();
        }
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
            case "get" -> json(200, existing(zone, name, parts[5]).toString());
            case "put" -> replace(zone, name, parts[5], request);
            default -> delete(zone, name, parts[5]);
        };
    }

    private ObjectNode existing(String zone, String name, String type) {
        ObjectNode set = zones.get(zone).get(name + "/" + type);
        if (set == null) {
            throw refusal(404, "dns-record", "Can't find the DNS record " + name + "/" + type + " in the zone");
        }
        return set;
    }

    private ResponseDefinitionBuilder delete(String zone, String name, String type) {
        existing(zone, name, type);
        zones.get(zone).remove(name + "/" + type);
        return aResponse().withStatus(204);
    }

    private ResponseDefinitionBuilder replace(String zone, String name, String type, Request request) {
        ObjectNode body = object(request).orElseThrow(() -> invalid("body", "a JSON object is expected"));
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw invalid(field, "unknown field");
            }
        });
        if (!name.matches("@|\\*|(\\*\\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
                || name.equals(zone)
                || name.endsWith("." + zone)) {
            throw invalid("rrset_name", "must be relative to the domain");
        }
        JsonNode ttl = body.path("rrset_ttl");
        if (!ttl.isMissingNode() && !ttl.isIntegralNumber()) {
            throw invalid("rrset_ttl", "must be an integer");
        }
        if (ttl.isIntegralNumber() && (ttl.asInt() < 300 || ttl.asInt() > 2_592_000)) {
            throw invalid("rrset_ttl", "must be from 300 to 2592000");
        }
        Set<String> values = values(body, type);
        boolean conflict = zones.get(zone).keySet().stream()
                .filter(key -> key.startsWith(name + "/") && !key.equals(name + "/" + type))
                .anyMatch(key -> key.endsWith("/CNAME") || type.equals("CNAME"));
        if (conflict) {
            throw invalid("rrset_type", "a CNAME record cannot stand beside others");
        }
        zones.get(zone).remove(name + "/" + type);
        values.forEach(value -> put(zone, type, name, value, ttl.asInt(DEFAULT_TTL)));
        return json(201, "{\"message\":\"DNS Record Created\"}");
    }

    private static Set<String> values(ObjectNode body, String type) {
        Set<String> values = new TreeSet<>();
        JsonNode given = body.path("rrset_values");
        if (!given.isArray() || given.isEmpty()) {
            throw invalid("rrset_values", "a list of values is expected");
        }
        String family = type.equals("A") ? "IPV4" : type.equals("AAAA") ? "IPV6" : "";
        given.forEach(value -> {
            boolean right = value.isTextual()
                    && (family.isEmpty()
                            || IpAddress.tryParse(value.textValue())
                                    .filter(address -> address.family().name().equals(family)
                                            && address.toString().equals(value.textValue()))
                                    .isPresent());
            if (!right || !values.add(value.textValue())) {
                throw invalid("rrset_values", "not a value of the type " + type + ", or twice");
            }
        });
        return values;
    }
}

package io.github.ddnsjava.providers.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.publish.support.NameForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azure DNS, version 2018-05-01, as far as it concerns zones and single record sets, and the login of a service principal, as
 * strict as the vendor or stricter: each call names the version; a PUT replaces the whole set, a PATCH what it names, both
 * only if the conditions hold; each write makes a new etag. Within, a set is flat; the vendor's own form is made and read
 * here.
 */
final class FakeAzure extends ZoneFake {
    static final String TENANT = "7c2d1f60-93ab-4e0d-8f55-1b6a0e9d3c47";
    static final String CLIENT = "0f3a9c1e-52d4-4b7e-9a61-c8d2f7e41b05";
    static final String SECRET = "Qx8Q~7vLk2mN.pR4sT-uW6yZaB1cD3eF5gH7iJ9";
    static final String SUBSCRIPTION = "d94e7b22-6c1f-4f3a-b0e8-5a7c9d1e2f30";
    static final String GROUP = "home-dns";
    static final String VERSION = "2018-05-01";

    private static final String SUBSCRIPTIONS = "/subscriptions/([^/]+)";
    private static final String DNS_ZONES = "/providers/Microsoft\\.Network/dnsZones";
    private static final Pattern LOGIN = Pattern.compile("/([^/]+)/oauth2/token");
    private static final Pattern ZONES = Pattern.compile(SUBSCRIPTIONS + "(?:/resourceGroups/([^/]+))?" + DNS_ZONES);
    private static final Pattern SET =
            Pattern.compile(SUBSCRIPTIONS + "/resourceGroups/([^/]+)" + DNS_ZONES + "/([^/]+)/([A-Z]+)/([^/]+)");
    private static final int MAX_VALUES = 20;

    /** The groups of zones that are in another one than {@link #GROUP}. */
    final Map<String, String> groups = new HashMap<>();
    /** The zones, and the record sets by {@code ZONE/NAME}, that the role does not cover. */
    final Set<String> forbidden = new HashSet<>();
    /** The zones that are private. */
    final Set<String> hidden = new HashSet<>();

    private final Set<String> tokens = new HashSet<>();
    private int numbers;

    FakeAzure() {
        super("", Unit.SET, new Members("name", NameForm.RELATIVE_AT, "type", "values", "ttl"));
        ttls(1, Integer.MAX_VALUE, 0);
    }

    static FakeAzure running() {
        FakeAzure fake = new FakeAzure();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        groups.clear();
        forbidden.clear();
        hidden.clear();
        tokens.clear();
    }

    synchronized void endSessions() {
        tokens.clear();
    }

    synchronized Set<String> sessions() {
        return Set.copyOf(tokens);
    }

    @Override
    protected void complete(ObjectNode set, String zone, long id) {
        set.put("etag", newEtag());
    }

    private String newEtag() {
        return "bc4230ef-7b67-40b6-804c-%012x".formatted(++numbers);
    }

    /** One of the two forms in which the vendor tells errors. */
    static Refusal refusal(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return new Refusal(status, body.toString());
    }

    /** The other form. */
    static Refusal plainRefusal(int status, String code, String message) {
        return new Refusal(
                status,
                JSON.createObjectNode()
                        .put("code", code)
                        .put("message", message)
                        .toString());
    }

    static Refusal refusedLogin(int status, String error, int code, String message) {
        ObjectNode body = JSON.createObjectNode()
                .put("error", error)
                .put("error_description", "AADSTS" + code + ": " + message + "\r\nTrace ID: 0\r\nTimestamp: 0");
        body.putArray("error_codes").add(code);
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal invalid(String member, String why) {
        return plainRefusal(400, "BadRequest", "The field '" + member + "' is not right: " + why);
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "ResourceNotFound", "The resource was not found.");
    }

    @Override
    protected String kind(String method, String route) {
        if (SET.matcher(route).matches()) {
            return switch (method) {
                case "GET", "PUT", "PATCH", "DELETE" -> method.toLowerCase(Locale.ROOT);
                default -> "other";
            };
        }
        return switch (method) {
            case "GET" -> ZONES.matcher(route).matches() ? "zones" : "other";
            case "POST" -> LOGIN.matcher(route).matches() ? "login" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (kind.equals("login")) {
            return login(route, query, request);
        }
        String authorization = String.valueOf(request.getHeader("Authorization"));
        if (!authorization.startsWith("Bearer ") || !tokens.contains(authorization.substring("Bearer ".length()))) {
            throw refusal(401, "InvalidAuthenticationToken", "The access token is invalid.");
        }
        if (kind.equals("other")) {
            throw noSuchRoute();
        }
        if (!VERSION.equals(query.get("api-version"))) {
            throw refusal(400, "InvalidApiVersionParameter", "The api-version '" + query + "' is invalid.");
        }
        return kind.equals("zones") ? zones(route, query) : set(kind, route, query, request);
    }

    private ResponseDefinitionBuilder login(String route, Map<String, String> query, Request request) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : request.getBodyAsString().split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
        }
        boolean isForm = "application/x-www-form-urlencoded".equals(request.getHeader("Content-Type"));
        if (!query.isEmpty()
                || !isForm
                || !form.keySet().equals(Set.of("grant_type", "client_id", "client_secret", "resource"))
                || !form.get("grant_type").equals("client_credentials")) {
            throw refusedLogin(400, "invalid_request", 900144, "The request body must contain these parameters");
        }
        if (!route.equals("/" + TENANT + "/oauth2/token")) {
            throw refusedLogin(400, "invalid_request", 90002, "Tenant '" + route + "' not found.");
        }
        if (!form.get("client_id").equals(CLIENT)) {
            throw refusedLogin(400, "unauthorized_client", 700016, "Application was not found in the directory.");
        }
        if (!form.get("client_secret").equals(SECRET)) {
            throw refusedLogin(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
        if (!form.get("resource").equals("https://management.azure.com")) {
            throw refusedLogin(400, "invalid_resource", 500011, "The resource principal was not found in the tenant.");
        }
        String token = "eyJ0eXAiOiJKV1Qi.granted-by-the-fake." + ++numbers;
        tokens.add(token);
        return json(
                200,
                JSON.createObjectNode()
                        .put("token_type", "Bearer")
                        .put("expires_in", "3599")
                        .put("ext_expires_in", "3599")
                        .put("resource", form.get("resource"))
                        .put("access_token", token)
                        .toString());
    }

    private ResponseDefinitionBuilder zones(String route, Map<String, String> query) {
        Matcher path = matched(ZONES, route);
        checkSubscription(path.group(1));
        if (!Set.of("api-version", "$top", "$skipToken").containsAll(query.keySet())) {
            throw invalid("query", query.keySet() + " has parameters that are unknown");
        }
        String group = path.group(2);
        if (group != null && !group.equalsIgnoreCase(GROUP) && !groups.containsValue(group)) {
            throw refusal(404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
        }
        List<String> names = new ArrayList<>(zones());
        names.removeIf(name -> group != null && !group(name).equalsIgnoreCase(group));
        int size = number(query, "$top", 100, 100);
        int first = Integer.parseInt(query.getOrDefault("$skipToken", "0"));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode value = answer.putArray("value");
        names.stream().skip(first).limit(size).forEach(name -> value.add(zoneObject(name)));
        if (first + size < names.size()) {
            answer.put(
                    "nextLink",
                    endpoint() + route + "?api-version=" + VERSION + "&%24top=" + size + "&%24skipToken="
                            + (first + size));
        }
        return json(200, answer.toString().replace("/", "\\/"));
    }

    private ObjectNode zoneObject(String name) {
        ObjectNode zone = JSON.createObjectNode()
                .put("id", zonePath(name))
                .put("name", name)
                .put("type", "Microsoft.Network/dnszones")
                .put("etag", "29c4b592-0000-0000-0000-000000000000")
                .put("location", "global");
        zone.putObject("properties")
                .put("maxNumberOfRecordSets", 10_000)
                .putNull("maxNumberOfRecordsPerRecordSet")
                .put("zoneType", hidden.contains(name) ? "Private" : "Public");
        return zone;
    }

    private String group(String zone) {
        return groups.getOrDefault(zone, GROUP);
    }

    private String zonePath(String zone) {
        return "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/" + group(zone)
                + "/providers/Microsoft.Network/dnszones/" + zone;
    }

    private static Matcher matched(Pattern pattern, String route) {
        Matcher matcher = pattern.matcher(route);
        if (!matcher.matches()) {
            throw new AssertionError(route);
        }
        return matcher;
    }

    private static void checkSubscription(String given) {
        if (!given.equals(SUBSCRIPTION)) {
            throw refusal(404, "SubscriptionNotFound", "The subscription '" + given + "' could not be found.");
        }
    }

    private ResponseDefinitionBuilder set(String kind, String route, Map<String, String> query, Request request) {
        Matcher path = matched(SET, route);
        checkSubscription(path.group(1));
        String zone = path.group(3);
        String type = path.group(4);
        String name = URLDecoder.decode(path.group(5), StandardCharsets.UTF_8);
        if (query.size() != 1) {
            throw invalid("query", "only api-version is known");
        }
        if (!zones().contains(zone) || !group(zone).equals(path.group(2))) {
            throw refusal(
                    404,
                    "ParentResourceNotFound",
                    "Can not perform requested operation on nested resource. Parent resource '" + zone
                            + "' not found.");
        }
        if (forbidden.contains(zone) || !kind.equals("get") && forbidden.contains(zone + "/" + name)) {
            throw refusal(403, "AuthorizationFailed", "The client does not have authorization to perform the action.");
        }
        String key = name + "/" + type;
        ObjectNode before = zone(zone).get(key);
        checkConditions(before, request);
        if (before == null && (kind.equals("get") || kind.equals("patch"))) {
            throw plainRefusal(
                    404, "NotFound", "The resource record '" + name + "' does not exist in the zone '" + zone + "'.");
        }
        switch (kind) {
            case "get":
                return json(200, shown(zone, before).toString());
            case "delete":
                return aResponse().withStatus(zone(zone).remove(key) == null ? 204 : 200);
            default:
                ObjectNode set = kind.equals("put") || before == null ? JSON.createObjectNode() : before.deepCopy();
                fill(set.put("name", name).put("type", type), request);
                set.put("etag", newEtag());
                store(zone, key, set);
                return json(before == null ? 201 : 200, shown(zone, set).toString());
        }
    }

    private static void checkConditions(ObjectNode before, Request request) {
        String match = request.getHeader("If-Match");
        String noneMatch = request.getHeader("If-None-Match");
        boolean holds = (match == null
                        || before != null && match.equals(before.get("etag").textValue()))
                && (noneMatch == null || noneMatch.equals("*") && before == null);
        if (!holds) {
            throw plainRefusal(412, "PreconditionFailed", "The condition in the request does not hold.");
        }
    }

    private static String list(String type) {
        return type + "Records";
    }

    private static String address(String type) {
        return type.equals("A") ? "ipv4Address" : "ipv6Address";
    }

    /** Reads what is sent into the flat set. */
    private void fill(ObjectNode set, Request request) {
        String type = set.get("type").textValue();
        if (!type.equals("A") && !type.equals("AAAA")) {
            throw invalid("type", "is none of those that are known here");
        }
        JsonNode properties = body(request, Set.of("properties")).path("properties");
        properties.fieldNames().forEachRemaining(member -> {
            if (!Set.of("TTL", "metadata", list(type)).contains(member)) {
                throw invalid(member, "is unknown");
            }
        });
        if (properties.has("TTL")) {
            set.set("ttl", properties.get("TTL"));
        }
        if (properties.has("metadata")) {
            set.set("metadata", properties.get("metadata"));
        }
        if (properties.path(list(type)).size() > MAX_VALUES) {
            throw invalid(list(type), "has more than " + MAX_VALUES + " values");
        }
        if (properties.has(list(type))) {
            ArrayNode values = set.putArray("values");
            for (JsonNode record : properties.get(list(type))) {
                if (record.size() != 1) {
                    throw invalid(list(type), "has objects with something else than " + address(type));
                }
                values.add(record.path(address(type)));
            }
        }
    }

    /** Returns a set in the vendor's form. */
    private ObjectNode shown(String zone, ObjectNode set) {
        String type = set.get("type").textValue();
        String name = set.get("name").textValue();
        ObjectNode shown = JSON.createObjectNode()
                .put("id", zonePath(zone) + "/" + type + "/" + name)
                .put("name", name)
                .put("type", "Microsoft.Network/dnszones/" + type)
                .put("etag", set.get("etag").textValue());
        ObjectNode properties = shown.putObject("properties")
                .put("fqdn", (name.equals("@") ? zone : name + "." + zone) + ".")
                .put("provisioningState", "Succeeded");
        properties.set("TTL", set.get("ttl"));
        ArrayNode records = properties.putArray(list(type));
        set.get("values").forEach(value -> records.addObject().set(address(type), value));
        properties.set("targetResource", set.has("target") ? set.get("target") : JSON.createObjectNode());
        if (set.has("metadata")) {
            properties.set("metadata", set.get("metadata"));
        }
        return shown;
    }
}

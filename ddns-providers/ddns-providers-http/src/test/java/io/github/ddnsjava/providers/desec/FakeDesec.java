package io.github.ddnsjava.providers.desec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.fake.StrictFake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * deSEC's domains and bulk writes of record sets, as strict as the vendor or stricter: pages of 500, a minimum TTL for
 * each domain, errors by the items of the request, and either all items or none.
 */
final class FakeDesec extends StrictFake {
    static final String TOKEN = "i-T3b1h_OI-H9ab8tRS98stGtURe";
    static final int MINIMUM_TTL = 3600;
    static final int PAGE = 500;

    private static final int MAX_TTL = 86_400;
    private static final Pattern SETS = Pattern.compile("/domains/([^/]+)/rrsets/");
    private static final Pattern SUBNAME =
            Pattern.compile("|\\*|(\\*\\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?");
    private static final Set<String> FIELDS = Set.of("subname", "type", "ttl", "records");

    /** The subnames that are not allowed for a reason of their own. */
    final Set<String> refused = new HashSet<>();
    /** The subnames that a policy of the token does not allow to write. */
    final Set<String> denied = new HashSet<>();
    /** The domains that were written to too often, and how long they must be left alone. */
    final Map<String, Duration> throttled = new LinkedHashMap<>();

    private final Map<String, Map<String, ObjectNode>> zones = new LinkedHashMap<>();
    private final Map<String, Integer> minimums = new LinkedHashMap<>();

    FakeDesec() {
        super("/api/v1");
    }

    static FakeDesec running() {
        FakeDesec fake = new FakeDesec();
        fake.begin();
        return fake;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        zones.clear();
        minimums.clear();
        refused.clear();
        denied.clear();
        throttled.clear();
    }

    synchronized void addZone(String name) {
        addZone(name, MINIMUM_TTL);
    }

    synchronized void addZone(String name, int minimumTtl) {
        zones.put(name, new LinkedHashMap<>());
        minimums.put(name, minimumTtl);
    }

    synchronized void removeZone(String name) {
        zones.remove(name);
    }

    /** Puts a value into a set as if by hand. */
    synchronized void put(String zone, String type, String subname, String value, int ttl) {
        set(zone, type, subname, ttl).withArray("records").add(value);
    }

    private ObjectNode set(String zone, String type, String subname, int ttl) {
        return zones.get(zone)
                .computeIfAbsent(subname + "/" + type, key -> JSON.createObjectNode())
                .put("created", "2025-10-15T23:22:14.754330Z")
                .put("domain", zone)
                .put("subname", subname)
                .put("name", (subname.isEmpty() ? "" : subname + ".") + zone + ".")
                .put("type", type)
                .put("ttl", ttl);
    }

    /** Returns the record sets of a zone. */
    synchronized List<ObjectNode> sets(String zone) {
        return zones.get(zone).values().stream().map(ObjectNode::deepCopy).toList();
    }

    static Refusal refusal(int status, String detail) {
        return new Refusal(status, JSON.createObjectNode().put("detail", detail).toString());
    }

    /** A refusal of one field, as those of a request with one record set are. */
    static Refusal invalid(String field, String why) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray(field).add(why);
        return new Refusal(400, body.toString());
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "Not found.");
    }

    @Override
    protected String kind(String method, String route) {
        boolean sets = SETS.matcher(route).matches();
        return switch (method) {
            case "GET" -> route.equals("/domains/") ? "zones" : sets ? "list" : "other";
            case "PATCH" -> sets ? "patch" : "other";
            default -> "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!("Token " + TOKEN).equals(request.getHeader("Authorization"))) {
            throw refusal(401, "Invalid token.");
        }
        if (kind.equals("zones")) {
            return page(
                    route,
                    query,
                    Set.of("cursor"),
                    zones.keySet().stream().map(this::domain).toList());
        }
        Matcher path = SETS.matcher(route);
        if (kind.equals("other") || !path.matches()) {
            throw noSuchRoute();
        }
        String zone = path.group(1);
        if (!zones.containsKey(zone)) {
            throw refusal(404, "No Domain matches the given query.");
        }
        if (kind.equals("patch")) {
            return patch(zone, query, request);
        }
        return page(
                route,
                query,
                Set.of("cursor", "subname", "type"),
                zones.get(zone).values().stream()
                        .filter(set -> matches(set, query, "subname") && matches(set, query, "type"))
                        .toList());
    }

    private ObjectNode domain(String name) {
        return JSON.createObjectNode().put("name", name).put("minimum_ttl", minimums.get(name));
    }

    private static boolean matches(ObjectNode set, Map<String, String> query, String field) {
        return !query.containsKey(field)
                || query.get(field).equals(set.get(field).textValue());
    }

    private ResponseDefinitionBuilder page(
            String route, Map<String, String> query, Set<String> known, List<ObjectNode> items) {
        String cursor = query.get("cursor");
        if (!known.containsAll(query.keySet()) || cursor != null && !cursor.matches("[0-9]*")) {
            throw refusal(404, "Invalid cursor, or unknown parameter");
        }
        if (cursor == null && items.size() > PAGE) {
            throw refusal(400, "Pagination required. You can query up to 500 items at a time.");
        }
        int begin = cursor == null || cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        int end = Math.min(begin + PAGE, items.size());
        ArrayNode page = JSON.createArrayNode().addAll(items.subList(begin, end));
        String url = "<" + endpoint() + route + "?"
                + (query.containsKey("subname") ? "subname=" + query.get("subname") + "&" : "") + "cursor=";
        String links = url + ">; rel=\"first\"" + (end < items.size() ? ", " + url + end + ">; rel=\"next\"" : "");
        ResponseDefinitionBuilder answer = json(200, page.toString());
        return items.size() > PAGE ? answer.withHeader("Link", links) : answer;
    }

    private ResponseDefinitionBuilder patch(String zone, Map<String, String> query, Request request) {
        if (throttled.containsKey(zone)) {
            long seconds = throttled.get(zone).toSeconds();
            return refusal(429, "Request was throttled. Expected available in " + seconds + " seconds.")
                    .answer()
                    .withHeader("Retry-After", "" + seconds);
        }
        List<ObjectNode> items = items(request);
        if (!query.isEmpty()) {
            throw noSuchRoute();
        }
        ArrayNode errors = JSON.createArrayNode();
        Set<String> seen = new HashSet<>();
        for (ObjectNode item : items) {
            ObjectNode error = errors.addObject();
            check(zone, item).ifPresent(why -> error.putArray(why.get(0)).add(why.get(1)));
            if (!seen.add(key(item))) {
                error.putArray("non_field_errors")
                        .add("Same subname and type as in position(s) 0, but must be unique.");
            }
        }
        if (errors.findValue("non_field_errors") != null || errors.toString().contains(":")) {
            throw new Refusal(400, errors.toString());
        }
        if (items.stream().anyMatch(item -> denied.contains(item.path("subname").asText()))) {
            throw refusal(403, "You do not have permission to perform this action.");
        }
        ArrayNode answer = JSON.createArrayNode();
        items.forEach(item -> apply(zone, item).ifPresent(answer::add));
        return json(200, answer.toString());
    }

    private static List<ObjectNode> items(Request request) {
        List<ObjectNode> items = new ArrayList<>();
        try {
            JsonNode body = JSON.readTree(request.getBodyAsString());
            if (!"application/json".equals(request.getHeader("Content-Type")) || !body.isArray() || body.isEmpty()) {
                throw invalid("non_field_errors", "Expected a list of items.");
            }
            for (JsonNode item : body) {
                if (!item.isObject()) {
                    throw invalid("non_field_errors", "Invalid data. Expected a dictionary.");
                }
                items.add((ObjectNode) item);
            }
        } catch (JsonProcessingException e) {
            throw refusal(400, "JSON parse error");
        }
        return items;
    }

    private static String key(ObjectNode item) {
        return item.path("subname").asText() + "/" + item.path("type").asText();
    }

    /** Returns a field and what is wrong with it. */
    private Optional<List<String>> check(String zone, ObjectNode item) {
        List<String> unknown = new ArrayList<>();
        item.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            return wrong(unknown.get(0), "Unknown field.");
        }
        String subname = item.path("subname").asText();
        String type = item.path("type").asText();
        if (!item.path("type").isTextual() || !type.matches("A|AAAA|CNAME|TXT")) {
            return wrong("type", "This field is required, and must be a type in upper case.");
        }
        if (!SUBNAME.matcher(subname).matches() || (subname + ".").endsWith("." + zone + ".")) {
            return wrong("subname", "Subname can only use (lowercase) a-z, 0-9, ., -, and _, may start with a '*.'.");
        }
        if (refused.contains(subname)) {
            return wrong("subname", "This subname is not allowed.");
        }
        JsonNode ttl = item.path("ttl");
        if (!ttl.isMissingNode() && !ttl.isIntegralNumber()) {
            return wrong("ttl", "A valid integer is required.");
        }
        if (ttl.isIntegralNumber() && ttl.intValue() < minimums.get(zone)) {
            return wrong("ttl", "Ensure this value is greater than or equal to " + minimums.get(zone) + ".");
        }
        if (ttl.isIntegralNumber() && ttl.intValue() > MAX_TTL) {
            return wrong("ttl", "Ensure this value is less than or equal to " + MAX_TTL + ".");
        }
        JsonNode records = item.path("records");
        boolean deletes = records.isArray() && records.isEmpty();
        boolean isNew = !zones.get(zone).containsKey(key(item));
        if (isNew && !deletes && (ttl.isMissingNode() || records.isMissingNode())) {
            return wrong(ttl.isMissingNode() ? "ttl" : "records", "This field is required.");
        }
        if (isNew && !deletes && conflicts(zone, subname, type)) {
            return wrong("non_field_errors", "RRset with conflicting type present: " + subname);
        }
        return records.isMissingNode() ? Optional.empty() : checkRecords(records, type);
    }

    private boolean conflicts(String zone, String subname, String type) {
        return zones.get(zone).keySet().stream()
                .filter(key -> key.startsWith(subname + "/"))
                .anyMatch(key -> key.endsWith("/CNAME") || type.equals("CNAME"));
    }

    private static Optional<List<String>> checkRecords(JsonNode records, String type) {
        Set<String> seen = new HashSet<>();
        for (JsonNode record : records) {
            boolean address = !type.startsWith("A")
                    || IpAddress.tryParse(record.asText())
                            .filter(parsed ->
                                    RecordType.of(parsed.family()).name().equals(type))
                            .isPresent();
            if (!record.isTextual() || !address || !seen.add(record.textValue())) {
                return wrong("records", "Record content malformed, or twice.");
            }
        }
        return records.isArray() ? Optional.empty() : wrong("records", "Expected a list of items.");
    }

    private static Optional<List<String>> wrong(String field, String why) {
        return Optional.of(List.of(field, why));
    }

    private Optional<ObjectNode> apply(String zone, ObjectNode item) {
        Map<String, ObjectNode> sets = zones.get(zone);
        ObjectNode before = sets.get(key(item));
        JsonNode records = item.path("records");
        if (records.isArray() && records.isEmpty()) {
            sets.remove(key(item));
            return Optional.empty();
        }
        int ttl = item.path("ttl").asInt(before == null ? 0 : before.get("ttl").intValue());
        ObjectNode set =
                set(zone, item.get("type").textValue(), item.path("subname").asText(), ttl);
        if (records.isArray()) {
            ArrayNode canonical = set.putArray("records");
            records.forEach(record -> canonical.add(IpAddress.tryParse(record.textValue())
                    .map(IpAddress::toString)
                    .orElse(record.textValue())));
        }
        return Optional.of(set.deepCopy());
    }
}

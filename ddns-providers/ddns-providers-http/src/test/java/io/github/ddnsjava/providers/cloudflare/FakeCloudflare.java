package io.github.ddnsjava.providers.cloudflare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cloudflare's API version 4 as far as it concerns zones and records, as strict as the vendor or stricter: what the
 * vendor's reference does not promise to accept is refused. Thread-safe through WireMock; the rest is for one test at a
 * time.
 */
final class FakeCloudflare implements ResponseDefinitionTransformerV2, AutoCloseable {
    static final String TOKEN = "Vq3kT9_xLw2Zr8mB5nJ7cD1sF4gH6yPaEuRoX0iQ";
    static final String EMAIL = "owner@example.com";
    static final String GLOBAL_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern ZONE = Pattern.compile("/zones/([0-9a-f]{32})");
    private static final Pattern RECORDS = Pattern.compile("/zones/([0-9a-f]{32})/dns_records");
    private static final Pattern RECORD = Pattern.compile("/zones/([0-9a-f]{32})/dns_records/([0-9a-f]{32})");
    private static final Pattern BATCH = Pattern.compile("/zones/([0-9a-f]{32})/dns_records/batch");

    private final AtomicInteger connections = new AtomicInteger();
    private final WireMockServer server = new WireMockServer(wireMockConfig()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .extensions(this)
            .networkTrafficListener(new ConnectionCounter(connections)));

    private final Map<String, FakeZone> zones = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Map<String, Queue<ResponseDefinition>> planned = new HashMap<>();
    private UnaryOperator<ObjectNode> distortion = UnaryOperator.identity();
    private int zonesMade;

    private record ConnectionCounter(AtomicInteger opened) implements WiremockNetworkTrafficListener {
        @Override
        public void opened(Socket socket) {
            opened.incrementAndGet();
        }

        @Override
        public void incoming(Socket socket, ByteBuffer bytes) {}

        @Override
        public void outgoing(Socket socket, ByteBuffer bytes) {}

        @Override
        public void closed(Socket socket) {}
    }

    static FakeCloudflare running() {
        FakeCloudflare fake = new FakeCloudflare();
        fake.server.start();
        fake.reset();
        return fake;
    }

    /** No zones, nothing counted, nothing planned. */
    synchronized void reset() {
        server.resetAll();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers(getName())));
        zones.clear();
        calls.clear();
        bodies.clear();
        refusals.clear();
        planned.clear();
        distortion = UnaryOperator.identity();
        connections.set(0);
    }

    WireMockServer server() {
        return server;
    }

    String endpoint() {
        return server.baseUrl() + "/client/v4";
    }

    synchronized FakeZone addZone(String name) {
        FakeZone zone = new FakeZone(String.format("%016x%016x", ++zonesMade + 0xabc0000L, 0), name);
        zones.put(zone.id, zone);
        return zone;
    }

    synchronized void removeZone(String name) {
        zones.values().removeIf(zone -> zone.name.equals(name));
    }

    synchronized FakeZone zone(String name) {
        return zones.values().stream()
                .filter(zone -> zone.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The next call of that kind gets this answer, and has no effect. */
    synchronized void plan(String kind, ResponseDefinitionBuilder answer) {
        planned.computeIfAbsent(kind, k -> new ArrayDeque<>()).add(answer.build());
    }

    /** The answers to writes show records so distorted. */
    synchronized void distort(UnaryOperator<ObjectNode> newDistortion) {
        distortion = newDistortion;
    }

    /** Returns the kinds of the calls: zones, zone, list, post, patch, delete, batch, and other. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Returns the calls from now on. */
    synchronized void forgetCalls() {
        calls.clear();
        bodies.clear();
    }

    /** Returns the bodies of the writes. */
    synchronized List<JsonNode> bodies() {
        return bodies.stream().map(FakeCloudflare::parse).toList();
    }

    /** Returns what was refused, and why. */
    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    int connections() {
        return connections.get();
    }

    @Override
    public String getName() {
        return "cloudflare";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        try {
            return answer(request);
        } catch (Refusal refusal) {
            refusals.add(request.getMethod() + " " + request.getUrl() + " " + refusal.getMessage());
            return json(refusal.status(), refusal.body());
        }
    }

    private static ResponseDefinition json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body)
                .build();
    }

    private ResponseDefinition answer(Request request) {
        URI uri = URI.create(request.getUrl());
        String path = uri.getRawPath();
        if (!path.startsWith("/client/v4/")) {
            throw Refusal.of(404, 7000, "No route for that URI");
        }
        String route = path.substring("/client/v4".length());
        String kind = kind(request.getMethod().getName(), route);
        calls.add(kind);
        if (request.getBody().length > 0) {
            bodies.add(request.getBodyAsString());
        }
        ResponseDefinition instead =
                planned.getOrDefault(kind, new ArrayDeque<>()).poll();
        if (instead != null) {
            return instead;
        }
        authenticate(request, kind);
        Map<String, String> query = query(uri);
        if (kind.equals("zones")) {
            return page(query, Set.of("name"), 5, 50, zonesNamed(query.get("name")));
        }
        FakeZone zone = zoneOf(route, kind);
        return switch (kind) {
            case "zone" -> result(nothing(query, zone.asJson()));
            case "list" ->
                page(query, Set.of("name", "type"), 1, 5000, zone.find(text(query, "name"), text(query, "type")));
            case "post" -> result(shown(zone.post(body(request, query))));
            case "patch" -> result(shown(zone.patch(recordId(route), body(request, query))));
            case "delete" -> result(nothing(query, zone.delete(recordId(route))));
            case "batch" -> result(shownAll(zone.batch(body(request, query))));
            default ->
                throw Refusal.of(
                        400, 7003, "Could not route to " + route + ", perhaps your object identifier is invalid?");
        };
    }

    private static String kind(String method, String route) {
        boolean records = RECORDS.matcher(route).matches();
        boolean record = RECORD.matcher(route).matches();
        return switch (method) {
            case "GET" ->
                route.equals("/zones")
                        ? "zones"
                        : records ? "list" : ZONE.matcher(route).matches() ? "zone" : "other";
            case "POST" -> records ? "post" : BATCH.matcher(route).matches() ? "batch" : "other";
            case "PATCH" -> record ? "patch" : "other";
            case "DELETE" -> record ? "delete" : "other";
            // PUT exists, but it resets whatever it does not name; nobody should use it here.
            default -> "other";
        };
    }

    private void authenticate(Request request, String kind) {
        String bearer = request.getHeader("Authorization");
        String key = request.getHeader("X-Auth-Key");
        String email = request.getHeader("X-Auth-Email");
        if (bearer != null && (key != null || email != null)) {
            throw Refusal.of(400, 6003, "Invalid request headers: two schemes at once");
        } else if (bearer == null && (key == null || email == null)) {
            throw Refusal.of(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
        } else if (bearer != null && !bearer.matches("Bearer [A-Za-z0-9_-]{40}")) {
            throw Refusal.chained(6003, "Invalid request headers", 6111, "Invalid format for Authorization header");
        } else if (key != null && !key.matches("[0-9a-f]{37}")) {
            throw Refusal.chained(6003, "Invalid request headers", 6103, "Invalid format for X-Auth-Key header");
        } else if (key != null && !(key.equals(GLOBAL_KEY) && email.equals(EMAIL))) {
            throw Refusal.of(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
        } else if (bearer != null && !bearer.equals("Bearer " + TOKEN)) {
            throw kind.equals("zones")
                    ? Refusal.of(403, 9109, "Invalid access token")
                    : Refusal.of(401, 10_000, "Authentication error");
        }
    }

    private FakeZone zoneOf(String route, String kind) {
        Matcher matcher = Pattern.compile(ZONE.pattern() + "(/.*)?").matcher(route);
        FakeZone zone = matcher.matches() ? zones.get(matcher.group(1)) : null;
        if (zone == null) {
            throw Refusal.of(404, 7003, "Could not route to " + route + ", perhaps your object identifier is invalid?");
        }
        boolean write = !Set.of("zone", "list").contains(kind);
        if (zone.hidden || write && zone.readOnly) {
            throw Refusal.of(403, 10_000, "Authentication error");
        }
        return zone;
    }

    private static String recordId(String route) {
        return route.substring(route.lastIndexOf('/') + 1);
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            String[] parts = pair.split("=", 2);
            if (!pair.isEmpty() && query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8)) != null) {
                throw Refusal.of(400, 9020, "query parameter " + parts[0] + " comes twice");
            }
        }
        return query;
    }

    private static String text(Map<String, String> query, String name) {
        return query.getOrDefault(name, "");
    }

    private static JsonNode nothing(Map<String, String> query, JsonNode result) {
        if (!query.isEmpty()) {
            throw Refusal.of(400, 9020, "unknown query parameters " + query.keySet());
        }
        return result;
    }

    private static JsonNode body(Request request, Map<String, String> query) {
        nothing(query, JSON.nullNode());
        String type = String.valueOf(request.getHeader("Content-Type"));
        if (!type.matches("application/json(; ?charset=utf-8)?")) {
            throw Refusal.chained(6003, "Invalid request headers", 6105, "Invalid Content-Type header");
        }
        return parse(request.getBodyAsString());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Refusal.of(400, 9207, "Request body is invalid.");
        }
    }

    private List<JsonNode> zonesNamed(String name) {
        return zones.values().stream()
                .filter(zone -> !zone.hidden && (name == null || name.equals(zone.name)))
                .map(zone -> (JsonNode) zone.asJson())
                .toList();
    }

    private static ResponseDefinition page(
            Map<String, String> query, Set<String> filters, int min, int max, List<JsonNode> all) {
        Map<String, String> unknown = new HashMap<>(query);
        unknown.keySet().removeAll(filters);
        int page = number(unknown.remove("page"), 1, 1, Integer.MAX_VALUE);
        int size = number(unknown.remove("per_page"), min == 1 ? 100 : 20, min, max);
        nothing(unknown, JSON.nullNode());
        List<JsonNode> items = all.stream().skip((page - 1L) * size).limit(size).toList();
        ObjectNode answer = envelope(JSON.valueToTree(items));
        answer.putObject("result_info")
                .put("page", page)
                .put("per_page", size)
                .put("count", items.size())
                .put("total_count", all.size())
                .put("total_pages", (all.size() + size - 1) / size);
        return json(200, answer.toString());
    }

    private static int number(String text, int usual, int min, int max) {
        if (text == null) {
            return usual;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw Refusal.of(400, 9020, text + " is not from " + min + " to " + max);
        }
        return Integer.parseInt(text);
    }

    private ObjectNode shown(ObjectNode record) {
        return distortion.apply(record.deepCopy());
    }

    private ObjectNode shownAll(ObjectNode batch) {
        for (String kind : List.of("patches", "posts")) {
            if (batch.has(kind)) {
                Collection<JsonNode> shown = new ArrayList<>();
                batch.get(kind).forEach(record -> shown.add(shown((ObjectNode) record)));
                batch.putArray(kind).addAll(shown);
            }
        }
        return batch;
    }

    private static ResponseDefinition result(JsonNode result) {
        return json(200, envelope(result).toString());
    }

    private static ObjectNode envelope(JsonNode result) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("result", result);
        envelope.put("success", true);
        envelope.putArray("errors");
        envelope.putArray("messages");
        return envelope;
    }

    @Override
    public void close() {
        server.stop();
    }
}

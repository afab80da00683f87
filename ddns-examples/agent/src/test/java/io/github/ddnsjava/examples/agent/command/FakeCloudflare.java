package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One account with the zone {@code example.com}, by the vendor's reference of zones and records: what it does not
 * promise to accept is refused.
 */
public final class FakeCloudflare implements AutoCloseable {
    public static final String TOKEN = "Vq3kT9_xLw2Zr8mB5nJ7cD1sF4gH6yPaEuRoX0iQ";
    private static final String ZONE = "0123456789abcdef0123456789abcdef";
    private static final String RECORDS = "/client/v4/zones/" + ZONE + "/dns_records";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> records = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private int made;

    public FakeCloudflare() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/client/v4";
    }

    /** Returns methods and paths since the last question, without queries and ids. */
    synchronized List<String> calls() {
        List<String> since = List.copyOf(calls);
        calls.clear();
        return since;
    }

    /** Returns what is published, as in {@code home.example.com A 192.0.2.1 300}. */
    public synchronized Set<String> published() {
        Set<String> texts = new TreeSet<>();
        records.values()
                .forEach(r ->
                        texts.add(r.get("name").asText() + " " + r.get("type").asText() + " "
                                + r.get("content").asText() + " " + r.get("ttl").asInt()));
        return texts;
    }

    synchronized void publish(String name, String type, String content, int ttl) {
        ObjectNode record = MAPPER.createObjectNode();
        record.put("name", name).put("type", type).put("content", content).put("ttl", ttl);
        add(record);
    }

    /** Somebody changes the content of a record by hand. */
    synchronized void edit(String name, String type, String content) {
        records.values().stream()
                .filter(r -> r.get("name").asText().equals(name)
                        && r.get("type").asText().equals(type))
                .forEach(r -> r.put("content", content));
    }

    private ObjectNode add(ObjectNode fields) {
        String id = String.format("%032x", ++made);
        ObjectNode record =
                MAPPER.createObjectNode().put("id", id).put("proxied", false).put("proxiable", true);
        record.putNull("comment").putArray("tags");
        record.setAll(fields);
        records.put(id, record);
        return record;
    }

    /** A refusal, with the vendor's status and code. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final int code;

        Refusal(int status, int code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode();
        int status = 200;
        try (exchange) {
            try {
                answer.put("success", true).putArray("errors");
                answer.putArray("messages");
                answer(exchange, answer);
            } catch (Refusal e) {
                status = e.status;
                answer.put("success", false).putNull("result");
                answer.putArray("errors").addObject().put("code", e.code).put("message", e.getMessage());
            }
            byte[] bytes = MAPPER.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        }
    }

    private void answer(HttpExchange exchange, ObjectNode answer) throws IOException, Refusal {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        calls.add(method + " "
                + path.replace("/client/v4", "").replace(ZONE, "{zone}").replaceFirst("[0-9a-f]{32}", "{record}"));
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new Refusal(403, 9109, "Invalid access token");
        }
        String call = method + " " + path;
        if (call.equals("GET /client/v4/zones")) {
            zones(query(exchange, Set.of("name", "per_page", "page")), answer);
        } else if (call.equals("GET " + RECORDS)) {
            list(query(exchange, Set.of("name", "type", "per_page", "page")), answer);
        } else if (call.equals("POST " + RECORDS)) {
            answer.set("result", post(json(exchange)));
        } else if (call.equals("POST " + RECORDS + "/batch")) {
            batch(json(exchange), answer.putObject("result"));
        } else if (call.startsWith("PATCH " + RECORDS + "/")) {
            answer.set("result", patch(path.substring(RECORDS.length() + 1), json(exchange)));
        } else {
            throw new Refusal(404, 7003, "Could not route to " + path);
        }
    }

    private static Map<String, String> query(HttpExchange exchange, Set<String> allowed) throws Refusal {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            if (!allowed.contains(parts[0])) {
                throw new Refusal(400, 1004, "unknown parameter " + parts[0]);
            }
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static ObjectNode json(HttpExchange exchange) throws IOException, Refusal {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        JsonNode body = MAPPER.readTree(exchange.getRequestBody());
        if (!type.startsWith("application/json") || !body.isObject()) {
            throw new Refusal(400, 6003, "not a JSON object");
        }
        return (ObjectNode) body;
    }

    private static void zones(Map<String, String> query, ObjectNode answer) {
        ArrayNode result = answer.putArray("result");
        if (query.getOrDefault("name", "example.com").equals("example.com")) {
            result.addObject().put("id", ZONE).put("name", "example.com").put("status", "active");
        }
        page(answer, result);
    }

    private void list(Map<String, String> query, ObjectNode answer) {
        ArrayNode result = answer.putArray("result");
        for (ObjectNode record : records.values()) {
            String name = record.get("name").asText();
            String type = record.get("type").asText();
            if (query.getOrDefault("name", name).equals(name)
                    && query.getOrDefault("type", type).equals(type)) {
                result.add(record);
            }
        }
        page(answer, result);
    }

    private static void page(ObjectNode answer, ArrayNode result) {
        answer.putObject("result_info")
                .put("page", 1)
                .put("per_page", 1000)
                .put("count", result.size())
                .put("total_count", result.size())
                .put("total_pages", 1);
    }

    private void batch(ObjectNode body, ObjectNode result) throws Refusal {
        if (body.path("deletes").size() > 0) {
            throw new Refusal(400, 1004, "no test here deletes");
        }
        ArrayNode patches = result.putArray("patches");
        for (JsonNode each : body.path("patches")) {
            ObjectNode fields = ((ObjectNode) each).deepCopy();
            patches.add(patch(fields.remove("id").asText(), fields));
        }
        ArrayNode posts = result.putArray("posts");
        for (JsonNode each : body.path("posts")) {
            posts.add(post((ObjectNode) each));
        }
    }

    private ObjectNode post(ObjectNode fields) throws Refusal {
        check(fields);
        for (ObjectNode other : records.values()) {
            if (List.of("name", "type", "content").stream()
                    .allMatch(f -> other.get(f).equals(fields.get(f)))) {
                throw new Refusal(400, 81058, "An identical record already exists.");
            }
        }
        return add(fields);
    }

    private ObjectNode patch(String id, ObjectNode fields) throws Refusal {
        ObjectNode record = records.get(id);
        if (record == null) {
            throw new Refusal(404, 81044, "Record does not exist.");
        }
        check(fields);
        return record.setAll(fields);
    }

    /** The fields that the reference calls required even for a change, and their forms. */
    private static void check(ObjectNode fields) throws Refusal {
        String name = fields.path("name").asText();
        String type = fields.path("type").asText();
        boolean ip = IpAddress.tryParse(fields.path("content").asText())
                .filter(address -> RecordType.of(address.family()).name().equals(type))
                .isPresent();
        int ttl = fields.path("ttl").isInt() ? fields.get("ttl").asInt() : 0;
        if (!name.equals("example.com") && !name.endsWith(".example.com")) {
            throw new Refusal(400, 1004, "the name is not in the zone");
        }
        if (!ip) {
            throw new Refusal(400, 9005, "Content for A record must be a valid IPv4 address.");
        }
        if (ttl != 1 && (ttl < 60 || ttl > 86_400)) {
            throw new Refusal(400, 9021, "Invalid TTL");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

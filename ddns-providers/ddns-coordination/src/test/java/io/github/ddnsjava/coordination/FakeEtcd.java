package io.github.ddnsjava.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON gateway of etcd 3.4, as it was seen to answer: numbers are texts, and what is false, zero or empty is left out. It
 * fails for what it does not know. Its clock stands. Thread-safe.
 */
final class FakeEtcd implements HttpTransport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Stored(String value, long created, long lease) {}

    private final Map<String, Stored> keys = new TreeMap<>();
    private final Map<Long, Long> leases = new TreeMap<>();
    private long revision = 1;
    private long nextLease = 7_587_000_000_000_000_000L;

    @Override
    public synchronized Answer exchange(Request request) {
        if (!request.method().equals("POST") || !request.uri().getPath().startsWith("/v3/")) {
            return new Answer(404, Map.of(), "404 page not found");
        }
        try {
            JsonNode asked = JSON.readTree(Wire.body(request));
            ObjectNode answer = JSON.createObjectNode();
            return switch (request.uri().getPath().substring("/v3/".length())) {
                case "lease/grant" -> {
                    long ttl = number(asked, "TTL");
                    leases.put(++nextLease, ttl);
                    yield ok(answer.put("ID", String.valueOf(nextLease)).put("TTL", String.valueOf(ttl)));
                }
                case "lease/keepalive" -> {
                    long id = number(asked, "ID");
                    ObjectNode result = answer.putObject("result").put("ID", String.valueOf(id));
                    result.putObject("header").put("revision", String.valueOf(revision));
                    if (leases.containsKey(id)) {
                        result.put("TTL", String.valueOf(leases.get(id)));
                    }
                    yield Wire.json(200, answer.toString());
                }
                case "lease/revoke" -> {
                    long id = number(asked, "ID");
                    yield end(id) ? ok(answer) : refused(404, 5, "etcdserver: requested lease not found");
                }
                case "kv/range" -> ok(range(asked, answer));
                case "kv/txn" -> txn(asked, answer);
                default -> throw new AssertionError(request.uri());
            };
        } catch (JsonProcessingException e) {
            return refused(400, 3, "invalid character");
        }
    }

    private Answer txn(JsonNode asked, ObjectNode answer) {
        JsonNode compare = asked.get("compare").get(0);
        if (!compare.get("target").asText().equals("CREATE") || number(compare, "create_revision") != 0) {
            throw new AssertionError(asked);
        }
        boolean free = !keys.containsKey(text(compare.get("key")));
        if (free) {
            answer.put("succeeded", true);
        }
        ArrayNode responses = answer.putArray("responses");
        for (JsonNode each : asked.get(free ? "success" : "failure")) {
            JsonNode put = each.get("requestPut");
            if (put != null) {
                long lease = number(put, "lease");
                if (!leases.containsKey(lease)) {
                    return refused(404, 5, "etcdserver: requested lease not found");
                }
                keys.put(text(put.get("key")), new Stored(put.get("value").asText(), ++revision, lease));
                responses.addObject().putObject("response_put").putObject("header");
            } else {
                range(each.get("requestRange"), responses.addObject().putObject("response_range"));
            }
        }
        return ok(answer);
    }

    private ObjectNode range(JsonNode asked, ObjectNode answer) {
        String from = text(asked.get("key"));
        String to = asked.has("range_end") ? text(asked.get("range_end")) : from + "\0";
        keys.forEach((key, stored) -> {
            if (key.compareTo(from) >= 0 && key.compareTo(to) < 0) {
                ArrayNode kvs = answer.withArray("kvs");
                kvs.addObject()
                        .put("key", Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
                        .put("value", stored.value())
                        .put("create_revision", String.valueOf(stored.created()))
                        .put("mod_revision", String.valueOf(stored.created()))
                        .put("version", "1")
                        .put("lease", String.valueOf(stored.lease()));
                answer.put("count", String.valueOf(kvs.size()));
            }
        });
        return answer;
    }

    private boolean end(long id) {
        boolean removed = keys.values().removeIf(stored -> stored.lease() == id);
        revision += removed ? 1 : 0;
        return leases.remove(id) != null;
    }

    /** Lets the lease end that a key hangs on. */
    synchronized void end(String key) {
        end(keys.get(key).lease());
    }

    /** Removes a key, as a person can, and leaves its lease. */
    synchronized void delete(String key) {
        keys.remove(key);
        revision++;
    }

    synchronized int livingLeases() {
        return leases.size();
    }

    private Answer ok(ObjectNode answer) {
        answer.putObject("header").put("cluster_id", "1").put("revision", String.valueOf(revision));
        return Wire.json(200, answer.toString());
    }

    private static Answer refused(int status, int code, String message) {
        return Wire.json(
                status,
                JSON.createObjectNode()
                        .put("error", message)
                        .put("message", message)
                        .put("code", code)
                        .toString());
    }

    private static long number(JsonNode node, String name) {
        JsonNode number = node.get(name);
        if (number == null || !number.isTextual()) {
            throw new AssertionError(name + " is not sent as the page says: " + node);
        }
        return Long.parseLong(number.asText());
    }

    private static String text(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
    }
}

package io.github.ddnsjava.providers.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One zone of the fake: its records, and what the vendor accepts as one. Not thread-safe. */
final class FakeZone {
    private static final Set<String> FIELDS = Set.of("type", "name", "content", "ttl", "proxied", "comment", "tags");
    private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME", "TXT", "MX");

    final String id;
    final String name;
    String status = "active";
    boolean freePlan;
    boolean readOnly;
    boolean hidden;
    int quota = 100_000;
    private Map<String, ObjectNode> records = new LinkedHashMap<>();
    /** By name, the ids of the records that stand there, or once stood. */
    private final Map<String, Set<String>> names = new HashMap<>();

    private int made;

    FakeZone(String id, String name) {
        this.id = id;
        this.name = name;
    }

    ObjectNode asJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("name", name).put("status", status);
        json.put("paused", false).put("type", "full");
        json.putArray("permissions")
                .add("#dns_records:edit")
                .add("#dns_records:read")
                .add("#zone:read");
        json.putObject("plan").put("legacy_id", freePlan ? "free" : "pro");
        return json;
    }

    List<ObjectNode> records() {
        return List.copyOf(records.values());
    }

    /** Makes a record, as if by hand: whatever the vendor stores can be put, also what it would refuse now. */
    ObjectNode put(String type, String recordName, String content, int ttl, boolean proxied) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("id", id.substring(0, 16) + String.format("%016x", ++made));
        record.put("name", recordName).put("type", type).put("content", content);
        record.put("proxiable", !type.equals("TXT")).put("proxied", proxied).put("ttl", proxied ? 1 : ttl);
        record.putObject("settings");
        record.putObject("meta");
        record.putNull("comment");
        record.putArray("tags");
        record.put("created_on", "2026-01-01T12:00:00.000001Z").put("modified_on", "2026-01-01T12:00:00.000001Z");
        records.put(id(record), record);
        names.computeIfAbsent(recordName, name -> new LinkedHashSet<>()).add(id(record));
        return record;
    }

    ObjectNode post(JsonNode body) {
        allow(body, FIELDS);
        ObjectNode record = put("", "", "", 1, false);
        records.remove(id(record));
        merge(record, body);
        if (records.size() >= quota) {
            throw Refusal.of(400, 81_045, "Record quota exceeded.");
        }
        records.put(id(record), record);
        return record;
    }

    ObjectNode patch(String recordId, JsonNode body) {
        allow(body, FIELDS);
        ObjectNode changed = existing(recordId).deepCopy();
        merge(changed, body);
        records.put(recordId, changed);
        return changed;
    }

    ObjectNode delete(String recordId) {
        existing(recordId);
        records.remove(recordId);
        return JsonNodeFactory.instance.objectNode().put("id", recordId);
    }

    /** Does all of it or nothing: deletes, patches, posts, in this order. */
    ObjectNode batch(JsonNode body) {
        allow(body, Set.of("deletes", "patches", "posts"));
        int size = 0;
        for (JsonNode part : body) {
            size += part.isArray() ? part.size() : 1_000_000;
        }
        if (size == 0 || size > 200) {
            throw Refusal.of(400, 1004, "the batch has " + size + " operations; 1 to 200 are allowed");
        }
        Map<String, ObjectNode> before = new LinkedHashMap<>();
        records.forEach((key, value) -> before.put(key, value.deepCopy()));
        try {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            body.path("deletes").forEach(one -> {
                allow(one, Set.of("id"));
                result.withArray("deletes").add(delete(text(one, "id")));
            });
            body.path("patches").forEach(one -> {
                ObjectNode fields = one.deepCopy();
                fields.remove("id");
                result.withArray("patches").add(patch(text(one, "id"), fields));
            });
            body.path("posts").forEach(one -> result.withArray("posts").add(post(one)));
            return result;
        } catch (Refusal refusal) {
            records = before;
            throw refusal;
        }
    }

    private ObjectNode existing(String recordId) {
        ObjectNode record = records.get(recordId);
        if (record == null) {
            throw Refusal.of(404, 81_044, "Record does not exist.");
        }
        return record;
    }

    private static void allow(JsonNode body, Set<String> fields) {
        if (!body.isObject()) {
            throw Refusal.of(400, 9020, "an object is expected");
        }
        body.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                throw Refusal.of(400, 9020, "unknown field " + field);
            }
        });
    }

    /** Checks every field that is named, and those that the vendor's reference demands. */
    private void merge(ObjectNode record, JsonNode body) {
        String type = text(body, "type");
        if (!TYPES.contains(type)) {
            throw Refusal.invalid(9004, "Invalid DNS record type.");
        }
        String recordName = text(body, "name");
        if (!recordName.matches("(\\*\\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.)+[a-z][a-z0-9-]*")
                || !(recordName.equals(name) || recordName.endsWith("." + name))) {
            throw Refusal.invalid(9000, "DNS name is invalid: not a canonical name in the zone");
        }
        if (!body.path("ttl").isIntegralNumber()) {
            throw Refusal.of(400, 9020, "ttl must be a number");
        }
        if (body.has("proxied") && !body.get("proxied").isBoolean()) {
            throw Refusal.of(400, 9003, "Invalid 'proxied' value, must be a boolean");
        }
        if (body.has("comment") && !body.get("comment").isTextual()) {
            throw Refusal.of(400, 9020, "comment must be a string");
        }
        if (body.has("tags") && !body.get("tags").isArray()) {
            throw Refusal.of(400, 9020, "tags must be an array");
        }
        body.path("tags").forEach(tag -> {
            if (!tag.isTextual()) {
                throw Refusal.of(400, 9020, "a tag must be a string");
            }
        });
        record.setAll((ObjectNode) body);
        check(record, type);
    }

    private void check(ObjectNode record, String type) {
        int ttl = record.get("ttl").asInt();
        boolean proxied = record.get("proxied").booleanValue();
        if (ttl != 1 && (proxied || ttl < 60 || ttl > 86_400)) {
            throw Refusal.invalid(9021, "Invalid TTL. Must be between 60 and 86,400 seconds, or 1 for Automatic.");
        }
        if (proxied && type.equals("TXT")) {
            throw Refusal.invalid(9041, "This DNS record cannot be proxied.");
        }
        if (freePlan && !record.get("tags").isEmpty()) {
            throw Refusal.invalid(
                    9300, "DNS record has " + record.get("tags").size() + " tags, exceeding the quota of 0.");
        }
        String content = text(record, "content");
        if (type.equals("A") || type.equals("AAAA")) {
            // Canonical is stricter than the vendor; but all that a client sends should be.
            boolean right = IpAddress.tryParse(content)
                    .filter(address -> RecordType.of(address.family()).name().equals(type))
                    .filter(address -> address.toString().equals(content))
                    .isPresent();
            if (!right) {
                throw Refusal.invalid(9005, "Content for " + type + " record must be a valid IP address.");
            }
        }
        if (record.get("comment").asText().isEmpty()) {
            record.putNull("comment");
        }
        // A long zone is not searched for each of its records.
        Set<String> same = names.computeIfAbsent(record.get("name").textValue(), name -> new LinkedHashSet<>());
        same.stream().map(records::get).filter(Objects::nonNull).forEach(other -> conflict(record, other, type));
        same.add(id(record));
    }

    private static void conflict(ObjectNode record, ObjectNode other, String type) {
        if (!other.get("name").equals(record.get("name")) || id(other).equals(id(record))) {
            return;
        }
        String otherType = other.get("type").textValue();
        if (type.equals(otherType) && other.get("content").equals(record.get("content"))) {
            throw Refusal.of(400, 81_058, "An identical record already exists.");
        }
        boolean address = type.startsWith("A");
        if (address && otherType.equals("CNAME")) {
            throw Refusal.of(400, 81_054, "A CNAME record with that host already exists.");
        }
        if (type.equals("CNAME") && otherType.startsWith("A")) {
            throw Refusal.of(400, 81_053, "An A, AAAA, or CNAME record with that host already exists.");
        }
    }

    static String id(JsonNode record) {
        return record.get("id").textValue();
    }

    private static String text(JsonNode body, String field) {
        if (!body.path(field).isTextual()) {
            throw Refusal.of(400, 9020, field + " must be a string");
        }
        return body.get(field).textValue();
    }

    /** Returns records by name and type, in the order of their making; empty matches all. */
    List<JsonNode> find(String recordName, String type) {
        List<JsonNode> found = new ArrayList<>();
        for (ObjectNode record : records.values()) {
            if ((recordName.isEmpty() || record.get("name").textValue().equals(recordName))
                    && (type.isEmpty() || record.get("type").textValue().equals(type))) {
                found.add(record);
            }
        }
        return found;
    }
}

package io.github.ddnsjava.coordination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The leases of the Kubernetes API, as its reference says: a change must name the version that is there, names and times have
 * their forms, and the token must be the valid one. Thread-safe.
 */
final class FakeKubernetes implements HttpTransport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/home/leases";
    private static final String LABEL = "app.kubernetes.io/managed-by";

    private final Map<String, ObjectNode> leases = new TreeMap<>();
    private final Supplier<String> token;
    private int version = 1000;

    /** Makes one without leases, whose valid token that is. */
    FakeKubernetes(Supplier<String> token) {
        this.token = token;
    }

    @Override
    public synchronized Answer exchange(Request request) {
        if (!("Bearer " + token.get()).equals(request.headers().get("authorization"))) {
            return status(401, "Unauthorized");
        }
        String path = request.uri().getPath();
        if (!path.startsWith(PATH)) {
            return status(404, "NotFound");
        }
        String name = path.equals(PATH) ? "" : path.substring(PATH.length() + 1);
        return switch (request.method()) {
            case "GET" -> name.isEmpty() ? list(request) : get(name);
            case "POST" -> create(body(request));
            case "PUT" -> update(name, body(request));
            default -> status(405, "MethodNotAllowed");
        };
    }

    private static ObjectNode body(Request request) {
        if (!"application/json".equals(request.headers().get("content-type"))) {
            throw new AssertionError("the content type is missing");
        }
        try {
            return (ObjectNode) JSON.readTree(Wire.body(request));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Answer list(Request request) {
        if (!(LABEL + "=ddnsjava").equals(request.uri().getQuery().substring("labelSelector=".length()))) {
            throw new AssertionError(request.uri());
        }
        ObjectNode list = JSON.createObjectNode().put("kind", "LeaseList").put("apiVersion", "coordination.k8s.io/v1");
        list.putObject("metadata").put("resourceVersion", String.valueOf(version));
        var items = list.putArray("items");
        leases.values().stream()
                .filter(lease ->
                        lease.at("/metadata/labels").path(LABEL).asText().equals("ddnsjava"))
                .map(lease -> lease.deepCopy().<ObjectNode>without(List.of("kind", "apiVersion")))
                .forEach(items::add);
        return Wire.json(200, list.toString());
    }

    private Answer get(String name) {
        ObjectNode lease = leases.get(name);
        return lease == null ? status(404, "NotFound") : Wire.json(200, lease.toString());
    }

    private Answer create(ObjectNode lease) {
        String name = lease.at("/metadata/name").asText();
        if (leases.containsKey(name)) {
            return status(409, "AlreadyExists");
        }
        if (lease.get("metadata").has("resourceVersion") || !isValid(lease)) {
            return status(422, "Invalid");
        }
        return store(201, name, lease);
    }

    private Answer update(String name, ObjectNode lease) {
        ObjectNode there = leases.get(name);
        if (there == null) {
            return status(404, "NotFound");
        }
        String known = lease.at("/metadata/resourceVersion").asText();
        if (known.isEmpty() || !lease.at("/metadata/name").asText().equals(name) || !isValid(lease)) {
            return status(422, "Invalid");
        }
        if (!known.equals(there.at("/metadata/resourceVersion").asText())) {
            return status(409, "Conflict");
        }
        return store(200, name, lease);
    }

    private static boolean isValid(ObjectNode lease) {
        JsonNode spec = lease.path("spec");
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
        return lease.path("kind").asText().equals("Lease")
                && lease.path("apiVersion").asText().equals("coordination.k8s.io/v1")
                && lease.at("/metadata/name").asText().matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
                && spec.path("leaseDurationSeconds").isInt()
                && spec.path("leaseDurationSeconds").asInt() > 0
                && spec.path("leaseTransitions").isInt()
                && spec.path("leaseTransitions").asInt() >= 0
                && spec.path("acquireTime").asText().matches(time)
                && spec.path("renewTime").asText().matches(time)
                && lease.at("/metadata/annotations").properties().stream()
                        .allMatch(annotation -> annotation.getValue().isTextual());
    }

    private Answer store(int status, String name, ObjectNode lease) {
        ObjectNode stored = lease.deepCopy();
        stored.withObject("/metadata")
                .put("resourceVersion", String.valueOf(++version))
                .put("namespace", "home");
        if (stored.at("/spec/holderIdentity").isNull()) {
            stored.withObject("/spec").remove("holderIdentity");
        }
        leases.put(name, stored);
        return Wire.json(status, stored.toString());
    }

    /** Changes the object, as a person can. */
    synchronized void edit(String name, Consumer<ObjectNode> change) {
        ObjectNode lease = leases.get(name).deepCopy();
        change.accept(lease);
        store(200, name, lease);
    }

    synchronized JsonNode lease(String name) {
        return leases.get(name).deepCopy();
    }

    synchronized void delete(String name) {
        leases.remove(name);
    }

    private static Answer status(int code, String reason) {
        return Wire.json(
                code,
                JSON.createObjectNode()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("status", "Failure")
                        .put("reason", reason)
                        .put("code", code)
                        .toString());
    }
}

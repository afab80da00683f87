package io.github.ddnsjava.coordination;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.Statuses;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the Kubernetes API for the leases of one namespace ({@code coordination.k8s.io/v1}). The token is read at each
 * call, because Kubernetes replaces the file every hour. Thread-safe.
 */
final class KubernetesApi {
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 4 << 20;

    private final URI leases;
    private final Optional<Secret> token;
    private final HttpTransport http;
    private final InstantSource clock;

    /** What the API says of one lease. */
    enum Meaning {
        DONE,
        NOT_THERE,
        /** It is there already, or somebody else has changed it meanwhile. */
        CONFLICT
    }

    /**
     * An answer.
     *
     * @param meaning what happened
     * @param json the lease or the list, if it was done
     */
    record Reply(Meaning meaning, JsonReader json) {}

    KubernetesApi(URI endpoint, String namespace, Optional<Secret> token, HttpTransport http, InstantSource clock) {
        this.leases = endpoint.resolve("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases");
        this.token = token;
        this.http = http;
        this.clock = clock;
    }

    /** Returns the clock for times that people read. */
    InstantSource clock() {
        return clock;
    }

    Reply get(String name) {
        return call("GET", "/" + name, null, Set.of(404));
    }

    /** Returns all leases with that label. */
    JsonReader list(String label) {
        return call("GET", "?labelSelector=" + label.replace("=", "%3D"), null, Set.of())
                .json();
    }

    Reply create(JsonBody lease) {
        return call("POST", "", lease, Set.of(409));
    }

    Reply update(String name, JsonBody lease) {
        return call("PUT", "/" + name, lease, Set.of(404, 409));
    }

    private Reply call(String method, String path, @Nullable JsonBody body, Set<Integer> expected) {
        String what = "Kubernetes " + leases.getAuthority() + " " + method + " leases" + path.replaceFirst("\\?.*", "");
        HttpTransport.Answer answer = exchange(what, method, URI.create(leases + path), body);
        if (answer.status() == 403) {
            throw AuthenticationException.withoutPermission(
                    ProblemScope.ACCOUNT,
                    what + ": HTTP 403; give the service account the verbs get, list, create and update for leases of"
                            + " coordination.k8s.io in this namespace");
        }
        if (!expected.contains(answer.status())) {
            Statuses.check(Asked.of(what, ProblemScope.ACCOUNT), answer, clock.instant());
        }
        JsonReader json = JsonReader.parse(what, answer.body());
        String kind = json.get("kind").asText();
        if (expected.contains(answer.status())) {
            if (!kind.equals("Status")) {
                throw new ProtocolException(what + ": HTTP " + answer.status() + " is not from Kubernetes");
            }
            return new Reply(answer.status() == 404 ? Meaning.NOT_THERE : Meaning.CONFLICT, json);
        }
        if (!kind.equals(path.startsWith("?") ? "LeaseList" : "Lease")) {
            throw new ProtocolException(what + ": the answer is another kind of object");
        }
        return new Reply(Meaning.DONE, json);
    }

    private HttpTransport.Answer exchange(String what, String method, URI uri, @Nullable JsonBody body) {
        Map<String, String> headers = new HashMap<>(Map.of("accept", "application/json"));
        token.ifPresent(secret -> headers.put("authorization", "Bearer " + secret.reveal()));
        if (body != null) {
            headers.put("content-type", "application/json");
        }
        try {
            return http.exchange(new HttpTransport.Request(
                    method,
                    uri,
                    headers,
                    Optional.ofNullable(body).map(json -> json.toString().getBytes(StandardCharsets.UTF_8)),
                    LONGEST,
                    MAX_BYTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientException.unknownOutcome(what + ": the call was interrupted", null);
        }
    }

    @Override
    public String toString() {
        return "Kubernetes " + leases.getAuthority() + leases.getPath().replaceFirst(".*/namespaces/([^/]*)/.*", " $1");
    }
}

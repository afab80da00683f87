package io.github.ddnsjava.providers.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.provider.testkit.fake.StrictFake;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Vault, as far as it concerns reading secrets of the KV engine (version 2, mounted at {@code secret} and at {@code
 * team/kv}), tokens and AppRoles, as strict as the vendor or stricter: every request has {@code X-Vault-Request} and the
 * namespace; a token that is unknown, expired or not allowed gets the same 403; a login has no token and exactly two members.
 */
final class FakeVault extends StrictFake {
    static final String TOKEN = "hvs.CAESIJ4nary-T0ken-of-the-fake";
    static final String ROLE = "59d6d1ca-47bb-4e7e-a40b-8be3bc5a0ba8";
    static final String SECRET = "84896a0c-1347-aa90-a4f6-aca8b7558780";

    private final ManualClock clock;
    /** By path, as {@code vault kv get} has it. */
    final Map<String, Map<String, Object>> secrets = new TreeMap<>();

    final Set<String> deleted = new HashSet<>();
    final Map<String, Lease> tokens = new HashMap<>();
    /** Paths that no token may read. */
    final Set<String> forbidden = new HashSet<>();

    String namespace = "";
    String secretId = SECRET;
    Duration life = Duration.ofHours(1);
    Duration longest = Duration.ofHours(4);
    boolean sealed;
    /** Whether tokens may look at themselves: the policy "default" says so. */
    boolean lookup = true;

    private int numbers;

    /** A token's end now, and at the latest. */
    static final class Lease {
        Instant end;
        final Instant latest;
        boolean renewable = true;

        Lease(Instant end, Instant latest) {
            this.end = end;
            this.latest = latest;
        }
    }

    FakeVault(ManualClock clock) {
        super("/v1");
        this.clock = clock;
    }

    @Override
    public synchronized void reset() {
        super.reset();
        tokens.clear();
        tokens.put(TOKEN, lease());
        secrets.put("secret/ddns", new TreeMap<>(Map.of("token", "t0ken-1", "pin", 12345, "empty", "")));
    }

    String address() {
        return server().baseUrl();
    }

    private Lease lease() {
        return new Lease(clock.instant().plus(life), clock.instant().plus(longest));
    }

    private static Refusal refusal(int status, String... errors) {
        ObjectNode body = JSON.createObjectNode();
        for (String error : errors) {
            body.withArray("errors").add(error);
        }
        if (errors.length == 0) {
            body.putArray("errors");
        }
        return new Refusal(status, body.toString());
    }

    @Override
    protected Refusal noSuchRoute() {
        return refusal(404, "no handler for route");
    }

    @Override
    protected String kind(String method, String route) {
        return switch (method + " " + route) {
            case "POST /auth/approle/login", "POST /auth/team/approle/login" -> "login";
            case "POST /auth/token/renew-self" -> "renew";
            case "GET /auth/token/lookup-self" -> "lookup";
            default -> method.equals("GET") && route.contains("/data/") ? "read" : "other";
        };
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (sealed) {
            throw refusal(503, "Vault is sealed");
        }
        if (!"true".equals(request.getHeader("X-Vault-Request"))) {
            throw refusal(412, "missing X-Vault-Request header");
        }
        boolean there = namespace.isEmpty()
                ? !request.containsHeader("X-Vault-Namespace")
                : namespace.equals(request.getHeader("X-Vault-Namespace"));
        if (!there || !query.isEmpty()) {
            throw noSuchRoute();
        }
        return switch (kind) {
            case "login" -> login(request);
            case "renew" -> renew(request);
            case "lookup" -> lookUp(request);
            case "read" -> read(URLDecoder.decode(route, StandardCharsets.UTF_8), request);
            default -> throw noSuchRoute();
        };
    }

    private Lease known(Request request) {
        Lease lease = request.containsHeader("X-Vault-Token") ? tokens.get(request.getHeader("X-Vault-Token")) : null;
        if (lease == null || !clock.instant().isBefore(lease.end)) {
            throw refusal(403, "permission denied", "invalid token");
        }
        return lease;
    }

    private ResponseDefinitionBuilder login(Request request) {
        JsonNode body = object(request).orElseThrow(() -> refusal(400, "failed to parse JSON input"));
        if (request.containsHeader("X-Vault-Token") || body.size() != 2) {
            throw refusal(400, "a login has a role and a secret, and nothing else");
        }
        if (!ROLE.equals(body.path("role_id").asText())
                || !secretId.equals(body.path("secret_id").asText())) {
            throw refusal(400, "invalid role or secret ID");
        }
        String token = "hvs.CAESIMade-by-login-" + ++numbers;
        tokens.put(token, lease());
        return authorized(token, life, true);
    }

    private static ResponseDefinitionBuilder authorized(String token, Duration time, boolean renewable) {
        ObjectNode answer = enveloped();
        answer.putNull("data");
        answer.putObject("auth")
                .put("client_token", token)
                .put("accessor", "8609694a-cdbc-db9b-d345-e782dbb562ed")
                .put("lease_duration", time.toSeconds())
                .put("renewable", renewable)
                .putArray("policies")
                .add("default");
        return json(200, answer.toString());
    }

    private static ObjectNode enveloped() {
        return JSON.createObjectNode()
                .put("request_id", "075a19cd-4e56-a3ca-d956-7609819831ec")
                .put("lease_id", "")
                .put("lease_duration", 0)
                .put("renewable", false);
    }

    private ResponseDefinitionBuilder renew(Request request) {
        Lease lease = known(request);
        if (!lease.renewable) {
            throw refusal(400, "lease is not renewable");
        }
        Instant wanted = clock.instant().plus(life);
        lease.end = wanted.isBefore(lease.latest) ? wanted : lease.latest;
        return authorized(request.getHeader("X-Vault-Token"), Duration.between(clock.instant(), lease.end), true);
    }

    private ResponseDefinitionBuilder lookUp(Request request) {
        Lease lease = known(request);
        if (!lookup) {
            throw refusal(403, "1 error occurred:\n\t* permission denied\n\n");
        }
        ObjectNode answer = enveloped();
        answer.putObject("data")
                .put("id", request.getHeader("X-Vault-Token"))
                .put("ttl", Duration.between(clock.instant(), lease.end).toSeconds())
                .put("renewable", lease.renewable);
        return json(200, answer.toString());
    }

    private ResponseDefinitionBuilder read(String route, Request request) {
        known(request);
        String path = route.substring(1).replaceFirst("/data/", "/");
        if (!path.startsWith("secret/") && !path.startsWith("team/kv/")) {
            throw noSuchRoute();
        }
        if (forbidden.contains(path)) {
            throw refusal(403, "1 error occurred:\n\t* permission denied\n\n");
        }
        if (!secrets.containsKey(path)) {
            throw refusal(404);
        }
        ObjectNode answer = enveloped();
        ObjectNode data = answer.putObject("data");
        boolean gone = deleted.contains(path);
        data.set("data", gone ? JSON.nullNode() : JSON.valueToTree(secrets.get(path)));
        data.putObject("metadata")
                .put("created_time", "2018-03-22T02:24:06.945319214Z")
                .put("deletion_time", gone ? "2018-03-22T02:36:43.986212308Z" : "")
                .put("destroyed", false)
                .put("version", 2);
        return json(gone ? 404 : 200, answer.toString());
    }
}

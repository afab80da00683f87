package io.github.ddnsjava.coordination;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls of etcd's JSON gateway ({@code /v3/…}, etcd 3.4 and later; <a
 * href="https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/">its page</a>). A member that does not answer is passed over,
 * and the next one is asked: whatever is called here can be called twice. Thread-safe.
 */
final class EtcdClient {
    private static final Duration ATTEMPT = Duration.ofSeconds(3);
    private static final Duration LEAST = Duration.ofMillis(300);
    private static final int MAX_BYTES = 4 << 20;
    private static final int INVALID = 3;
    private static final int NOT_FOUND = 5;
    private static final int FORBIDDEN = 7;
    private static final int UNAUTHENTICATED = 16;

    /**
     * A user of etcd.
     *
     * @param name the user's name
     * @param password the password; it is read at each login
     */
    record Login(String name, Secret password) {}

    private final List<URI> endpoints;
    private final Optional<Login> login;
    private final HttpTransport http;
    private final InstantSource clock;
    private volatile int preferred;
    private volatile @Nullable String token;

    EtcdClient(List<URI> endpoints, Optional<Login> login, HttpTransport http, InstantSource clock) {
        this.endpoints = List.copyOf(endpoints);
        this.login = login;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Makes a call.
     *
     * @param path what is called, without {@code /v3/}
     * @param end when it must have ended, by {@link System#nanoTime}
     * @throws TransientException if no member answers in time
     */
    JsonReader call(String path, JsonBody body, long end) {
        if (login.isEmpty()) {
            return atSomeMember(path, body, end);
        }
        if (token == null) {
            logIn(end);
            return atSomeMember(path, body, end);
        }
        try {
            return atSomeMember(path, body, end);
        } catch (AuthenticationException e) {
            if (e.isPermissionMissing()) {
                throw e;
            }
            logIn(end); // tokens end after minutes, and with the member that gave them
            return atSomeMember(path, body, end);
        }
    }

    private void logIn(long end) {
        Login user = login.orElseThrow();
        token = null;
        JsonBody body = JsonBody.of();
        body.put("name", user.name()).put("password", user.password());
        token = atSomeMember("auth/authenticate", body, end).get("token").asText();
    }

    private JsonReader atSomeMember(String path, JsonBody body, long end) {
        int first = preferred;
        TransientException last = null;
        for (int i = 0; i < endpoints.size(); i++) {
            int member = (first + i) % endpoints.size();
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.compareTo(LEAST) < 0) {
                break;
            }
            try {
                JsonReader answer =
                        once(endpoints.get(member), path, body, left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT);
                preferred = member;
                return answer;
            } catch (TransientException e) {
                last = e;
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw last != null ? last : TransientException.notSent("etcd: no time is left to ask " + path, null);
    }

    private JsonReader once(URI endpoint, String path, JsonBody body, Duration timeout) {
        String what = "etcd " + endpoint.getAuthority() + " " + path;
        String sent = token;
        Map<String, String> headers = sent == null
                ? Map.of("content-type", "application/json")
                : Map.of("content-type", "application/json", "authorization", sent);
        HttpTransport.Request request = new HttpTransport.Request(
                "POST",
                endpoint.resolve("/v3/" + path),
                headers,
                Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)),
                timeout,
                MAX_BYTES);
        HttpTransport.Answer answer;
        try {
            answer = http.exchange(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientException.unknownOutcome(what + ": the call was interrupted", null);
        }
        Optional<JsonReader> json = json(what, answer);
        Optional<Long> code = json.flatMap(EtcdClient::code);
        if (code.isPresent()) {
            throw refused(what, path, code.get(), json.orElseThrow());
        }
        Statuses.check(Asked.of(what, ProblemScope.ACCOUNT), answer, clock.instant());
        return json.orElseThrow(() -> new ProtocolException(what + ": the answer is no JSON object"));
    }

    private static Optional<JsonReader> json(String what, HttpTransport.Answer answer) {
        try {
            return Optional.of(JsonReader.parse(what, answer.body())).filter(JsonReader::isObject);
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    /** The gRPC code of a refusal, which stands at the root, or in {@code error} where the call is a stream. */
    private static Optional<Long> code(JsonReader answer) {
        for (String place : List.of("code", "error/grpc_code", "error/code")) {
            JsonReader code = answer.at(place);
            if (code.isScalar() && code.scalar().matches("\\d{1,4}")) {
                return Optional.of(Long.parseLong(code.scalar()));
            }
        }
        return Optional.empty();
    }

    private static DdnsException refused(String what, String path, long code, JsonReader answer) {
        String said = List.of("message", "error", "error/message").stream()
                .map(answer::at)
                .filter(JsonReader::isText)
                .map(JsonReader::asText)
                .findFirst()
                .orElse("");
        String message = what + ": code " + code + ", \"" + LeaseRules.shown(said) + "\"";
        boolean user = path.startsWith("auth/") || said.contains("user name is empty");
        if (code == UNAUTHENTICATED || code == INVALID && user) {
            return AuthenticationException.ofAccount(message + "; check username and password");
        } else if (code == FORBIDDEN) {
            return AuthenticationException.withoutPermission(
                    ProblemScope.ACCOUNT, message + "; give the user a role that may read and write the keys");
        } else if (code == NOT_FOUND) {
            return TransientException.busy(message);
        } else if (code == INVALID) {
            return new ProtocolException(message);
        }
        return TransientException.unknownOutcome(message, null);
    }

    @Override
    public String toString() {
        return "etcd "
                + String.join(", ", endpoints.stream().map(URI::getAuthority).toList());
    }
}

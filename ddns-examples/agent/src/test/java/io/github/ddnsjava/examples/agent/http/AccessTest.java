package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.examples.agent.action.Operation;
import io.github.ddnsjava.examples.agent.action.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what. */
@Timeout(120)
class AccessTest {
    private static final Map<Role, String> TOKENS = Map.of(
            Role.AUDITOR, Surface.AUDITOR,
            Role.OPERATOR, Surface.OPERATOR,
            Role.ADMINISTRATOR, Surface.ADMINISTRATOR);
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

    @TempDir
    Path directory;

    @Test
    void eachPathIsForItsRoleAndItsMethodAndNothingElse() throws IOException {
        List<String> paths = new ArrayList<>(
                List.of("/", "/page/page.js", "/page/", "/nothing", "/status/", "/Status", "/status;a=b", "/%73tatus"));
        for (Operation operation : Operation.values()) {
            paths.add(operation.path());
        }
        List<String> wrong = new ArrayList<>();
        try (Surface surface = new Surface(Surface.TOKENS, directory)) {
            for (String path : paths) {
                for (String method : METHODS) {
                    check(surface, path, method, Optional.empty(), wrong);
                    for (Role role : Role.values()) {
                        check(surface, path, method, Optional.of(role), wrong);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(paths).hasSize(18);
    }

    private static void check(Surface surface, String path, String method, Optional<Role> role, List<String> wrong)
            throws IOException {
        int expected = expected(path, method, role);
        int status;
        if (path.equals("/events") && expected == 200 && method.equals("GET")) {
            try (RawHttp http = new RawHttp(surface.port())) {
                http.send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + surface.port() + "\r\n"
                        + Surface.bearer(TOKENS.get(role.orElseThrow())) + "\r\n\r\n");
                status = Integer.parseInt(http.line().split(" ")[1]);
            }
        } else {
            String[] headers = role.map(known -> new String[] {Surface.bearer(TOKENS.get(known))})
                    .orElse(new String[0]);
            status = surface.ask(method, path, headers).status();
            surface.delayed.forEach(Runnable::run);
        }
        if (status != expected) {
            wrong.add(method + " " + path + " by " + role + ": " + status + ", not " + expected);
        }
        surface.pass(java.time.Duration.ofMinutes(2)); // so that no failure is slowed
    }

    private static int expected(String path, String method, Optional<Role> role) {
        if (path.equals("/") || path.equals("/page/page.js")) { // a file of the page
            return method.equals("GET") || method.equals("HEAD") ? 200 : 405;
        }
        Optional<Operation> operation = Operation.at(path);
        boolean open = operation.filter(o -> o.role().isEmpty()).isPresent();
        if (role.isEmpty() && !open) {
            return 401;
        } else if (operation.isEmpty()) {
            return 404;
        }
        boolean read = method.equals("GET") || method.equals("HEAD");
        if (operation.get().isAction() ? !method.equals("POST") : !read) {
            return 405;
        } else if (!open && !role.orElseThrow().includes(operation.get().role().orElseThrow())) {
            return 403;
        }
        return switch (operation.get()) {
            case TRIGGER -> 202;
            case RELOAD -> 503; // nothing is followed in this test
            case READY -> 503; // nor started
            default -> 200;
        };
    }

    @Test
    void onLoopbackWithoutTokensWhatIsReadIsOpenAndActionsAreRefused() throws IOException {
        try (Surface surface = new Surface("", directory)) {
            for (Operation operation : Operation.values()) {
                if (operation.isAction()) {
                    assertThat(surface.ask("POST", operation.path()).status())
                            .as(operation.path())
                            .isEqualTo(403);
                } else if (operation != Operation.READY && operation != Operation.EVENTS) {
                    assertThat(surface.ask("GET", operation.path()).status())
                            .as(operation.path())
                            .isEqualTo(200);
                }
            }
            assertThat(surface.ask("GET", "/nothing").status()).isEqualTo(404);
            assertThat(surface.ask("GET", "/status", Surface.bearer(Surface.AUDITOR))
                            .status())
                    .as("a token that nobody knows")
                    .isEqualTo(401);
        }
    }

    @Test
    void whoIsUnknownIsToldHowToSayWhoItIs() throws IOException {
        try (Surface surface = new Surface(Surface.TOKENS, directory)) {
            assertThat(surface.ask("GET", "/status").headers())
                    .containsEntry("www-authenticate", "Bearer realm=\"ddns-agent\"");
            for (String wrong : List.of(
                    Surface.bearer("wrong-token-00000000"),
                    Surface.bearer(""),
                    Surface.bearer(Surface.AUDITOR + " " + "x"),
                    Surface.bearer(HttpSettings.sha256(Surface.ADMINISTRATOR)),
                    "Authorization: Basic cm9vdDpyb290")) {
                RawHttp.Answer answer = surface.ask("GET", "/status", wrong);
                assertThat(answer.status()).as(wrong).isEqualTo(401);
                assertThat(answer.headers())
                        .containsEntry("www-authenticate", "Bearer realm=\"ddns-agent\", error=\"invalid_token\"");
            }
            assertThat(surface.ask("GET", "/status", "authorization: bearer " + Surface.AUDITOR)
                            .status())
                    .as("the name of the scheme has no case")
                    .isEqualTo(200);
        }
    }

    @Test
    void aRequestThatIsMeantForSomebodyElseIsRefused() throws IOException {
        try (Surface surface = new Surface("\"hosts\": [\"ddns.example.com\"]", directory)) {
            int port = surface.port();
            for (String host :
                    List.of("127.0.0.1:" + port, "localhost:" + port, "ddns.example.com", "DDNS.example.com:" + port)) {
                assertThat(surface.ask("GET", "/status", "Host: " + host).status())
                        .as(host)
                        .isEqualTo(200);
            }
            for (String host : List.of(
                    "evil.example",
                    "evil.example:" + port,
                    "127.0.0.1",
                    "127.0.0.1:1",
                    "127.0.0.2:" + port,
                    "localhost.evil.example:" + port,
                    "x.ddns.example.com",
                    "")) {
                assertThat(surface.ask("GET", "/status", "Host: " + host).status())
                        .as(host)
                        .isIn(400, 403);
                assertThat(surface.ask("GET", "/health/live", "Host: " + host).status())
                        .isIn(400, 403);
            }
            assertThat(surface.ask("GET", "/status", "Host: 127.0.0.1:" + port, "X-Forwarded-Host: evil.example")
                            .status())
                    .isEqualTo(200);
            assertThat(surface.ask("GET", "/status", "Host: evil.example", "X-Forwarded-Host: 127.0.0.1:" + port)
                            .status())
                    .isEqualTo(403);
            assertThat(surface.ask("GET", "http://evil.example/status").status())
                    .isIn(400, 403);
            for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost")) {
                assertThat(surface.ask("GET", "/status", "Origin: " + origin).status())
                        .as(origin)
                        .isEqualTo(403);
            }
            for (String origin : List.of("http://127.0.0.1:" + port, "https://ddns.example.com")) {
                assertThat(surface.ask("GET", "/status", "Origin: " + origin).status())
                        .as(origin)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void noRequestHasABodyOrALongHeader() throws IOException {
        try (Surface surface = new Surface(Surface.TOKENS, directory)) {
            String operator = Surface.bearer(Surface.OPERATOR);
            assertThat(surface.ask("POST", "/pause", operator, "Content-Length: 0")
                            .status())
                    .isEqualTo(200);
            assertThat(surface.ask("POST", "/pause", operator, "Content-Length: 1")
                            .status())
                    .isEqualTo(413);
            assertThat(surface.ask("POST", "/pause", operator, "Transfer-Encoding: chunked")
                            .status())
                    .isEqualTo(413);
            assertThat(surface.ask("GET", "/health/live", "Content-Length: 1000000")
                            .status())
                    .isEqualTo(413);
            RawHttp.Answer answer = surface.ask("GET", "/status", operator, "X-Long: " + "x".repeat(9000));
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).doesNotContain("etty");
        }
    }

    @Test
    void anAnswerIsNeitherStoredNorGuessedAt() throws IOException {
        try (Surface surface = new Surface("", directory)) {
            RawHttp.Answer answer = surface.ask("GET", "/status");
            assertThat(answer.headers())
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("server");
        }
    }
}

package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Defects that other clients show at the command line, each lived through with the whole program: names say what holds
 * here instead. docs/guarantees.md has the list.
 */
@Tag("regression")
class AgentPeerDefectsTest {
    private static final String PASSWORD = "correct-horse:battery/staple";

    @TempDir
    Path directory;

    /** Writes a configuration into a directory of its own, with a state of its own. */
    private Path config(String provider, String... names) throws IOException {
        List<String> records = new ArrayList<>();
        for (String name : names) {
            records.add("{ \"name\": \"" + name + "\", \"type\": \"A\" }");
        }
        return Files.writeString(Files.createTempDirectory(directory, "run").resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "p": %s },
                  "records": [ %s ],
                  "retry": { "retryWithin": "0s" },
                }
                """.formatted(
                        provider, String.join(", ", records)));
    }

    /** One record that went well made the whole run a success, exit status and all. */
    @Test
    @Tag("defect-11")
    void oneRecordThatWentWellIsNoSuccessWhileAnotherFailed() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            String provider = "{ \"type\": \"cloudflare\", \"token\": \"%s\", \"endpoint\": \"%s\" }"
                    .formatted(FakeCloudflare.TOKEN, cloudflare.endpoint());
            for (String[] names : List.of(
                    new String[] {"home.example.com", "home.example.net"},
                    new String[] {"home.example.net", "home.example.com"})) {
                Agent agent = Agent.run("once", "--config", config(provider, names), "--json");
                assertThat(agent.status()).isEqualTo(1);
                for (JsonNode record : agent.json().get("records")) {
                    boolean good = record.get("name").asText().equals("home.example.com");
                    assertThat(record.get("outcome").asText()).matches(good ? "created|unchanged" : "failed");
                }
            }
            assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.7 1");
            assertThat(Agent.run("once", "--config", config(provider, "home.example.com"))
                            .status())
                    .isZero();
        }
    }

    /**
     * At the level for debugging, headers and URLs were logged, with the password in them; here even servers repeat it.
     */
    @Test
    @Tag("defect-16")
    void noLogShowsThePasswordAtAnyLevel() throws IOException {
        String basic = Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        List<String> answers = List.of("good 203.0.113.7", "badauth", "911", "what is %s?", "<html>%s</html>");
        StringBuilder seen = new StringBuilder();
        List<String> sent = new ArrayList<>();
        ListAppender<ILoggingEvent> logs = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger jdk = (Logger) LoggerFactory.getLogger("jdk"); // whose server, here, is not the program's
        jdk.setLevel(Level.OFF);
        logs.start();
        root.addAppender(logs);
        root.setLevel(Level.TRACE);
        try {
            for (String answer : answers) {
                for (int status : List.of(200, 401, 500)) {
                    HttpServer server =
                            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                    server.createContext("/", exchange -> {
                        String header = exchange.getRequestHeaders().getFirst("Authorization");
                        sent.add(header);
                        byte[] body = answer.replace("%s", header + " me:" + PASSWORD + " " + exchange.getRequestURI())
                                .getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
                    server.start();
                    try {
                        Agent agent = Agent.run(
                                "once",
                                "--config",
                                config(
                                        """
                                { "type": "dyndns2", "username": "me", "password": "%s",
                                  "endpoint": "http://127.0.0.1:%d" }
                                """.formatted(
                                                PASSWORD, server.getAddress().getPort()),
                                        "home.example.com"),
                                "--json");
                        seen.append(agent.out()).append(agent.err());
                    } finally {
                        server.stop(0);
                    }
                }
            }
        } finally {
            root.setLevel(Level.OFF);
            root.detachAppender(logs);
        }
        for (ILoggingEvent event : logs.list) {
            seen.append(event.getFormattedMessage()).append(event.getKeyValuePairs());
            if (event.getThrowableProxy() != null) {
                seen.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(15).containsOnly("Basic " + basic);
        assertThat(logs.list).isNotEmpty();
        assertThat(seen).contains("home.example.com").doesNotContain(PASSWORD).doesNotContain(basic);
    }
}

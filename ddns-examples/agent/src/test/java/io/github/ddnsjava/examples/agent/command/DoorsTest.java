package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.examples.agent.http.HttpSection;
import io.github.ddnsjava.examples.agent.http.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The doors of a running agent: its socket, and HTTP. */
@Timeout(120)
@Tag("thorough")
class DoorsTest {
    @TempDir
    Path directory;

    private Path config(FakeCloudflare cloudflare, String http) throws IOException {
        Files.writeString(directory.resolve("cf-token"), FakeCloudflare.TOKEN);
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${file:cf-token}", "endpoint": "%s" } },
                  "records": [ { "name": "a.example.com", "types": ["A"] } ],
                  "schedule": { "every": "1h", "jitter": 0 },
                  "reload": { "watch": false },
                  "state": { "file": "ddns-state" }%s
                }
                """.formatted(cloudflare.endpoint(), http));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theVerbsSpeakToTheRunningAgentOverItsSocket() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare, "");
            Path socket = directory.resolve("ddns-state.sock");
            Agent none = Agent.run("trigger", "--config", config);
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.err()).contains("no agent runs with the state " + directory.resolve("ddns-state"));
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
                agent.awaitLine("a.example.com A at cf was created: 203.0.113.7");
                assertThat(Files.getPosixFilePermissions(socket))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

                Agent status = Agent.run("status", "--config", config);
                assertThat(status.status()).isZero();
                assertThat(status.out()).startsWith("The agent is running.").contains("unchanged", "203.0.113.7");

                assertThat(Agent.run("pause", "--config", config).out().strip()).isEqualTo("paused");
                agent.awaitLine(
                        "\"" + System.getProperty("user.name") + "\" (administrator, socket) asked for pause: paused");
                Agent refused = Agent.run("trigger", "--config", config);
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err()).contains("resume it first");
                JsonNode json =
                        Agent.run("status", "--config", config, "--json").json();
                assertThat(json.get("paused").asBoolean()).isTrue();
                assertThat(Agent.run("resume", "b.example.com", "--config", config)
                                .err())
                        .contains("no record is called \"b.example.com\"; there are a.example.com");
                assertThat(Agent.run("resume", "a.example.com", "--config", config)
                                .out()
                                .strip())
                        .isEqualTo("resumed");
                assertThat(Agent.run("resume", "all", "--config", config).status())
                        .isZero();
                assertThat(Agent.run("trigger", "--config", config, "--json")
                                .out()
                                .strip())
                        .isEqualTo("{\"outcome\":\"started\"}");
                assertThat(Agent.run("reload", "--config", config).out().strip())
                        .isEqualTo("reloaded");
                agent.awaitLine("the updater was reconfigured: nothing changed");

                Agent once = Agent.run("once", "--resume", "all", "--config", config);
                assertThat(once.status()).isEqualTo(1);
                assertThat(once.err()).contains("java -jar ddns-agent.jar resume all --config FILE");
                agent.terminate();
            }
            assertThat(socket).doesNotExist();
            Agent saved = Agent.run("status", "--config", config);
            assertThat(saved.status()).isZero();
            assertThat(saved.out()).startsWith("No agent is running.").contains("unchanged", "203.0.113.7");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theVerbsReachTheAgentWhileItsFileIsBroken() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare, "");
            String good = Files.readString(config);
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
                agent.awaitLine("a.example.com A at cf was created: 203.0.113.7");
                for (String broken : List.of(good.replace("\"records\"", "\"recrods\""), good.substring(0, 80), "")) {
                    Files.writeString(config, broken);
                    assertThat(Agent.run("status", "--config", config).out())
                            .as(broken)
                            .startsWith("The agent is running.");
                    Agent reload = Agent.run("reload", "--config", config);
                    assertThat(reload.status()).isEqualTo(1);
                    assertThat(reload.err())
                            .contains("the configuration cannot be used, and the agent keeps the one before");
                    assertThat(Agent.run("pause", "--config", config).status()).isZero();
                    assertThat(Agent.run("resume", "--config", config).status()).isZero();
                }
                Files.writeString(config, good);
                assertThat(Agent.run("reload", "--config", config).out().strip())
                        .isEqualTo("reloaded");
                agent.terminate();
            }
            Files.writeString(config, good.replace("\"records\"", "\"recrods\""));
            Agent status = Agent.run("status", "--config", config);
            assertThat(status.status())
                    .as("without an agent, the file has to be right")
                    .isEqualTo(2);
            assertThat(status.err()).contains("recrods");
        }
    }

    @Test
    void withoutTheSectionNothingOfHttpIsLoaded() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            assertThat(loadedClasses(config(cloudflare, "")))
                    .contains(Doors.class.getName(), HttpSection.class.getName(), HttpSettings.class.getName())
                    .noneMatch(name ->
                            name.matches("(org\\.eclipse\\.jetty|org\\.jose4j|io\\.micrometer|io\\.prometheus)\\..*"))
                    .filteredOn(name -> name.startsWith(HttpSection.class.getPackageName()))
                    .hasSize(2);
        }
    }

    @Test
    void withTheSectionTheAgentServesAndFollowsIt() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String http = ", \"http\": {\"listen\": \"127.0.0.1:" + port
                + "\", \"tokens\": [{\"name\": \"me\", \"role\": \"administrator\", \"token\": \"%s\"}]}";
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare, http.formatted("${file:token}"));
            Files.writeString(directory.resolve("token"), "token-of-yesterday-0");
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
                agent.awaitLine("a.example.com A at cf was created: 203.0.113.7");
                assertThat(ask(port, "GET", "/health/ready", "").body()).isIn("ready\n", "starting\n");
                Files.writeString(directory.resolve("token"), "token-of-tomorrow-00");
                assertThat(ask(port, "POST", "/reload", "token-of-yesterday-0").statusCode())
                        .isEqualTo(200);
                assertThat(ask(port, "GET", "/status", "token-of-tomorrow-00").statusCode())
                        .as("in effect when it is answered")
                        .isEqualTo(200);
                assertThat(ask(port, "GET", "/status", "token-of-yesterday-0").statusCode())
                        .isEqualTo(401);
                agent.awaitLine("\"me\" (administrator, 127.0.0.1) asked for reload: reloaded");
                Files.writeString(config, Files.readString(config).replace(":" + port, ":1"));
                assertThat(ask(port, "POST", "/reload", "token-of-tomorrow-00").statusCode())
                        .isEqualTo(200);
                String change = "the change of http.listen needs a restart, and is not in effect yet";
                agent.awaitLine("the updater was reconfigured: " + change);
                assertThat(agent.messages())
                        .as("told once")
                        .filteredOn(message -> message.contains(change))
                        .hasSize(1);
                Files.writeString(config, "{");
                HttpResponse<String> broken = ask(port, "POST", "/reload", "token-of-tomorrow-00");
                assertThat(broken.statusCode()).isEqualTo(422);
                assertThat(broken.body()).contains("the configuration cannot be used", "is not valid JSON");
                agent.terminate();
            }
        }
    }

    private static HttpResponse<String> ask(int port, String method, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<String> loadedClasses(Path config) throws Exception {
        Path log = directory.resolve("classes");
        try (AgentProcess agent = AgentProcess.startWith(
                List.of("-Xlog:class+load:file=" + log), directory, "run", "--config", config.toString())) {
            agent.awaitLine("a.example.com A at cf was created: 203.0.113.7");
            agent.terminate();
        }
        return Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^.*\\] ", "").split(" ")[0])
                .filter(name -> !name.contains("$"))
                .toList();
    }
}

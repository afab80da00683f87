package io.github.ddnsjava.examples.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: signals, and what goes to which stream. */
class ProcessTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void runGoesOnUntilItIsToldToEndAndThenSaysWhereEveryRecordStands() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = Files.writeString(directory.resolve("ddns.json"), """
                    {
                      "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                      "providers": { "cf": { "type": "cloudflare", "token": "${env:TOKEN}", "endpoint": "%s" } },
                      "records": [ { "name": "home.example.com", "types": ["A"] } ],
                      "schedule": { "every": "1h", "jitter": 0 },
                      "state": { "file": "ddns-state" }
                    }
                    """.formatted(cloudflare.endpoint()));
            Process process = agent("run", "--config", config.toString(), "--json");
            // A read of its output cannot be interrupted; that it ends is what ends the read.
            CompletableFuture.delayedExecutor(80, TimeUnit.SECONDS).execute(process::destroyForcibly);
            try (BufferedReader logs = process.errorReader(StandardCharsets.UTF_8)) {
                assertThat(waitFor(logs, "home.example.com A at cf was created: 203.0.113.7"))
                        .isNotEmpty();

                process.toHandle().destroy(); // SIGTERM; unlike process.destroy() it leaves the streams open

                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("ended in time")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isEqualTo(143);
            JsonNode status = MAPPER.readTree(directory.resolve("out").toFile());
            assertThat(status.at("/records/0/outcome").asText()).isEqualTo("unchanged");
            assertThat(status.at("/records/0/addresses/0").asText()).isEqualTo("203.0.113.7");
            assertThat(status.get("health"))
                    .extracting(vital ->
                            vital.get("part").asText() + " " + vital.get("key").asText() + " "
                                    + vital.get("condition").asText())
                    .containsExactly("network  good", "detector wan ipv4 good", "provider cf good");
            assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.7 1");
        }
    }

    /** Reads lines, each a JSON object, up to the one whose message begins with that text. */
    private static List<String> waitFor(BufferedReader logs, String message) throws Exception {
        for (String line = logs.readLine(); line != null; line = logs.readLine()) {
            JsonNode event = MAPPER.readTree(line);
            assertThat(event.get("level").asText()).isIn("INFO", "WARN");
            if (event.get("formattedMessage").asText().startsWith(message)) {
                assertThat(event.get("kvpList").toString()).contains("\"home.example.com\"", "203.0.113.7");
                return List.of(line);
            }
        }
        return List.of();
    }

    @Test
    @Timeout(120)
    void theExitStatusIsTheProcesss() throws Exception {
        Process process = agent("once", "--json");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(MAPPER.readTree(directory.resolve("out").toFile())
                        .at("/error/kind")
                        .asText())
                .isEqualTo("configuration");
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    }

    private Process agent(String... args) throws Exception {
        // Without this directory of tests, which has another Logback configuration.
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", classPath, Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("TOKEN", FakeCloudflare.TOKEN);
        builder.environment().remove("DDNS_LOG");
        return builder.start();
    }
}

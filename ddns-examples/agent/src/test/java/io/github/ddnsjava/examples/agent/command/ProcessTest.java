package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
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
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString(), "--json")) {
                JsonNode line = agent.awaitLine("home.example.com A at cf was created: 203.0.113.7");
                assertThat(line.get("record").asText()).isEqualTo("home.example.com");
                assertThat(line.get("address").asText()).isEqualTo("203.0.113.7");
                assertThat(line.get("trace_id").asText()).hasSize(32).matches("[0-9a-f]+");
                agent.terminate();
            }
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

    @Test
    @Timeout(120)
    void theExitStatusIsTheProcesss() throws Exception {
        try (AgentProcess agent = AgentProcess.start(directory, "once", "--json")) {
            assertThat(agent.exitStatus()).isEqualTo(2);
            assertThat(MAPPER.readTree(directory.resolve("out").toFile())
                            .at("/error/kind")
                            .asText())
                    .isEqualTo("configuration");
            assertThat(agent.restOfLogs()).isEmpty();
        }
    }
}

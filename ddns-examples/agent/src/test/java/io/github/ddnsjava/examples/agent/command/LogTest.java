package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of the program, as a process of its own writes it. */
@Timeout(120)
class LogTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String LINE_FOR_PEOPLE =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ (ERROR|WARN |INFO |DEBUG) [^\\p{Cntrl}]+";

    @TempDir
    Path directory;

    /** Runs {@code once}, and returns its log. */
    private String once(Map<String, String> variables, String... options) throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = Files.writeString(directory.resolve("ddns.json"), """
                    {
                      "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                      "providers": { "cf": { "type": "cloudflare", "token": "${env:TOKEN}", "endpoint": "%s" } },
                      "records": [ { "name": "home.example.com", "types": ["A"] } ],
                      "state": { "file": "ddns-state" }
                    }
                    """.formatted(cloudflare.endpoint()));
            List<String> args = new ArrayList<>(List.of(options));
            args.addAll(List.of("once", "--config", config.toString(), "--json"));
            try (AgentProcess agent = AgentProcess.start(directory, variables, args)) {
                String log = agent.restOfLogs();
                assertThat(agent.exitStatus()).isZero();
                return log;
            }
        }
    }

    @Tag("thorough")
    @Test
    void jsonIsOneFlatObjectALineWithNumbersAsNumbers() throws Exception {
        String log = once(Map.of(), "--log", "json", "--log-level", "debug");

        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.lines().toList()) {
            JsonNode node = MAPPER.readTree(line);
            assertThat(node.isObject()).as(line).isTrue();
            assertThat(node).as(line).allMatch(JsonNode::isValueNode);
            assertThat(Instant.parse(node.get("timestamp").asText())).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
            assertThat(node.get("level").asText()).isIn("DEBUG", "INFO", "WARN");
            assertThat(node.get("service").asText()).isEqualTo("ddns-agent");
            assertThat(node.get("message").asText()).isNotBlank();
            lines.add(node);
        }
        JsonNode change = line(lines, "home.example.com A at cf was created");
        assertThat(change.get("step").asText()).isEqualTo("remember");
        assertThat(change.get("record").asText()).isEqualTo("home.example.com");
        assertThat(change.get("address").asText()).isEqualTo("203.0.113.7");
        assertThat(change.get("attempt").isIntegralNumber()).isTrue();
        JsonNode exchange = line(lines, "GET 127.0.0.1");
        assertThat(exchange.get("status").asInt()).isEqualTo(200);
        assertThat(exchange.get("duration_ms").isIntegralNumber()).isTrue();
        assertThat(exchange.get("provider").asText()).isEqualTo("cf");
        assertThat(exchange.get("trace_id").asText())
                .matches("[0-9a-f]{32}")
                .isEqualTo(change.get("trace_id").asText());
        assertThat(line(lines, "cycle 1 ended").get("cycle").asInt()).isOne();
    }

    private static JsonNode line(List<JsonNode> lines, String message) {
        return lines.stream()
                .filter(line -> line.get("message").asText().startsWith(message))
                .findFirst()
                .orElseThrow(() -> new AssertionError(message + " is not in " + lines));
    }

    @Test
    @Tag("thorough")
    void theDefaultIsALineForPeopleWithoutColourWhereThereIsNoTerminal() throws Exception {
        assertThat(once(Map.of()).lines())
                .isNotEmpty()
                .allMatch(line -> line.matches(LINE_FOR_PEOPLE))
                .anyMatch(line -> line.contains("INFO  home.example.com A at cf was created: 203.0.113.7"));
    }

    @Test
    @Tag("thorough")
    void theEnvironmentNamesALevelAndTheOptionIsStronger() throws Exception {
        assertThat(once(Map.of("DDNS_LOG", "error"))).isEmpty();
    }

    @Test
    @Tag("thorough")
    void theOptionForTheLevelIsStrongerThanTheEnvironment() throws Exception {
        assertThat(once(Map.of("DDNS_LOG", "error"), "--log-level", "debug")).contains("DEBUG GET 127.0.0.1");
    }

    @Test
    @Tag("thorough")
    void theLogGoesToAFileInsteadIfOneIsNamed() throws Exception {
        Path file = directory.resolve("agent.log");
        Files.writeString(file, "what was there before\n");

        assertThat(once(Map.of(), "--log", "json", "--log-file", file.toString()))
                .isEmpty();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSizeGreaterThan(1).first().isEqualTo("what was there before");
        assertThat(MAPPER.readTree(lines.get(1)).get("service").asText()).isEqualTo("ddns-agent");
    }

    @Test
    void aLevelInTheEnvironmentThatThereIsNotIsAnError() throws Exception {
        try (AgentProcess agent =
                AgentProcess.start(directory, Map.of("DDNS_LOG", "loud"), List.of("detect", "--config", "none"))) {
            assertThat(agent.restOfLogs())
                    .startsWith("the environment variable DDNS_LOG is \"loud\"; set it to error, warn, info or debug");
            assertThat(agent.exitStatus()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsAnErrorThatSaysWhatToDo() throws Exception {
        Path file = directory.resolve("missing/agent.log");
        try (AgentProcess agent = AgentProcess.start(
                directory, Map.of(), List.of("detect", "--config", "none", "--json", "--log-file", file.toString()))) {
            assertThat(agent.exitStatus()).isEqualTo(2);
            JsonNode answer = MAPPER.readTree(directory.resolve("out").toFile());
            assertThat(answer.at("/error/problems/0/message").asText())
                    .startsWith("--log-file: " + file + " cannot be written")
                    .contains("name a file in a directory that this user can write");
        }
    }

    @Test
    void aFormThatThereIsNotIsAnError() {
        Agent agent = Agent.run("providers", "--log", "xml");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err()).contains("--log", "xml", "text, json");
    }
}

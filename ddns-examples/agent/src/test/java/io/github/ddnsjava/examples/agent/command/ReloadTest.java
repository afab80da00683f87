package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A running agent follows its configuration. */
class ReloadTest {
    private static final String UNWATCHED = ", \"reload\": {\"watch\": false}";

    @TempDir
    Path directory;

    private Path config() {
        return directory.resolve("ddns.json");
    }

    /** As an editor saves: by another file. */
    private void save(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, config(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String json(FakeCloudflare cloudflare, String reload, String... names) {
        StringBuilder records = new StringBuilder();
        for (String name : names) {
            records.append(records.isEmpty() ? "" : ", ")
                    .append("{ \"name\": \"")
                    .append(name)
                    .append(".example.com\", \"types\": [\"A\"] }");
        }
        return """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${env:TOKEN}", "endpoint": "%s" } },
                  "records": [ %s ],
                  "schedule": { "every": "1h", "jitter": 0 },
                  "state": { "file": "ddns-state" }%s
                }
                """.formatted(cloudflare.endpoint(), records, reload);
    }

    private static String created(String name) {
        return name + ".example.com A at cf was created: 203.0.113.7";
    }

    @Test
    @Timeout(120)
    @Tag("promise-23")
    @Tag("thorough")
    void aRunningAgentFollowsItsFile() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            save(json(cloudflare, "", "a"));
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config().toString())) {
                agent.awaitLine(created("a"));

                save(json(cloudflare, "", "a", "b"));
                agent.awaitLine("the updater was reconfigured: records: 1 added (b.example.com A at cf), 1 untouched");
                agent.awaitLine(created("b"));

                save("{\"records\": [");
                assertThat(agent.awaitLine("the configuration " + config() + " cannot be used. The updater keeps the")
                                .get("level")
                                .asText())
                        .isEqualTo("WARN");

                save(json(cloudflare, "", "a", "c"));
                agent.awaitLine(created("c"));
                agent.terminate();
            }
        }
    }

    /** Signal 1 is the lowest bit of the mask. */
    private static boolean sighupIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
                .anyMatch(line -> line.matches("SigIgn:\\s+[0-9a-f]*[13579bdf]"));
    }

    @Tag("thorough")
    @Test
    @Timeout(120)
    @Tag("promise-23")
    void anotherStateFileNeedsARestartAndTheRestOfTheEditIsApplied() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            save(json(cloudflare, "", "a"));
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config().toString())) {
                agent.awaitLine(created("a"));
                save(json(cloudflare, "", "a", "b").replace("\"ddns-state\"", "\"other-state\""));
                agent.awaitLine(
                        "the updater was reconfigured: records: 1 added (b.example.com A at cf), 1 untouched; the"
                                + " change of state needs a restart, and is not in effect yet");
                agent.awaitLine(created("b"));
                agent.terminate();
            }
            assertThat(directory.resolve("other-state")).doesNotExist();
            assertThat(directory.resolve("ddns-state")).content().contains("b.example.com");
        }
    }

    @Test
    @Timeout(120)
    @Tag("thorough")
    @DisabledOnOs(OS.WINDOWS)
    void sighupReadsTheFileAgain() throws Exception {
        assumeThat(sighupIsIgnored())
                .as("SIGHUP is ignored here, as nohup makes it, and a child cannot undo that")
                .isFalse();
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            save(json(cloudflare, UNWATCHED, "a"));
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config().toString())) {
                agent.awaitLine(created("a"));
                save(json(cloudflare, UNWATCHED, "a", "b"));
                agent.hangUp();
                agent.awaitLine(created("b"));
                agent.terminate();
            }
        }
    }

    @Test
    @Timeout(120)
    @Tag("thorough")
    @Tag("promise-23")
    void anAgentStartsFromItsLastGoodFileIfItIsToldTo() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            save(json(cloudflare, "", "a"));
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config().toString())) {
                agent.awaitLine(created("a"));
                save(json(cloudflare, "", "a", "b"));
                agent.awaitLine(created("b"));
                agent.terminate();
            }
            assertThat(directory.resolve("ddns.last-good.1.json")).hasContent(json(cloudflare, "", "a", "b"));
            save("{\"records\": [");
            assertThat(Agent.run("run", "--config", config()).status()).isEqualTo(2);
            try (AgentProcess agent =
                    AgentProcess.start(directory, "run", "--last-good", "--config", config().toString())) {
                agent.awaitLine(
                        "the configuration " + config() + " cannot be used, and the agent starts with the last good");
                agent.awaitLine("the configuration " + config() + " cannot be used. The updater keeps the");
                save(json(cloudflare, "", "a", "b", "c"));
                agent.awaitLine(created("c"));
                agent.terminate();
            }
        }
    }

    @Test
    void withoutAGoodCopyTheAgentSaysSoBesideWhatIsWrong() throws IOException {
        save("{\"records\": [");
        Agent agent = Agent.run("run", "--config", config(), "--last-good=" + directory);
        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err()).contains("--last-good: there is no good copy of " + config() + " in " + directory);
        assertThat(agent.err().lines().count()).isGreaterThan(1);
    }

    @Test
    void theOptionForItStandsBeforeOrAfterTheVerbRunAndAtNoOther() throws IOException {
        save("{\"records\": [");
        for (String option : List.of("--last-good=" + directory, "--last-good")) {
            Agent agent = Agent.run(option, "run", "--config", config());
            assertThat(agent.status()).as(option).isEqualTo(2);
            assertThat(agent.err()).contains("--last-good: there is no good copy of " + config());
        }
        Agent agent = Agent.run("--last-good", "once", "--config", config());
        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err()).contains("--last-good is for the verb run");
    }

    @Test
    @Timeout(120)
    @Tag("thorough")
    @DisabledOnOs(OS.WINDOWS)
    void sighupWhileTheAgentStartsDoesNotEndIt() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Process make = new ProcessBuilder("mkfifo", config().toString()).start();
            assertThat(make.waitFor()).isZero();
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config().toString())) {
                try (OutputStream pipe = Files.newOutputStream(config())) { // when the agent reads it
                    agent.hangUp();
                    pipe.write(json(cloudflare, UNWATCHED, "a").getBytes(StandardCharsets.UTF_8));
                }
                agent.awaitLine(created("a"));
                agent.terminate();
            }
        }
    }
}

package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the state of the agent is if the configuration does not say, and that an offline reading ends. */
class AgentConfigurationTest {
    @TempDir
    Path directory;

    private Path config() {
        return directory.resolve("ddns.json");
    }

    private Path save(FakeCloudflare cloudflare, String state) throws IOException {
        return Files.writeString(config(), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "%s", "endpoint": "%s" } },
                  "records": [ { "name": "a.example.com", "types": "A" } ],
                  "schedule": { "every": "1h", "jitter": 0 }%s
                }
                """.formatted(FakeCloudflare.TOKEN, cloudflare.endpoint(), state));
    }

    @Test
    void theStateIsInTheStateDirectoryElseBesideTheConfiguration() {
        Path one = directory.resolve("one");
        String several = one + ":" + directory.resolve("two");
        assertThat(AgentConfiguration.stateDirectory(config(), Map.of("STATE_DIRECTORY", several)))
                .isEqualTo(one);
        assertThat(AgentConfiguration.stateFile(config(), Map.of("STATE_DIRECTORY", several)))
                .contains(one.resolve("ddns-state"));
        for (Map<String, String> without : List.of(Map.of("STATE_DIRECTORY", ""), Map.<String, String>of())) {
            assertThat(AgentConfiguration.stateDirectory(config(), without)).isEqualTo(directory);
            assertThat(AgentConfiguration.stateFile(config(), without)).contains(directory.resolve("ddns-state"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void rootDoesNotWriteIntoTheStateOfTheService() throws IOException {
        String owner = Files.getOwner(directory).getName();
        assertThatCode(() -> AgentConfiguration.requireOwner(directory, owner)).doesNotThrowAnyException();
        assertThatThrownBy(() -> AgentConfiguration.requireOwner(directory, "somebody"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(directory + " belongs to the user " + owner)
                .hasMessageContaining("runuser -u " + owner + " -- java -jar ddns-agent.jar");
        assertThatCode(() -> AgentConfiguration.requireOwner(directory.resolve("missing"), "somebody"))
                .as("the state says so itself")
                .doesNotThrowAnyException();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void besideAPipeIsNoPlaceForIt() throws Exception {
        Process make = new ProcessBuilder("mkfifo", config().toString()).start();
        assertThat(make.waitFor()).isZero();
        assertThat(AgentConfiguration.stateFile(config(), Map.of())).isEmpty();
        assertThat(AgentConfiguration.stateFile(config(), Map.of("STATE_DIRECTORY", directory.toString())))
                .contains(directory.resolve("ddns-state"));
    }

    @Test
    void aRecordIsRememberedWithoutASettingForTheState() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            save(cloudflare, "");
            assertThat(Agent.run("once", "--config", config()).status()).isZero();
            assertThat(directory.resolve("ddns-state")).content().contains("a.example.com");
            cloudflare.calls();
            assertThat(Agent.run("once", "--config", config()).status()).isZero();
            assertThat(cloudflare.calls()).as("the state says that all is well").isEmpty();
        }
    }

    @Test
    void checkSaysWhereTheStateIs() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            for (String name : List.of("ddns-state", "named")) {
                save(cloudflare, name.equals("named") ? ", \"state\": {\"file\": \"named\"}" : "");
                Path place = directory.resolve(name);
                for (String strict : List.of("--offline", "--strict")) {
                    assertThat(Agent.run("check", strict, "--config", config()).out())
                            .contains("State: " + place + System.lineSeparator());
                    assertThat(Agent.run("check", strict, "--config", config(), "--json")
                                    .json()
                                    .get("state")
                                    .asText())
                            .isEqualTo(place.toString());
                }
                assertThat(place).as("check writes nothing").doesNotExist();
            }
        }
    }

    @Tag("thorough")
    @Test
    @Timeout(120)
    void theStartLineSaysWhereTheStateIs() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            save(cloudflare, "");
            Path states = Files.createDirectory(directory.resolve("states"));
            try (AgentProcess agent = AgentProcess.start(
                    directory,
                    Map.of("STATE_DIRECTORY", states.toString()),
                    List.of("run", "--log", "json", "--config", config().toString()))) {
                assertThat(agent.awaitLine("ddnsjava ").get("message").asText())
                        .contains("state in file " + states.resolve("ddns-state"));
                agent.awaitLine("a.example.com A at cf was created");
                agent.terminate();
            }
            assertThat(states.resolve("ddns-state")).exists();
            assertThat(directory.resolve("ddns-state")).doesNotExist();
        }
    }

    @Test
    @Timeout(120)
    void aPlugInThatDoesNotReturnEndsAnOfflineReadingWithItsName() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> AgentConfiguration.within(Duration.ofMillis(100), () -> hang(never)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "could not be read within 100ms, because " + getClass().getName() + ".hang does not return")
                .hasMessageContaining("remove it from the folder of plug-ins");
        never.countDown();
    }

    @Test
    void whatAnOfflineReadingThrowsIsThrownAsItIs() {
        IllegalArgumentException thrown = new IllegalArgumentException("no");
        assertThatThrownBy(() -> AgentConfiguration.within(Duration.ofMinutes(1), () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    private static boolean hang(CountDownLatch never) {
        try {
            never.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

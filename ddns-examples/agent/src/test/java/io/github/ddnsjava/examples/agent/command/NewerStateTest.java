package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state file that a newer version wrote: every verb that needs the state says so, and leaves the file as it is. */
@Tag("promise-17")
class NewerStateTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"run", "once", "plan", "check"})
    void aNewerStateFileIsNamedWithItsVersionAndTheRemedyAndNothingIsTouchedOrSent(String verb) throws IOException {
        Path state = directory.resolve("ddns-state");
        Files.writeString(state, line("{\"format\":\"ddnsjava-state\",\"version\":2}") + "rows of another form\n");
        String before = Files.readString(state);
        String message = "the state file " + state.toRealPath() + " has format version 2, but this version of ddnsjava"
                + " reads only format version 1, and leaves the file unchanged; start the newer version again, or name"
                + " another file";
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare);
            List<Path> files = files();

            Agent agent = Agent.run(verb, "--config", config, "--json");
            JsonNode error = agent.json().get("error");
            assertThat(error.get("kind").asText()).isEqualTo("configuration");
            assertThat(error.get("problems")).hasSize(1);
            assertThat(error.at("/problems/0/path").asText()).isEqualTo("state.file");
            assertThat(error.at("/problems/0/message").asText()).isEqualTo(message);
            assertThat(agent.status()).isEqualTo(2);

            Agent forPeople = Agent.run(verb, "--config", config);
            assertThat(forPeople.err().strip()).isEqualTo("state.file: " + message);
            assertThat(forPeople.out()).isEmpty();
            assertThat(forPeople.status()).isEqualTo(2);

            assertThat(cloudflare.calls()).isEmpty();
            assertThat(files()).isEqualTo(files);
        }
        assertThat(Files.readString(state)).isEqualTo(before);
    }

    private Path config(FakeCloudflare cloudflare) throws IOException {
        Files.writeString(directory.resolve("token"), FakeCloudflare.TOKEN);
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${file:token}", "endpoint": "%s" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "state": { "file": "ddns-state" }
                }
                """.formatted(cloudflare.endpoint()));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** A line of the journal: the checksum of its JSON, and the JSON. */
    private static String line(String json) {
        CRC32C checksum = new CRC32C();
        checksum.update(json.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x %s", checksum.getValue(), json) + "\n";
    }
}

package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.examples.agent.log.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line by which services start. It is not picocli that reads it, and nobody can tell. */
class PlainLineTest {
    @TempDir
    Path directory;

    private Path config(String text) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --config ddns.json", "once --config /etc/ddns/a=b.json", "once --config run"})
    void aVerbWithItsConfigurationIsOne(String line) {
        assertThat(PlainLine.of(null, line.split(" "))).hasValueSatisfying(plain -> {
            assertThat(plain.verb().getClass().getSimpleName()).isEqualToIgnoringCase(line.split(" ")[0] + "Verb");
            assertThat(plain.config()).isEqualTo(Path.of(line.split(" ")[2]));
            assertThat(plain.log().format()).isEqualTo(LogFormat.text);
            assertThat(plain.log().level()).hasToString("INFO");
            assertThat(plain.log().file()).isEmpty();
        });
        assertThat(PlainLine.of("DEBUG", line.split(" ")))
                .hasValueSatisfying(plain -> assertThat(plain.log().level()).hasToString("DEBUG"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "once --config",
                "once --config=ddns.json",
                "once --config ddns.json --json",
                "once --config ddns.json --verify",
                "once --config --json",
                "once --config @arguments",
                "once --config -",
                "plan --config ddns.json",
                "Run --config ddns.json",
                "once --json ddns.json",
                "--config ddns.json once",
                "once --config a\u0000b",
            })
    void picocliReadsEveryOtherLine(String line) {
        assertThat(PlainLine.of(null, line.split(" "))).isEmpty();
    }

    @Test
    void aLevelOfTheEnvironmentThatThereIsNotIsToldByPicocli() {
        assertThat(PlainLine.of("loud", "run", "--config", "ddns.json")).isEmpty();
    }

    @Test
    void theAnswerIsThatOfPicocli() throws IOException {
        Path wrong = config("{\"records\": []}");
        Path missing = directory.resolve("missing.json");

        for (Path file : List.of(wrong, missing)) {
            Agent plain = Agent.run("once", "--config", file);
            Agent read = Agent.run("once", "--config=" + file);
            assertThat(plain.status()).isEqualTo(read.status()).isNotZero();
            assertThat(plain.out()).isEqualTo(read.out());
            assertThat(plain.err()).isEqualTo(read.err());
        }
    }

    @Test
    @Tag("thorough")
    void aProcessOfAServiceLoadsNoCommandOfPicocli() throws Exception {
        Path file = config("{}");
        try (AgentProcess agent = AgentProcess.start(
                List.of("-Xlog:class+load:file=" + directory.resolve("classes")),
                directory,
                Map.of(),
                List.of("once", "--config", file.toString()))) {
            assertThat(agent.exitStatus()).isEqualTo(2);
        }
        assertThat(directory.resolve("classes"))
                .content()
                .contains("io.github.ddnsjava.examples.agent.command.PlainLine ")
                .doesNotContain("picocli.CommandLine ", "picocli.CommandLine$Model", "java.lang.reflect.Proxy ");
    }
}

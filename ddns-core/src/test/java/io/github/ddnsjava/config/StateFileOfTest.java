package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.follow.LastGood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of a configuration that is broken, by which the process that runs with it is found. */
class StateFileOfTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = directory.resolve("ddns.json");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    @Test
    void whateverElseIsWrongTheStateIsFound() throws IOException {
        Path state = directory.resolve("ddns-state");
        for (String text : new String[] {
            "{\"state\": {\"file\": \"ddns-state\"}}",
            "{\"state\": {\"file\": \"ddns-state\"}, \"nonsense\": 1, \"records\": null, \"providers\": {\"x\": {\"type\": \"none\"}}}",
            "{\"nonsense\": 1, \"nonsense\": 2, \"state\": {\"file\": \"ddns-state\", \"fiel\": \"x\"}}",
            "{\"state\": {\"file\": \"ddns-state\"}, \"secrets\": {\"vault\": {\"address\": \"${env:NOT_THERE}\"}}}"
        }) {
            write(text);
            assertThat(UpdaterConfiguration.stateFileOf(file, directory))
                    .as(text)
                    .contains(state);
        }
        write("{\"records\": []}");
        assertThat(UpdaterConfiguration.stateFileOf(file, directory)).isEmpty();
    }

    @Test
    void ofATextThatCannotBeReadTheLastGoodCopyTellsIt() throws IOException {
        for (String broken : new String[] {
            "{\"records\": [", "{\"state\": {\"file\": {}}}", "{\"state\": {\"file\": \"${env:NOT_THERE}\"}}"
        }) {
            write(broken);
            assertThatThrownBy(() -> UpdaterConfiguration.stateFileOf(file, directory))
                    .as(broken)
                    .isInstanceOf(ConfigurationException.class);
        }
        LastGood.keep(directory, file, "{\"state\": {\"file\": \"the-state\"}}".getBytes(StandardCharsets.UTF_8));
        assertThat(UpdaterConfiguration.stateFileOf(file, directory)).contains(directory.resolve("the-state"));
        Files.delete(file);
        assertThat(UpdaterConfiguration.stateFileOf(file, directory)).contains(directory.resolve("the-state"));
    }
}

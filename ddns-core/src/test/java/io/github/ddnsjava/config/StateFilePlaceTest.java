package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state must not replace the configuration, nor any file that it names. */
@Tag("promise-23")
@ExtendWith(OnThePath.class)
class StateFilePlaceTest {
    @TempDir
    Path directory;

    private Path configuration(String stateFile) throws Exception {
        Files.writeString(directory.resolve("token"), "t0ken");
        return Files.writeString(directory.resolve("ddns.json"), """
                {"detectors": {"lan": {"type": "file", "path": "addresses"},
                               "own": {"type": "command", "command": ["./my-ip", "--wan"]},
                               "echo": {"type": "http", "urls": [{"url": "https://a.example", "format": "trace", "key": "ip"}]}},
                 "providers": {"full": {"type": "test-full", "token": "${file:token}"}},
                 "records": [{"name": "home.example.com", "types": ["A"], "detector": "lan"}],
                 "secrets": {"keystore": {"file": "store.p12", "password": "x"}},
                 "state": {"file": "%s"}}
                """.formatted(stateFile));
    }

    @ParameterizedTest
    @CsvSource({
        "ddns.json, the configuration itself",
        "./x/../ddns.json, the configuration itself",
        "token, the file that providers.full.token names",
        "addresses, the file that detectors.lan.path names",
        "my-ip, the file that detectors.own.command names",
        "store.p12, the file that secrets.keystore.file names",
    })
    void aFileThatTheConfigurationIsOrNamesIsNotTheState(String stateFile, String taken) throws Exception {
        Files.createDirectory(directory.resolve("x"));
        Path file = configuration(stateFile);
        String before = Files.readString(file);

        assertThatThrownBy(() -> UpdaterConfiguration.load(file))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.problems()).hasSize(1);
                    assertThat(e.problems().get(0).path()).isEqualTo("state.file");
                    assertThat(e.problems().get(0).message())
                            .startsWith("is " + directory.resolve(stateFile) + "; the state would replace ")
                            .endsWith(taken);
                });
        assertThat(file).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"state\": {}", "\"$schema\": \"none\""})
    void theUsualPlaceOfAProgramIsUsedIfNoneIsNamed(String without) throws Exception {
        Path file = configuration("mine");
        Path usual = directory.resolve("usual");
        Optional<Path> place = Optional.of(usual);
        assertThat(UpdaterConfiguration.load(file, place).stateFile()).contains(directory.resolve("mine"));

        Files.writeString(file, Files.readString(file).replace("\"state\": {\"file\": \"mine\"}", without));
        assertThat(UpdaterConfiguration.load(file).stateFile()).isEmpty();
        UpdaterConfiguration configuration = UpdaterConfiguration.load(file, place);
        assertThat(configuration.stateFile()).contains(usual);
        assertThat(configuration.reread().stateFile()).contains(usual);
        assertThat(configuration.explain().get(0).weaknesses())
                .extracting(RecordExplanation.Weakness::path)
                .doesNotContain("state");
        assertThat(UpdaterConfiguration.loadOffline(file, place).stateFile()).contains(usual);
        configuration.keepLastGood();
        assertThat(UpdaterConfiguration.loadLastGood(file, directory, place).stateFile())
                .contains(usual);
    }

    @Test
    void theUsualPlaceIsCheckedAsOneThatIsNamed() throws Exception {
        Path file = configuration("mine");
        Files.writeString(file, Files.readString(file).replace("\"state\": {\"file\": \"mine\"}", "\"state\": {}"));

        assertThatThrownBy(() -> UpdaterConfiguration.load(file, Optional.of(directory.resolve("token"))))
                .hasMessageContaining("the state would replace the file that providers.full.token names");
        assertThatThrownBy(() -> UpdaterConfiguration.load(file, Optional.of(directory.resolve("none/state"))))
                .hasMessageContaining("state.file: is " + directory.resolve("none/state")
                        + ", whose directory does not exist; create it, or name another");
    }

    @Test
    void neitherIsAFileThatStandsWhereTheStateWritesBeside() throws Exception {
        Path file = configuration("ddns-state");
        Path beside = Files.move(file, directory.resolve("ddns-state.previous"));

        assertThatThrownBy(() -> UpdaterConfiguration.load(beside))
                .hasMessageContaining("the state would replace ddns-state.previous, the configuration itself");
    }

    @Test
    void neitherTheStateNorACopyOfTheConfigurationReplacesTheOtherOrAFileThatIsNamed() throws Exception {
        Path copy = configuration("ddns.last-good.1.json");
        assertThatThrownBy(() -> UpdaterConfiguration.load(copy))
                .hasMessageContaining("the state would replace a last good copy of the configuration");

        Path file = configuration("ddns-state");
        Files.move(directory.resolve("token"), directory.resolve("ddns.last-good.2.json"));
        Files.writeString(file, Files.readString(file).replace("file:token", "file:ddns.last-good.2.json"));
        assertThatThrownBy(() -> UpdaterConfiguration.load(file))
                .hasMessageContaining("the last good copies of the configuration would replace ddns.last-good.2.json,"
                        + " the file that providers.full.token names");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToTheConfigurationIsTheConfiguration() throws Exception {
        Path file = configuration("link");
        Files.createSymbolicLink(directory.resolve("link"), file);

        assertThatThrownBy(() -> UpdaterConfiguration.load(file)).hasMessageContaining("the configuration itself");
    }

    @Test
    void aStateOfTheSameNameAsADetectorOrAProviderIsFine() throws Exception {
        for (String name : new String[] {"lan", "full", "ddns-state", "home.example.com", "ip"}) {
            assertThat(UpdaterConfiguration.load(configuration(name)).records()).hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPipeIsNoState() throws Exception {
        Path file = configuration("pipe");
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> UpdaterConfiguration.load(file)).hasMessageContaining("this is a pipe or a device");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aConfigurationIsReadFromAPipeWithAMarkOrNot() throws Exception {
        Path file = configuration("ddns-state");
        Files.writeString(file, "\uFEFF" + Files.readString(file));
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("sh", "-c", "cat " + file + " > " + pipe).start();

        assertThat(UpdaterConfiguration.load(pipe).records()).hasSize(1);
        assertThat(writer.waitFor()).isZero();
        assertThat(UpdaterConfiguration.load(file).records()).hasSize(1);
        Files.writeString(file, Files.readString(file), StandardCharsets.UTF_16LE);
        assertThat(UpdaterConfiguration.load(file).records()).hasSize(1);
        Files.writeString(
                file, Files.readString(file, StandardCharsets.UTF_16LE).substring(1), StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> UpdaterConfiguration.load(file)).hasMessageContaining("save it as UTF-8");
        assertThatThrownBy(() -> UpdaterConfiguration.load(Path.of("/dev/zero")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is larger than 4 MiB");
    }
}

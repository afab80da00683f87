package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.follow.LastGood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever may write a configuration that names a program decides what runs here: nobody else may. */
@Tag("promise-23")
@ExtendWith(OnThePath.class)
@DisabledOnOs(OS.WINDOWS)
class NamedProgramTest {
    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = made("etc");
    }

    private Path made(String name) throws IOException {
        Path made = Files.createDirectory(temporary.resolve(name));
        chmod(made, "rwxr-xr-x");
        return made;
    }

    private Path configuration(String detector) throws IOException {
        Path file = Files.writeString(directory.resolve("ddns.json"), """
                {"detectors": {"own": %s},
                 "providers": {"full": {"type": "test-full", "token": "t0ken"}},
                 "records": [{"name": "home.example.com", "types": ["A"]}]}
                """.formatted(detector));
        chmod(file, "rw-r--r--");
        return file;
    }

    private static void chmod(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> UpdaterConfiguration.load(file))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.problems()).hasSize(1);
                    assertThat(e.problems().get(0).path()).isEqualTo("detectors.own.command");
                    assertThat(e.problems().get(0).message())
                            .startsWith("names a program in a configuration that others may write")
                            .contains(reason);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, rwx------, ''",
        "rw-r--r--, rwxr-xr-x, ''",
        "rw-rw-rw-, rwx------, ''",
        "rw-r--r--, rwx-w--w-, ''",
        "rw-rw-r--, rwx-----x, /ddns.json may be written by others (rw-rw-r--); chmod go-w",
        "rw----rw-, rwxr-x---, /ddns.json may be written by others (rw----rw-); chmod go-w",
        "rw-r--r--, rwx-w---x, ''",
        "rw-rw-r--, rwxr-xr-x, /ddns.json may be written by others (rw-rw-r--); chmod go-w",
        "rw-r--rw-, rwxr-xr-x, /ddns.json may be written by others (rw-r--rw-); chmod go-w",
        "rw-r--r--, rwxrwxr-x, /etc may be written by others (rwxrwxr-x); chmod go-w",
        "rw-r--r--, rwxr-xrwx, /etc may be written by others (rwxr-xrwx); chmod go-w"
    })
    void itIsRefusedIfOthersMayWriteItOrReplaceIt(String file, String folder, String reason) throws IOException {
        Path configuration = configuration("{\"type\": \"command\", \"command\": [\"/bin/true\"]}");
        chmod(configuration, file);
        chmod(directory, folder);

        if (reason.isEmpty()) {
            assertThat(UpdaterConfiguration.load(configuration).records()).hasSize(1);
        } else {
            assertRefused(configuration, reason);
        }
    }

    @Test
    void aLinkIsFollowedAndItsDirectoryCounts() throws IOException {
        Path real = configuration("{\"type\": \"command\", \"command\": [\"/bin/true\"]}");
        Path links = made("links");
        Path link = Files.createSymbolicLink(links.resolve("ddns.json"), real);
        assertThat(UpdaterConfiguration.load(link).records()).hasSize(1);

        chmod(links, "rwxrwxrwx");
        assertRefused(link, "/links may be written by others");
        chmod(links, "rwxr-xr-x");
        chmod(real, "rw-rw-rw-");
        assertRefused(link, "/etc/ddns.json may be written by others");
    }

    @Test
    void inADirectoryWhereOnlyOwnersMayReplaceAFileItIsTaken() throws IOException {
        Path configuration = configuration("{\"type\": \"command\", \"command\": [\"/bin/true\"]}");
        Files.setAttribute(directory, "unix:mode", 01777);

        assertThat(UpdaterConfiguration.load(configuration).records()).hasSize(1);
    }

    @Test
    void thatOfAnotherUserIsRefused() throws IOException {
        Path configuration = configuration("{\"type\": \"command\", \"command\": [\"/bin/true\"]}");
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Files.setAttribute(configuration, "unix:uid", 12345);

        assertRefused(configuration, "belongs to another user");
    }

    @Test
    void oneThatNamesNoProgramIsTakenWhoeverMayWriteIt() throws IOException {
        Path configuration =
                configuration("{\"type\": \"static\", \"ipv4\": \"192.0.2.1\", \"allow\": \"192.0.2.0/24\"}");
        chmod(configuration, "rw-rw-rw-");

        assertThat(UpdaterConfiguration.load(configuration).records()).hasSize(1);
    }

    @Test
    void oneBelowADirectoryThatOthersMayWriteIsRefused() throws IOException {
        Path open = made("open");
        Path inner = Files.createDirectory(open.resolve("inner"));
        chmod(inner, "rwxr-xr-x");
        directory = inner;
        Path configuration = configuration("{\"type\": \"command\", \"command\": [\"/bin/true\"]}");
        assertThat(UpdaterConfiguration.load(configuration).records()).hasSize(1);

        chmod(open, "rwxrwxrwx");
        assertRefused(configuration, "/open may be written by others");
        Files.setAttribute(open, "unix:mode", 01777);
        assertThat(UpdaterConfiguration.load(configuration).records()).hasSize(1);
    }

    @Test
    void aCopyThatOthersMayWriteIsRefusedAsTheFileItselfWouldBe() throws IOException {
        Path configuration = configuration("{\"type\": \"command\", \"command\": [\"/bin/true\"]}");
        Path copies = made("state");
        Path copy =
                Files.copy(configuration, LastGood.copies(copies, configuration).get(0));
        assertThat(UpdaterConfiguration.loadLastGood(configuration, copies).records())
                .hasSize(1);

        chmod(copies, "rwxrwxrwx");
        assertThatThrownBy(() -> UpdaterConfiguration.loadLastGood(configuration, copies))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names a program in a configuration that others may write");
        chmod(copies, "rwxr-xr-x");
        chmod(copy, "rw-rw-rw-");
        assertThatThrownBy(() -> UpdaterConfiguration.loadLastGood(configuration, copies))
                .hasMessageContaining("names a program in a configuration that others may write");
    }
}

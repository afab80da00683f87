package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with secrets that others may read, and files that others may write. */
@ExtendWith(OnThePath.class)
@Tag("promise-22")
class ReadableFilesTest {
    private Path directory = Path.of("");

    /** A directory to which others may pass: one of JUnit is private, and the checkout may be below a private one. */
    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory("ddns-rights");
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        for (Path above = directory.getParent(); above != null; above = above.getParent()) {
            assumeTrue(PosixFilePermissions.toString(Files.getPosixFilePermissions(above))
                    .matches(".*x.*x.*x.*|.*x.*x..."));
        }
        chmod(directory, "rwxr-xr-x");
        write("token", "t0ken");
        write("ddns.json", """
                {"detectors": {"wan": {"type": "test-known"}},
                 "providers": {"full": {"type": "test-full", "token": "${file:token}"}},
                 "records": [{"name": "home.example.com", "types": ["A"]}]}
                """);
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void write(String name, String content) throws IOException {
        chmod(Files.writeString(directory.resolve(name), content), "rw-------");
    }

    private static void chmod(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    /** Who runs the tests owns the files; for root the remedy is another, because a service reads the files of root. */
    private String remedied(String warning) throws IOException {
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
        return !isRoot
                ? warning
                : warning.replaceFirst(
                                "chmod go-r (.*)",
                                "chgrp GROUP $1 && chmod o-r $1, where GROUP is that of the user who runs this program as a service")
                        .replaceFirst(
                                "chmod go-rw (.*)",
                                "chgrp GROUP $1 && chmod g-w,o-rw $1, where GROUP is that of the user who runs this program as"
                                        + " a service");
    }

    private List<String> warnings() {
        return UpdaterConfiguration.load(directory.resolve("ddns.json")).warnings().stream()
                .map(ConfigurationException.Entry::toString)
                .map(text -> text.replace(directory.toString(), "DIR"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, rwxr-xr-x, ''",
        "rw----r--, rwxr-xr-x, DIR/token may be read by others (rw----r--); chmod go-r DIR/token",
        "rw----r--, rwx-----x, DIR/token may be read by others (rw----r--); chmod go-r DIR/token",
        "rw-r--r--, rwx------, ''",
        "rw--wx-wx, rwxr-xr-x, DIR/token may be written by others (rw--wx-wx); chmod go-w DIR/token",
        "rw-rw-rw-, rwxr-xr-x, DIR/token may be read and written by others (rw-rw-rw-); chmod go-rw DIR/token",
        "rw-rw-rw-, rwx------, ''",
        "rw-------, rwxrwxr-x, DIR may be written by others (rwxrwxr-x); chmod go-w DIR"
    })
    void aFileOfAReferenceIsWarnedOfIfOthersMayReadOrWriteIt(String file, String folder, String warning)
            throws IOException {
        chmod(directory.resolve("token"), file);
        chmod(directory, folder);
        assertThat(warnings())
                .filteredOn(text -> text.startsWith("providers"))
                .containsExactlyElementsOf(
                        warning.isEmpty() ? List.of() : List.of("providers.full.token: " + remedied(warning)));
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, t0ken, may be read by others (rw-r--r--); chmod go-r",
        "rw-rw-rw-, t0ken, may be read and written by others (rw-rw-rw-); chmod go-rw",
        "rw--w--w-, t0ken, may be written by others (rw--w--w-); chmod go-w",
        "rw-r--r--, ${file:token}, ''",
        "rw-rw-rw-, ${file:token}, may be written by others (rw-rw-rw-); chmod go-w"
    })
    void theConfigurationItselfIsWarnedOfIfItHasASecretThatOthersMayReadOrIfOthersMayWriteIt(
            String rights, String token, String warning) throws IOException {
        Path file = directory.resolve("ddns.json");
        write("ddns.json", Files.readString(file).replace("${file:token}", token));
        chmod(file, rights);
        assertThat(warnings())
                .containsExactlyElementsOf(
                        warning.isEmpty()
                                ? List.of()
                                : List.of(remedied("DIR/ddns.json " + warning + " DIR/ddns.json")));
    }

    /** A service reads the secrets of root by its group, as root:ddns 0640. */
    @Test
    void theGroupMayReadAFileOfRootButNotOneOfTheUserUnlessEverybodyIsInIt() throws IOException {
        Path token = directory.resolve("token");
        chmod(token, "rw-r-----");
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(token, "unix:uid"));
        String warning = "providers.full.token: DIR/token may be read by others (rw-r-----); chmod go-r DIR/token";
        assertThat(warnings()).isEqualTo(isRoot ? List.of() : List.of(warning));

        assumeTrue(isRoot);
        Files.setAttribute(
                token,
                "posix:group",
                token.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("users"));
        assertThat(warnings()).containsExactly(remedied(warning));
    }

    @Test
    void whatAClusterMountsIsLeftToIt() throws IOException {
        Path version = Files.createDirectory(directory.resolve("..2026_03_01"));
        Files.move(directory.resolve("token"), version.resolve("token"));
        chmod(version.resolve("token"), "rw-r--r--");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_03_01"));
        Files.createSymbolicLink(directory.resolve("token"), Path.of("..data/token"));
        assertThat(warnings()).isEmpty();
    }
}

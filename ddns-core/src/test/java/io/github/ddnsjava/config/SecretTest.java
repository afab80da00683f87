package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    @TempDir
    Path directory;

    @Test
    @Tag("promise-22")
    void theTextOfASecretIsItsOriginNeverItsValue() {
        assertThat(Secret.of("s3cret")).hasToString("Secret[given]");
        assertThat(Secret.env("PATH")).hasToString("Secret[env:PATH]");
        assertThat(Secret.file(Path.of("token"))).hasToString("Secret[file:token]");
        assertThat(Secret.from("vault:a/b", () -> "s3cret")).hasToString("Secret[vault:a/b]");
    }

    @Test
    void aSecretIsReadAtEachUse() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        Secret counted = Secret.from("counter", () -> "s" + reads.incrementAndGet());
        assertThat(counted.reveal() + counted.reveal()).isEqualTo("s1s2");

        Path file = directory.resolve("token");
        Secret rotated = Secret.file(file);
        Files.writeString(file, "old\n");
        assertThat(rotated.reveal()).isEqualTo("old");
        Files.writeString(file, "new\r\n");
        assertThat(rotated.reveal()).isEqualTo("new");
    }

    @Test
    void anEnvironmentVariableIsReadAndAMissingOneIsNamed() {
        assertThat(Secret.env("PATH").reveal()).isEqualTo(System.getenv("PATH"));
        assertThatThrownBy(() -> Secret.env("DDNS_NO_SUCH_VARIABLE").reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DDNS_NO_SUCH_VARIABLE is not set");
    }

    @Test
    void aFileThatIsMissingEmptyOrTooLargeIsNamed() throws IOException {
        Path file = directory.resolve("token");
        Secret secret = Secret.file(file);
        assertThatThrownBy(secret::reveal)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("there is no such file");

        Files.writeString(file, "\n");
        assertThatThrownBy(secret::reveal).hasMessageContaining("is empty");

        Files.writeString(file, "s".repeat(64 * 1024 + 1));
        assertThatThrownBy(secret::reveal)
                .hasMessageContaining("larger than 64 KiB")
                .hasMessageNotContaining("sss");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatItsDiskDoesNotGiveIsATemporaryProblem() {
        Path unreadable = Path.of("/proc/self/mem"); // a regular file; its first bytes are an input/output error
        assertThatThrownBy(() -> Secret.file(unreadable).reveal())
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("the secret's file /proc/self/mem cannot be used: it cannot be read");
    }

    @Test
    @Tag("promise-22")
    void whiteSpaceAtTheEndsOfASecretIsRefusedAndNamedWhereverItComesFrom() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "s3cret\u00A0\n");

        assertThatThrownBy(() -> Secret.file(file).reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the secret's file " + file + " ends with U+00A0 NO-BREAK SPACE; remove that character");
        assertThatThrownBy(() -> Secret.of(" s3cret").reveal())
                .hasMessage("the secret begins with U+0020 SPACE; remove that character");
        assertThatThrownBy(() -> Secret.from("vault:a/b", () -> "s3cret\0").reveal())
                .hasMessage("the secret of vault:a/b ends with U+0000 NULL; remove that character");
        assertThatThrownBy(() -> Secret.of("s3cr\uFFFDt").reveal())
                .hasMessage("the secret contains U+FFFD REPLACEMENT CHARACTER; where its encoding was not known, a"
                        + " character was lost: run this process with LC_ALL=C.UTF-8");
        assertThat(Secret.of("s3cret\r\n").reveal()).isEqualTo("s3cret");
        assertThat(Secret.from("vault:a/b", () -> "s3cret\n").reveal()).isEqualTo("s3cret");
    }

    @Test
    void aFileMayBeUtf16WithAMarkButNotMalformed() throws IOException {
        Path file = directory.resolve("token");

        Files.write(file, "\uFEFFs3crét\r\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(Secret.file(file).reveal()).isEqualTo("s3crét");
        Files.write(file, "s3crét".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Secret.file(file).reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is not UTF-8 text")
                .hasMessageNotContaining("s3cr");
    }

    @Test
    @Tag("promise-22")
    void aReferenceInCodeIsNoSecret() {
        assertThatThrownBy(() -> Secret.of("${env:TOKEN}")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Secret.of("${oddly").reveal()).isEqualTo("${oddly");
    }
}

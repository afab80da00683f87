package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
                .hasMessageContaining("cannot be read");

        Files.writeString(file, "\n");
        assertThatThrownBy(secret::reveal).hasMessageContaining("is empty");

        Files.writeString(file, "s".repeat(64 * 1024 + 1));
        assertThatThrownBy(secret::reveal)
                .hasMessageContaining("larger than 64 KiB")
                .hasMessageNotContaining("sss");
    }
}

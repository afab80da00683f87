package io.github.ddnsjava.internal.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreSecretsTest {
    @TempDir
    Path directory;

    private Function<String, Secret> credentials(Map<String, String> environment) {
        return new CoreSecrets(name -> Optional.ofNullable(environment.get(name)))
                .open("credential", Settings.none(), ProviderContext.standard());
    }

    @Test
    void credentialsLieWhereTheServiceManagerPutThem() throws IOException {
        Files.writeString(directory.resolve("token"), "s3cret\n");
        Function<String, Secret> credentials = credentials(Map.of("CREDENTIALS_DIRECTORY", directory.toString()));
        assertThat(credentials.apply("token").reveal()).isEqualTo("s3cret");
        assertThatThrownBy(() -> credentials.apply("other").reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(directory.resolve("other") + " cannot be used: there is no such file");
        assertThat(credentials(Map.of()).apply("token")).hasToString("Secret[file:/run/secrets/token]");
        assertThatThrownBy(() -> credentials(Map.of()).apply("no-such-token").reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/run/secrets/no-such-token")
                .hasMessageContaining("$CREDENTIALS_DIRECTORY is not set");
    }

    /** Otherwise they would be read from the working directory. */
    @Test
    void anEmptyVariableIsNoDirectoryOfCredentials() {
        assertThat(credentials(Map.of("CREDENTIALS_DIRECTORY", ""))
                        .apply("token")
                        .file())
                .contains(CoreSecrets.RUN_SECRETS.resolve("token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../token", "/etc/shadow", "a\\b", "a\nb"})
    void aCredentialHasNoDirectory(String name) {
        assertThatThrownBy(() -> credentials(Map.of()).apply(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names no credential");
    }

    @Test
    void aFileIsRelativeToTheConfiguration() throws IOException {
        Files.writeString(directory.resolve("token"), "s3cret\n");
        Settings settings = Settings.ofLiterals("secrets.file", directory, Map.of());
        Function<String, Secret> files = new CoreSecrets().open("file", settings, ProviderContext.standard());
        assertThat(files.apply("token").reveal()).isEqualTo("s3cret");
        assertThatThrownBy(() -> files.apply("a\0b")).isInstanceOf(ConfigurationException.class);
    }
}

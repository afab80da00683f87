package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that are encrypted by the program, and files of secrets that others may read. */
class SecretsTest {
    @TempDir
    Path directory;

    private static Agent piped(String input, Object... args) {
        return piped(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    private static Agent piped(InputStream input, Object... args) {
        InputStream before = System.in;
        System.setIn(input);
        try {
            return Agent.run(args);
        } finally {
            System.setIn(before);
        }
    }

    private Path key() {
        Path key = directory.resolve("key");
        assertThat(Agent.run("encrypt", "--new-key", key).status()).isZero();
        return key;
    }

    private Path configuration(String token, String secrets) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "%s", "endpoint": "http://127.0.0.1:9" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "secrets": %s
                }
                """.formatted(token, secrets));
    }

    @Test
    @Tag("promise-22")
    void aSecretIsEncryptedAndReadFromTheConfiguration() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path key = key();
            Agent encrypted = piped(FakeCloudflare.TOKEN + "\n", "encrypt", "--key", key);
            assertThat(encrypted.status()).isZero();
            assertThat(encrypted.err()).isEmpty();
            String reference = encrypted.out().strip();
            assertThat(reference).matches("\\$\\{encrypted:v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+}");
            assertThat(piped("token-1", "encrypt", "--key", key, "--json")
                            .json()
                            .get("reference")
                            .asText())
                    .startsWith("${encrypted:v1.");

            Path config =
                    Files.writeString(directory.resolve("ddns.json"), """
                    {
                      "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                      "providers": { "cf": { "type": "cloudflare", "token": "%s", "endpoint": "%s" } },
                      "records": [ { "name": "home.example.com", "types": ["A"] } ],
                      "secrets": { "encrypted": { "key": "${file:key}" } }
                    }
                    """.formatted(reference, cloudflare.endpoint()));
            Agent once = Agent.run("once", "--config", config);
            assertThat(once.out()).contains("created");
        }
    }

    @Test
    @Tag("promise-22")
    void aNewKeyIsForItsOwnerOnlyAndReplacesNone() throws IOException {
        Path key = key();
        assertThat(Files.readString(key)).matches("ddns-key-v1\\.[A-Za-z0-9_-]{43}\n");
        if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
        String before = Files.readString(key);
        Agent again = Agent.run("encrypt", "--new-key", key);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
        assertThat(Files.readString(key)).isEqualTo(before);
    }

    @Test
    void whyAKeyCannotBeWrittenIsSaidInWords() {
        Agent agent =
                Agent.run("encrypt", "--new-key", directory.resolve("none").resolve("key"));

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err())
                .contains("cannot be written: there is no directory " + directory.resolve("none"))
                .doesNotContain("java.", "Exception");
    }

    @Test
    @Tag("thorough")
    void aPassphraseEncryptsToo() throws IOException {
        Path passphrase = Files.writeString(directory.resolve("phrase"), "correct horse battery\n");
        Agent encrypted = piped("token-1\n", "encrypt", "--passphrase", passphrase);
        assertThat(encrypted.status()).isZero();
        assertThat(encrypted.out()).startsWith("${encrypted:v1.p");
    }

    @Test
    @Tag("promise-22")
    void theSecretIsNoArgumentAndWrongInputIsRefused() throws IOException {
        Path key = key();
        assertThat(Agent.run("encrypt", "--key", key, "token-1").status()).isEqualTo(2);
        assertThat(Agent.run("encrypt").status()).isEqualTo(2);
        assertThat(Agent.run("encrypt", "--key", key, "--new-key", key).status())
                .isEqualTo(2);
        assertThat(piped("", "encrypt", "--key", key).err()).contains("the secret is empty");
        Agent padded = piped("token-1 \n", "encrypt", "--key", key);
        assertThat(padded.status()).isEqualTo(2);
        assertThat(padded.err()).contains("ends with U+0020 SPACE").doesNotContain("token-1");
        assertThat(piped("x".repeat(70_000), "encrypt", "--key", key).err()).contains("larger than 64 KiB");
        assertThat(piped("token-1", "encrypt", "--key", directory.resolve("none"))
                        .err())
                .contains("there is no such file");
    }

    @Test
    void nobodyIsAskedForASecretThatCannotBeEncrypted() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong"), "no key\n");
        for (String option : new String[] {"--key", "--passphrase"}) {
            InputStream input = new ByteArrayInputStream("token-1\n".getBytes(StandardCharsets.UTF_8));
            Agent refused = piped(input, "encrypt", option, wrong);
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.err()).contains(option.equals("--key") ? "has the wrong form" : "is shorter than 12");
            assertThat(input.available()).as("nothing was read").isEqualTo(8);
        }
    }

    @Test
    void aSecretOfAnotherEncodingIsRefusedWithItsRemedy() {
        Agent refused =
                piped(new ByteArrayInputStream(new byte[] {'a', (byte) 0xE4, 'b', '\n'}), "encrypt", "--key", key());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("not encoded as UTF-8; convert it").doesNotContain("LC_ALL");
    }

    @Test
    @Tag("promise-22")
    void aStrictCheckFailsIfOthersMayReadASecret() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path token = Files.writeString(directory.resolve("token"), FakeCloudflare.TOKEN + "\n");
            Path config = configuration("${file:token}", "{}");
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace("http://127.0.0.1:9", cloudflare.endpoint().toString()));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Agent safe = Agent.run("check", "--strict", "--config", config, "--json");
            assertThat(safe.json().has("warnings")).isFalse();

            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(Agent.run("check", "--config", config).out())
                    .contains("Warning: providers.cf.token: ", "/token may be read by others (rw-r--r--); ch");
            Agent strict = Agent.run("check", "--strict", "--config", config, "--json");
            assertThat(strict.status()).isEqualTo(1);
            assertThat(strict.json().at("/warnings/0/path").asText()).isEqualTo("providers.cf.token");
        }
    }

    @Test
    @Tag("promise-22")
    void aSecretThatIsAnArgumentIsRefusedAndNotRepeated() {
        Path key = key();
        for (String json : new String[] {"", "--json"}) {
            Agent agent = json.isEmpty()
                    ? Agent.run("encrypt", "CANARYarg", "--key", key)
                    : Agent.run("encrypt", "CANARYarg", "--key", key, json);
            assertThat(agent.status()).isEqualTo(2);
            assertThat(agent.out() + agent.err())
                    .contains("encrypt takes no secret as an argument")
                    .doesNotContain("CANARY");
        }
    }

    @Test
    void aReferenceIsNotEncrypted() {
        Agent agent = piped("${env:HOME}\n", "encrypt", "--key", key());
        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.err()).contains("the secret begins with ${");
    }
}

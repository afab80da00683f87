package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the references of a configuration lead. */
@ExtendWith(OnThePath.class)
class SecretSourcesTest {
    @TempDir
    Path directory;

    /** The source {@code test-shop} of a user's jar: its names say what happens. */
    public static final class Shop implements SecretSource {
        @Override
        public List<TypeDescriptor> describe() {
            SettingSpec word = SettingSpec.secret("word", "the word that every secret begins with");
            return List.of(new TypeDescriptor("test-shop", "A shop", "", List.of(word), "", "", List.of()));
        }

        static final AtomicInteger OPENED = new AtomicInteger();

        @Override
        public Function<String, Secret> open(String type, Settings settings, ProviderContext context) {
            OPENED.incrementAndGet();
            Secret word = settings.secret("word");
            return name -> Secret.from("test-shop:" + name, () -> {
                if (name.equals("never")) {
                    throw new AssertionError("it was asked");
                }
                if (name.equals("closed")) {
                    throw TransientException.notSent("the secret source test-shop is closed", null);
                }
                if (name.equals("transport")) {
                    return "transport-" + System.identityHashCode(context.http());
                }
                if (name.equals("sold-out")) {
                    throw new ConfigurationException("", "the secret source test-shop has none", "");
                }
                return word.reveal() + "-" + name;
            });
        }
    }

    private Secret token(String reference, String secrets) {
        return token(reference, secrets, "\"test-known\"");
    }

    private Secret token(String reference, String secrets, String detectorType) {
        String json = """
                { "detectors": { "wan": { "type": %s } },
                  "providers": { "acme": { "type": "test-full", "token": "%s" } },
                  "records": [ { "name": "home.example.com", "type": "A" } ],
                  "secrets": %s }
                """.formatted(detectorType, reference, secrets);
        Settings settings = ((OnThePath.Shown) SteadyProvider.inner(ConfigurationReader.read(
                                ConfigurationReader.json(json),
                                directory,
                                Optional.empty(),
                                ProviderContext.standard(),
                                List.of())
                        .providers()
                        .get("acme")))
                .settings();
        return settings.secret("token");
    }

    private List<String> problems(String reference, String secrets) {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> token(reference, secrets));
        return e.problems().stream().map(ConfigurationException.Entry::toString).toList();
    }

    @Test
    void theKeyOfASectionIsTheWordOfItsReferences() {
        assertThat(token("${test-shop:a}", "{\"test-shop\": {\"word\": \"x1\"}}")
                        .reveal())
                .isEqualTo("x1-a");
        assertThat(token("${shop2:a}", "{\"shop2\": {\"type\": \"test-shop\", \"word\": \"x2\"}}")
                        .reveal())
                .isEqualTo("x2-a");
    }

    @Test
    void aSourceMayNeedAnother() throws IOException {
        Files.writeString(directory.resolve("word"), "from-a-file\n");
        String chain = """
                { "c": {"type": "test-shop", "word": "${b:2}"}, "b": {"type": "test-shop", "word": "${a:1}"},
                  "a": {"type": "test-shop", "word": "${file:word}"} }""";
        Secret token = token("${c:3}", chain);
        assertThat(token.reveal()).isEqualTo("from-a-file-1-2-3");

        Files.writeString(directory.resolve("word"), "rotated\n");
        assertThat(token.reveal()).isEqualTo("rotated-1-2-3");
    }

    private Path file(String word, String more) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                { "detectors": { "wan": { "type": "test-known" } },
                  "providers": { "acme": { "type": "test-full", "token": "${b:1}" } },
                  "records": [ { "name": "home.example.com", "type": "A" } ],
                  "secrets": { "a": { "type": "test-shop", "word": "%s" }, "b": { "type": "test-shop", "word": "${a:x}" } }
                  %s }
                """.formatted(word, more));
    }

    @Test
    void aSourceWithTheSameSettingsGoesOnWhenTheConfigurationIsReadAgain() throws IOException {
        UpdaterConfiguration first = UpdaterConfiguration.load(file("one", ""));
        Shop.OPENED.set(0);

        file("one", ", \"shedule\": {}");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(first::reread).isInstanceOf(ConfigurationException.class);
        }
        file("one", ", \"schedule\": { \"every\": \"10m\" }");
        UpdaterConfiguration second = first.reread().reread();
        assertThat(Shop.OPENED).hasValue(0);

        file("two", "");
        second.reread();
        assertThat(Shop.OPENED)
                .as("that of which a setting changed, and that which refers to it")
                .hasValue(2);
    }

    /** The second source has the same word, but it has to ask another place for the next one. */
    @Test
    void aSourceIsOpenedAnewIfThatToWhichItsSettingsReferIsAnother() throws IOException {
        Files.writeString(directory.resolve("here"), "same\n");
        Files.writeString(directory.resolve("there"), "same\n");
        UpdaterConfiguration first = UpdaterConfiguration.load(file("${file:here}", ""));
        Shop.OPENED.set(0);

        file("${file:there}", "");
        first.reread();

        assertThat(Shop.OPENED).hasValue(2);
    }

    private UpdaterConfiguration written(Path file, String name, String word, String more) throws IOException {
        Files.writeString(file, """
                { "detectors": { "wan": { "type": "test-known" } },
                  "providers": { "acme": { "type": "test-full", "token": "x" } },
                  "records": [ { "name": "home.example.com", "type": "A" } ],
                  "shown": "${test-shop:%s}",
                  "secrets": { "test-shop": { "word": "%s" } }%s }
                """.formatted(name, word, more));
        return UpdaterConfiguration.load(file, SettingSpec.secret("shown", "A secret."));
    }

    /** Each transport has a client with threads of its own. */
    @Test
    void aFileThatIsReadAgainHasTheSameTransport() throws IOException {
        UpdaterConfiguration first = written(directory.resolve("ddns.json"), "transport", "x", "");
        assertThat(first.reread().sections().secret("shown").reveal())
                .isEqualTo(first.sections().secret("shown").reveal());
    }

    @Test
    void aRefusalTellsWhatWasReadAndWhetherItMayPass() throws IOException {
        Path file = directory.resolve("ddns.json");
        Path word = Files.writeString(directory.resolve("word"), "one");
        ConfigurationException wrong = catchThrowableOfType(
                ConfigurationException.class, () -> written(file, "a", "${file:word}", ", \"polcy\": {}"));
        assertThat(wrong.reading()).hasValueSatisfying(reading -> {
            assertThat(reading.files()).containsOnlyKeys(word);
            assertThat(reading.mayPass()).isFalse();
        });
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> written(file, "sold-out", "${file:word}", ""));
        assertThat(refused.reading())
                .hasValueSatisfying(reading -> assertThat(reading.mayPass()).isTrue());
    }

    @Test
    void anUnknownWordIsToldWithTheKnownOnes() {
        assertThat(problems("${kystore:a}", "{\"shop2\": {\"type\": \"test-shop\", \"word\": \"x\"}}"))
                .containsExactly(
                        "providers.acme.token: refers to \"kystore\", and no secret source is called that; check"
                                + " the spelling, and that its jar is on the path or in the agent's folder plugins; did you mean \"keystore\"? (allowed: credential, encrypted, env, file, keystore, shop2, test-shop)");
        assertThat(problems("${env:PATH}", "{\"shop2\": {\"type\": \"shop\"}}"))
                .singleElement()
                .asString()
                .startsWith("secrets.shop2.type: no secret source is called \"shop\"");
        assertThat(problems("${env:PATH}", "{\"env\": {\"type\": \"test-shop\", \"word\": \"x\"}}"))
                .containsExactly(
                        "secrets.env.type: is \"test-shop\" at the key env (allowed: \"env\", or another key)");
    }

    @Test
    void aCircleOfReferencesIsToldAndNothingThatFollowsFromIt() {
        assertThat(problems("${keystore:a}", "{\"keystore\": {\"file\": \"a.p12\", \"password\": \"${keystore:pw}\"}}"))
                .containsExactly("secrets.keystore.password: refers to a secret source that needs this setting itself:"
                        + " keystore → keystore (allowed: a reference to another source, such as ${file:PATH} or"
                        + " ${credential:NAME})");
        String circle = """
                { "a": {"type": "test-shop", "word": "${b:1}"}, "b": {"type": "test-shop", "word": "${a:1}"} }""";
        assertThat(problems("${a:1}", circle))
                .singleElement()
                .asString()
                .startsWith("secrets.b.word: refers to a secret source that needs this setting itself: a → b → a");
    }

    /** Who takes the section for a list of secrets writes one there. */
    @Test
    @Tag("promise-22")
    void noMessageShowsAValueThatStandsAmongTheSettingsOfSources() {
        assertThat(problems("${env:PATH}", "{\"keystore\": \"hvs.SECRET\"}"))
                .containsExactly(
                        "secrets.keystore: has no settings of a secret source, but a value (allowed: an object,"
                                + " as in {\"type\": \"vault\", …})");
        for (String word : List.of("[\"hvs.SECRET\"]", "{\"x\": \"hvs.SECRET\"}", "{\"x\": [12345678]}")) {
            assertThat(problems("${env:PATH}", "{\"test-shop\": {\"word\": " + word + "}}"))
                    .isNotEmpty()
                    .noneMatch(problem -> problem.contains("SECRET") || problem.contains("12345678"));
        }
    }

    @Test
    void wrongSettingsOfASourceAreToldOnceHoweverManyReferToIt() {
        assertThat(problems("${keystore:a}", "{\"keystore\": {\"fil\": \"a.p12\", \"password\": \"x\"}}"))
                .containsExactlyInAnyOrder(
                        "secrets.keystore.fil: secret source keystore has no such setting; did you mean \"file\"?"
                                + " (allowed: file, password)",
                        "secrets.keystore.file: is missing: the PKCS12 file, as keytool makes it (allowed: the name of a file,"
                                + " without control characters; in JSON a backslash is written twice)");
        assertThat(problems("${env:PATH}", "{\"encrypted\": {}}"))
                .singleElement()
                .asString()
                .startsWith("secrets.encrypted.key: is missing");
        assertThat(problems("${env:PATH}", "[]")).singleElement().asString().startsWith("secrets: is a list");
    }

    @Test
    void aSourceThatIsDownIsATemporaryProblemThatNamesItUnlessMoreIsWrong() {
        String shop = "{\"test-shop\": {\"word\": \"x\"}}";
        assertThatThrownBy(() -> token("${test-shop:closed}", shop))
                .isInstanceOf(TransientException.class)
                .hasMessage("the secret source test-shop is closed");
        assertThatThrownBy(() -> token("${test-shop:closed}", shop, "\"nonsense\""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.wan.type")
                .hasMessageNotContaining("token");
    }

    private Path keystore(String password, Map<String, SecretKeySpec> entries)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Map.Entry<String, SecretKeySpec> entry : entries.entrySet()) {
            store.setKeyEntry(entry.getKey(), entry.getValue(), password.toCharArray(), null);
        }
        Path file = directory.resolve("store.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static SecretKeySpec entry(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES");
    }

    @Test
    void anEntryOfAKeyStoreIsReadAtEachUse() throws Exception {
        String section = "{\"keystore\": {\"file\": \"store.p12\", \"password\": \"${file:pw}\"}}";
        Files.writeString(directory.resolve("pw"), "storepass\n");
        keystore("storepass", Map.of("Acme", entry("s3crét ☃ one")));
        Secret token = token("${keystore:acme}", section);
        assertThat(token.reveal()).isEqualTo("s3crét ☃ one");
        assertThat(token).hasToString("Secret[keystore:acme]");

        Files.writeString(directory.resolve("pw"), "another-pass\n");
        Path file = keystore("another-pass", Map.of("acme", entry("two"), "other", entry("x")));
        assertThat(token.reveal()).isEqualTo("two");

        Files.writeString(directory.resolve("pw"), "wrong-password\n");
        assertThatThrownBy(token::reveal)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the key store " + file + " cannot be opened with its password");
        Files.writeString(directory.resolve("pw"), "another-pass\n");
        Files.writeString(file, "no key store");
        assertThatThrownBy(token::reveal).hasMessageEndingWith("is no PKCS12 file, or is damaged");
        keystore("another-pass", Map.of("other", entry("x")));
        assertThatThrownBy(token::reveal)
                .hasMessage("the key store " + file
                        + " has no secret acme; add it with keytool -importpass -alias acme, or correct the name");
        Files.delete(file);
        assertThatThrownBy(token::reveal).hasMessageEndingWith("cannot be used: there is no such file");
    }

    @Test
    @Tag("promise-22")
    void noPasswordOpensAKeyStoreUnchecked() throws Exception {
        keystore("storepass", Map.of("acme", entry("s3cret")));
        assertThat(problems("${keystore:acme}", "{\"keystore\": {\"file\": \"store.p12\", \"password\": \"\"}}"))
                .singleElement()
                .asString()
                .endsWith("secrets.keystore.password: is empty (allowed: a value; leave the setting out for none)");
    }

    @Test
    void anEncryptedValueIsReadWithItsKeyWhileKeysAreRotated() throws IOException {
        String old = EncryptedSecrets.newKey();
        String young = EncryptedSecrets.newKey();
        String reference = EncryptedSecrets.encrypt(Secret.of(old), Secret.of("s3crét ☃"));
        Files.writeString(directory.resolve("old"), old + "\n");
        Files.writeString(directory.resolve("young"), young + "\n");

        assertThat(reference).matches("\\$\\{encrypted:v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+}");
        assertThat(token(reference, "{\"encrypted\": {\"key\": \"${file:old}\"}}")
                        .reveal())
                .isEqualTo("s3crét ☃");
        assertThat(token(reference, "{\"encrypted\": {\"key\": \"${file:young}\", \"previousKey\": \"${file:old}\"}}")
                        .reveal())
                .isEqualTo("s3crét ☃");
        assertThat(problems(reference, "{\"encrypted\": {\"key\": \"${file:young}\"}}"))
                .singleElement()
                .asString()
                .matches("providers.acme.token: the secret encrypted:v1\\.[0-9a-f]{8}\\.… was encrypted with the key"
                        + " [0-9a-f]{8}, and key and previousKey are \\[[0-9a-f]{8}]; give that key, or encrypt the secret"
                        + " again");
    }

    @Test
    @Tag("thorough")
    void anEncryptedValueIsReadWithItsPassphrase() {
        String reference =
                EncryptedSecrets.encryptByPassphrase(Secret.of("correct horse battery"), Secret.of("s3cret"));
        Secret token = token(reference, "{\"encrypted\": {\"passphrase\": \"correct horse battery\"}}");
        assertThat(token.reveal()).isEqualTo("s3cret");
        assertThat(problems(reference, "{\"encrypted\": {\"passphrase\": \"another one entirely\"}}"))
                .singleElement()
                .asString()
                .endsWith("cannot be decrypted: it was changed, or the passphrase is another one");
        assertThatThrownBy(() -> EncryptedSecrets.encryptByPassphrase(Secret.of("short"), Secret.of("s3cret")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shorter than 12 characters");
    }

    @Test
    @Tag("promise-22")
    void anEncryptedValueOfWhichACharacterWasChangedIsRefused() {
        String key = EncryptedSecrets.newKey();
        String reference = EncryptedSecrets.encrypt(Secret.of(key), Secret.of("s3cret"));
        String section = "{\"encrypted\": {\"key\": \"" + key + "\"}}";
        for (int i = "${encrypted:".length(); i < reference.length() - 1; i++) {
            char other = reference.charAt(i) == 'B' ? 'C' : 'B';
            String changed = reference.substring(0, i) + other + reference.substring(i + 1);
            assertThat(problems(changed, section))
                    .as(changed)
                    .singleElement()
                    .asString()
                    .doesNotContain("s3cret", key);
        }
    }

    @Test
    void theSameValueIsNeverEncryptedTheSameWayTwice() {
        Secret key = Secret.of(EncryptedSecrets.newKey());
        assertThat(EncryptedSecrets.encrypt(key, Secret.of("s3cret")))
                .isNotEqualTo(EncryptedSecrets.encrypt(key, Secret.of("s3cret")));
        assertThatThrownBy(() -> EncryptedSecrets.encrypt(key, Secret.of(""))).hasMessage("the secret is empty");
        assertThatThrownBy(() -> EncryptedSecrets.encrypt(Secret.of("no key"), Secret.of("s3cret")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("encrypt --new-key FILE")
                .hasMessageNotContaining("no key");
    }
}

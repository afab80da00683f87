package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.config.RecordExplanation.Weakness;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is read to be checked and explained, where it will not run. */
@ExtendWith(OnThePath.class)
class OfflineTest {
    private static final String UNSET = "${env:NO_SUCH_VARIABLE}";

    @TempDir
    Path directory;

    private UpdaterConfiguration offline(String detector, String provider, String record, String more)
            throws IOException {
        return UpdaterConfiguration.loadOffline(
                Files.writeString(directory.resolve("ddns.json"), """
                { "detectors": { "wan": %s },
                  "providers": { "acme": %s },
                  "records": [ { "name": "home.example.com", "type": "A" %s } ] %s }
                """.formatted(detector, provider, record, more)));
    }

    private UpdaterConfiguration offline(String provider, String more) throws IOException {
        return offline("{ \"type\": \"test-known\" }", provider, "", more);
    }

    private static List<String> notes(UpdaterConfiguration configuration) {
        return configuration.notes().stream()
                .map(ConfigurationException.Entry::path)
                .toList();
    }

    private static List<String> weaknesses(UpdaterConfiguration configuration) {
        return configuration.explain().get(0).weaknesses().stream()
                .map(weakness -> weakness.promise() + " " + weakness.path())
                .toList();
    }

    private static final String PROVIDER = "{ \"type\": \"test-full\", \"token\": \"" + UNSET + "\" }";
    private static final String STATE = ", \"state\": { \"file\": \"ddns-state\" }";

    @Test
    void aReferenceThatCannotBeReadIsNotedAndNoError() throws IOException {
        UpdaterConfiguration configuration = offline(
                "{ \"type\": \"test-full\", \"token\": \"" + UNSET + "\", \"endpoint\": \"" + UNSET + "\" }",
                ", \"deadMan\": { \"url\": \"" + UNSET + "\" }, \"secrets\": { \"keystore\": { \"file\": \"none.p12\","
                        + " \"password\": \"${credential:none}\" } }");

        assertThat(notes(configuration))
                .containsExactlyInAnyOrder(
                        "providers.acme.token", "providers.acme.endpoint", "deadMan.url", "secrets.keystore.password");
        assertThat(configuration.notes().toString()).contains("the environment variable NO_SUCH_VARIABLE is not set");
        assertThat(configuration.records()).hasSize(1);
    }

    @Test
    void aSourceThatMayAskSomebodyIsNotAsked() throws IOException {
        UpdaterConfiguration configuration = offline(
                "{ \"type\": \"test-full\", \"token\": \"${test-shop:never}\" }",
                ", \"secrets\": { \"test-shop\": { \"word\": \"w\" } }");

        assertThat(configuration.notes().toString()).contains("is not read offline");
    }

    @Test
    void aReferenceWhoseValueIsHereAndCannotBeUsedIsAnError() throws Exception {
        Files.writeString(directory.resolve("space"), "s3cret \n");
        Files.writeString(directory.resolve("empty"), "");
        Files.write(directory.resolve("latin1"), new byte[] {'s', (byte) 0xE9});
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        byte[] entry = "s3cret\u00A0".getBytes(StandardCharsets.UTF_8);
        store.setKeyEntry("entry", new SecretKeySpec(entry, "AES"), "changeit".toCharArray(), null);
        try (OutputStream out = Files.newOutputStream(directory.resolve("keys.p12"))) {
            store.store(out, "changeit".toCharArray());
        }
        String keys = ", \"secrets\": { \"keystore\": { \"file\": \"keys.p12\", \"password\": \"changeit\" } }";

        for (String reference : List.of("file:space", "file:empty", "file:latin1", "keystore:entry")) {
            ConfigurationException e = catchThrowableOfType(
                    ConfigurationException.class,
                    () -> offline(PROVIDER.replace("env:NO_SUCH_VARIABLE", reference), keys));

            assertThat(e.problems())
                    .as("%s, and nothing that follows from it", reference)
                    .extracting(ConfigurationException.Entry::path)
                    .containsExactly("providers.acme.token");
            assertThat(e).hasMessageNotContaining("s3cret");
        }
    }

    @Test
    @Tag("promise-23")
    void everyOtherProblemIsTold() {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> offline(
                        "{ \"type\": \"test-known\", \"ipv4\": \"nonsense\" }",
                        "{ \"type\": \"test-full\", \"token\": \"" + UNSET + "\", \"port\": 0 }",
                        ", \"detector\": \"lan\", \"comment\": \"${nosuch:X}\"",
                        ", \"schedul\": {}"));

        assertThat(e.problems())
                .extracting(ConfigurationException.Entry::path)
                .containsExactlyInAnyOrder(
                        "detectors.wan.ipv4",
                        "providers.acme.port",
                        "records[0].detector",
                        "records[0].comment",
                        "schedul");
    }

    @Test
    @Tag("promise-23")
    void aMisspeltNameIsToldWhateverElseIsWrong() {
        String record = "{ \"nam\": \"home.example.com\", \"tpyes\": [\"A\"] }";
        String json = """
                { "detectors": { "wan": { "type": "test-known" } },
                  "providers": { "acme": { "type": "test-full", "tokn": "%s" } },
                  "records": [ %s ] }
                """.formatted(UNSET, record);
        for (boolean offline : List.of(true, false)) {
            ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> {
                Path file = Files.writeString(directory.resolve("ddns.json"), json);
                if (offline) {
                    UpdaterConfiguration.loadOffline(file);
                } else {
                    UpdaterConfiguration.load(file);
                }
            });
            assertThat(e.problems())
                    .extracting(problem -> problem.path() + ": " + problem.message())
                    .contains(
                            "providers.acme.tokn: provider test-full has no such setting; did you mean \"token\"?",
                            "records[0].nam: there is no such setting; did you mean \"name\"?",
                            "records[0].tpyes: there is no such setting; did you mean \"types\"?",
                            "records[0].name: is missing");
        }
    }

    @Test
    void whatIsNeededAndCannotBeReadIsNotMissing() throws IOException {
        UpdaterConfiguration configuration =
                offline("{ \"type\": \"" + UNSET + "\" }", PROVIDER, ", \"zone\": \"" + UNSET + "\"", "");

        assertThat(notes(configuration)).contains("detectors.wan.type", "records[0].zone");
        assertThat(configuration.explain().get(0).source().type()).isEmpty();
        assertThat(notes(offline(
                        "{ \"type\": \"http\", \"quorum\": 2, \"urls\": [\"https://api64.ipify.org\", \"" + UNSET
                                + "\"] }",
                        PROVIDER,
                        "",
                        "")))
                .contains("detectors.wan.urls[1]");
    }

    @Test
    void noUpdaterIsBuiltFromIt() throws IOException {
        UpdaterConfiguration configuration = offline(PROVIDER, "");

        assertThatThrownBy(configuration::toBuilder)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("offline");
    }

    @Test
    void aRecordIsExplained() throws IOException {
        UpdaterConfiguration configuration = offline(
                "{ \"type\": \"http\", \"urls\": [\"https://api64.ipify.org\", \"https://icanhazip.com\"] }",
                PROVIDER,
                ", \"zone\": \"example.com\", \"marker\": \"kept by home\", \"mode\": \"update-only\"",
                STATE);

        RecordExplanation explained = configuration.explain().get(0);
        assertThat(explained.key()).isEqualTo(configuration.records().get(0).key());
        assertThat(explained.source())
                .isEqualTo(new RecordExplanation.Source("wan", "http", List.of("cloudflare", "ipify")));
        assertThat(explained.target().type()).isEqualTo("test-full");
        assertThat(explained.target().service()).isEqualTo("test-full");
        assertThat(explained.target().zone()).hasToString("Optional[example.com]");
        assertThat(explained.rights().owns().marker()).contains("kept by home");
        assertThat(explained.rights().mode()).hasToString("update-only");
        assertThat(explained.rights().abilities()).contains("reads records", "removes addresses");
        assertThat(explained.weaknesses()).isEmpty();
    }

    @Test
    void everySettingThatWeakensAPromiseIsNamedWithIt() throws IOException {
        assertThat(weaknesses(offline(PROVIDER, STATE))).isEmpty();
        assertThat(weaknesses(offline(PROVIDER, ""))).containsExactly("10 state");
        assertThat(weaknesses(
                        offline(PROVIDER, STATE + ", \"policy\": { \"confirm\": \"none\", \"verifyEvery\": \"30d\" }")))
                .containsExactly("3 policy.confirm", "7 policy.verifyEvery");
        assertThat(weaknesses(offline(
                        PROVIDER,
                        STATE + ", \"policy\": { \"confirm\": { \"readings\": 1 }, \"verifyEvery\": \"7d\" }")))
                .containsExactly("3 policy.confirm");
        assertThat(weaknesses(offline(PROVIDER, STATE + ", \"schedule\": { \"jitter\": 0 }")))
                .containsExactly("8 schedule.jitter");
        assertThat(weaknesses(offline("{ \"type\": \"test-poor\" }", STATE)))
                .containsExactly("7 providers.acme", "13 providers.acme");
        assertThat(weaknesses(offline("{ \"type\": \"test-full\", \"token\": \"t\" }", STATE)))
                .containsExactly("22 providers.acme.token");
        assertThat(weaknesses(offline(
                        "{ \"type\": \"http\", \"urls\": [\"http://echo.example\"], \"allowInsecure\": true,"
                                + " \"allow\": [\"10.0.0.0/8\"] }",
                        PROVIDER,
                        ", \"owns\": \"set\", \"policy\": { \"confirm\": \"none\" }",
                        STATE)))
                .containsExactly(
                        "3 records[0].policy.confirm",
                        "1 detectors.wan.allow",
                        "2 detectors.wan",
                        "22 detectors.wan.allowInsecure",
                        "13 records[0].owns");
        assertThat(weaknesses(offline(
                        "{ \"type\": \"http\", \"urls\": [\"https://api64.ipify.org\", \"https://icanhazip.com\"],"
                                + " \"quorum\": 1 }",
                        PROVIDER,
                        "",
                        STATE)))
                .containsExactly("2 detectors.wan.quorum");
    }

    @Test
    void whatIsSaidOfAPromiseIsASentenceWithoutASecret() throws IOException {
        UpdaterConfiguration configuration = offline(
                "{ \"type\": \"test-full\", \"token\": \"canary-in-clear\" }",
                ", \"policy\": { \"confirm\": \"none\" }");

        assertThat(configuration.explain().get(0).weaknesses())
                .hasSize(3)
                .extracting(Weakness::message)
                .allMatch(message -> message.endsWith("."));
        assertThat(configuration.explain().toString()).doesNotContain("canary");
    }
}

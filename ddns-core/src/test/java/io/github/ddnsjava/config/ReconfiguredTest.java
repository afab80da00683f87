package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is read again: what is the same in it, and what is not used. */
@ExtendWith(OnThePath.class)
class ReconfiguredTest {
    private static final String DETECTORS = """
            "wan": {"type": "test-known", "ipv4": "93.184.216.1"},
            "lan": {"type": "test-known"},
            "any": {"type": "test-any", "detectors": ["wan"]}""";
    private static final String RECORDS = """
            {"name": "a.example.com", "types": "A", "detector": "wan", "provider": "cf"},
            {"name": "b.example.com", "types": "A", "detector": "any", "provider": "cf"},
            {"name": "c.example.com", "types": "A", "detector": "lan", "provider": "other"}""";

    @TempDir
    private Path directory;

    private String secret(String name, String value) throws IOException {
        return "\"${file:" + Files.writeString(directory.resolve(name), value).getFileName() + "}\"";
    }

    private UpdaterConfiguration read(String detectors, String provider, String records, String more) {
        String token = provider.contains("token") ? "" : ", \"token\": \"t\"";
        String json = "{\"detectors\": {" + detectors + "}, \"providers\": {\"other\": {\"type\": \"test-full\","
                + " \"token\": \"o\"}, \"cf\": {\"type\": \"test-full\"" + token + provider + "}}, \"records\": ["
                + records
                + "]" + more + "}";
        return UpdaterConfiguration.parse(json, directory);
    }

    private UpdaterConfiguration provider(String provider) {
        return read(DETECTORS, provider, RECORDS, "");
    }

    private static ReconfigurationReport changed(UpdaterConfiguration before, UpdaterConfiguration after) {
        try (Updater updater = before.toBuilder().build()) {
            return updater.reconfigure(after.toBuilder());
        }
    }

    @Test
    @Tag("promise-7")
    void anEqualFileChangesNothing() throws IOException {
        String settings = ", \"token\": " + secret("token", "s3cret") + ", \"options\": {\"a\": [1, true, \"x\"]}";
        String more = ", \"policy\": {\"confirm\": \"none\", \"minInterval\": \"5m\"},"
                + " \"lookup\": \"authoritative\", \"schedule\": {\"every\": \"10m\"}";
        assertThat(changed(read(DETECTORS, settings, RECORDS, more), read(DETECTORS, settings, RECORDS, more)))
                .hasToString("nothing changed");
    }

    @Test
    void aSettingThatChangedConcernsItsProviderAlone() {
        assertThat(changed(provider(", \"token\": \"one\""), provider(", \"token\": \"two\"")))
                .hasToString("records: 2 changed (a.example.com A at cf, b.example.com A at cf), 1 untouched;"
                        + " providers: 1 changed (cf), 1 untouched");
        assertThat(changed(provider(", \"port\": 1"), provider(", \"port\": 2"))
                        .providers()
                        .changed())
                .containsExactly("cf");
    }

    @Test
    void aSecretIsTheSameIfPlaceAndValueAre() throws IOException {
        UpdaterConfiguration before = provider(", \"token\": " + secret("one", "s3cret"));
        UpdaterConfiguration elsewhere = provider(", \"token\": " + secret("two", "s3cret"));
        assertThat(changed(before, elsewhere).providers().changed())
                .as("its next value comes from elsewhere")
                .containsExactly("cf");
        UpdaterConfiguration rotated = provider(", \"token\": " + secret("one", "another"));
        assertThat(changed(before, rotated).providers().changed()).containsExactly("cf");
    }

    /** The source may be another one, although it has the same value now. */
    @Test
    void aProviderWithSecretsIsAnotherIfTheSettingsOfTheirSourcesAre() {
        String token = ", \"token\": \"${test-shop:a}\"";
        String more = ", \"secrets\": {\"test-shop\": {\"word\": \"x\"}%s}";
        assertThat(changed(
                                read(DETECTORS, token, RECORDS, more.formatted("")),
                                read(
                                        DETECTORS,
                                        token,
                                        RECORDS,
                                        more.formatted(", \"b\": {\"type\": \"test-shop\", \"word\": \"y\"}")))
                        .providers())
                .satisfies(providers -> {
                    assertThat(providers.changed()).containsExactly("cf");
                    assertThat(providers.untouched()).isEqualTo(1);
                });
    }

    @Test
    void whatWasMadeForAConfigurationThatIsRefusedIsClosed() {
        assertThatThrownBy(() -> read(DETECTORS, "", RECORDS, ", \"polcy\": {}"))
                .isInstanceOf(ConfigurationException.class);
        assertThat(OnThePath.Known.CLOSED).containsEntry(directory, 3);
    }

    @Test
    void aDetectorIsAnotherIfOneThatItAsksIs() {
        String other = DETECTORS.replace("93.184.216.1", "93.184.216.2");
        ReconfigurationReport report = changed(provider(""), read(other, "", RECORDS, ""));
        assertThat(report.detectors()).hasToString("2 changed (any, wan), 1 untouched");
        assertThat(report.records())
                .hasToString("2 changed (a.example.com A at cf, b.example.com A at cf), 1 untouched");
    }

    @Test
    void providersThatLookUpElsewhereAreOthers() {
        ReconfigurationReport report =
                changed(provider(""), read(DETECTORS, "", RECORDS, ", \"lookup\": \"authoritative\""));
        assertThat(report.providers().changed()).containsExactly("cf", "other");
    }

    private static final SettingSpec HTTP = SettingSpec.optional("http", "The API.")
            .as(SettingType.object(
                    SettingSpec.optional("listen", "Where.").takenAtStart(),
                    SettingSpec.optional("tokens", "Who.").as(SettingType.list(SettingType.any()))));

    private UpdaterConfiguration sections(String more) {
        String json = "{\"detectors\": {" + DETECTORS + "}, \"providers\": {\"other\": {\"type\": \"test-full\","
                + " \"token\": \"o\"}, \"cf\": {\"type\": \"test-full\", \"token\": \"t\"}}, \"records\": [" + RECORDS
                + "]"
                + more + "}";
        return UpdaterConfiguration.parse(
                json,
                directory,
                HTTP,
                SettingSpec.optional("fleet", "Which.").as(SettingType.any()).takenAtStart());
    }

    private static String report(UpdaterConfiguration before, UpdaterConfiguration after) {
        return changed(before, after).toString();
    }

    @Test
    void whatIsNoPartOfTheUpdaterIsReportedToo() throws IOException {
        String token = secret("api", "s3cret");
        String http = ", \"http\": {\"listen\": \"a:1\", \"tokens\": [" + token + "]}";
        String ping = ", \"deadMan\": {\"url\": \"https://one.example\"}";
        assertThat(report(sections(http + ping), sections(http + ping))).isEqualTo("nothing changed");
        assertThat(report(sections(http), sections(http.replace("a:1", "b:2"))))
                .isEqualTo("the change of http.listen needs a restart, and is not in effect yet");
        UpdaterConfiguration before = sections(http);
        secret("api", "another");
        assertThat(report(before, sections(http))).isEqualTo("http.tokens changed");
        assertThat(report(sections(http), sections("")))
                .isEqualTo("http.tokens changed; the change of http.listen needs a restart, and is not in effect yet");
        assertThat(report(sections(""), sections(", \"fleet\": {\"type\": \"etcd\"}")))
                .isEqualTo("the change of fleet needs a restart, and is not in effect yet");
        assertThat(report(sections(ping), sections(ping.replace("one", "two")))).isEqualTo("deadMan changed");
        assertThat(report(sections(""), sections(", \"reload\": {\"poll\": \"1m\"}")))
                .isEqualTo("reload changed");
        assertThat(report(sections(""), sections(", \"lookup\": \"authoritative\"")))
                .endsWith("; lookup changed");
    }

    @Test
    void whatNeedsARestartIsReportedUntilThatOrUntilItIsUndone() {
        UpdaterConfiguration one = sections(", \"http\": {\"listen\": \"a:1\"}");
        UpdaterConfiguration two = sections(", \"http\": {\"listen\": \"b:2\"}");
        try (Updater updater = one.toBuilder().build()) {
            assertThat(updater.reconfigure(two.toBuilder()).needsRestart()).containsExactly("http.listen");
            assertThat(updater.reconfigure(two.toBuilder()).needsRestart()).containsExactly("http.listen");
            assertThat(updater.reconfigure(one.toBuilder()).isEmpty()).isTrue();
        }
    }

    private static String problem(UpdaterConfiguration configuration, String name) {
        try (Updater updater = configuration.toBuilder().build()) {
            return updater.status().records().stream()
                    .filter(record -> record.key().name().toString().equals(name))
                    .map(RecordReport::problem)
                    .map(problem -> problem.map(Object::toString).orElse("none"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aRecordIsLeftAloneIfItOrItsProviderOrItsDetectorIsDisabled() {
        String off = ", \"enabled\": false";
        assertThat(problem(provider(off), "a.example.com"))
                .isEqualTo("disabled: its provider \"cf\" is disabled; its value in DNS is left as it is");
        assertThat(problem(provider(off), "c.example.com")).isEqualTo("none");
        String lan = DETECTORS.replace("\"lan\": {", "\"lan\": {\"enabled\": \"false\", ");
        assertThat(problem(read(lan, "", RECORDS, ""), "c.example.com"))
                .isEqualTo("disabled: its detector \"lan\" is disabled; its value in DNS is left as it is");
        String records = RECORDS.replace("\"provider\": \"other\"", "\"provider\": \"other\"" + off);
        assertThat(problem(read(DETECTORS, off, records, ""), "c.example.com"))
                .isEqualTo("disabled: the record is disabled; its value in DNS is left as it is");
    }

    @Test
    void whatIsDisabledAndEnabledAgainIsTheSame() {
        ReconfigurationReport report = changed(provider(", \"enabled\": false"), provider(", \"enabled\": true"));
        assertThat(report.providers().isEmpty()).isTrue();
        assertThat(report.records().changed()).hasSize(2);
    }

    @Test
    @Tag("promise-23")
    void aDetectorThatIsUsedAsksNoneThatIsDisabled() {
        String wan = DETECTORS.replace("\"wan\": {", "\"wan\": {\"enabled\": false, ");
        assertThatThrownBy(() -> read(wan, "", RECORDS, ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.any: asks the detector \"wan\", which is disabled");
        String both = wan.replace("\"any\": {", "\"any\": {\"enabled\": false, ");
        assertThat(read(both, "", RECORDS, "").records()).hasSize(3);
    }

    @Test
    @Tag("promise-23")
    void enabledIsAFlag() {
        assertThatThrownBy(() -> provider(", \"enabled\": \"no\""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.cf.enabled")
                .hasMessageContaining("true or false");
    }
}

package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.ConfigurationParts;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.remember.RecordState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a {@code policy} makes an updater do. */
@ExtendWith(OnThePath.class)
class ConfiguredPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<IpAddress> OLD = Set.of(IpAddress.parse("192.0.2.1"));
    private static final Set<IpAddress> NEW = Set.of(IpAddress.parse("192.0.2.2"));
    private static final Detection FOUND =
            new Detection.Found(IpFamily.IPV4, NEW, OptionalInt.empty(), List.of(), false);
    private static final Detection SAME =
            new Detection.Found(IpFamily.IPV4, OLD, OptionalInt.empty(), List.of(), false);
    private static final Detection ABSENT = new Detection.Absent(IpFamily.IPV4, "none", List.of());

    @TempDir
    Path directory;

    private static String json(String policy, String ofRecord) {
        return "{\"detectors\": {\"wan\": {\"type\": \"test-known\"}},"
                + "\"providers\": {\"acme\": {\"type\": \"test-full\", \"token\": \"t\"}},"
                + "\"policy\": {" + policy + "},"
                + "\"records\": [{\"name\": \"a.example\", \"type\": \"A\", \"policy\": {" + ofRecord + "}}]}";
    }

    private UpdaterConfiguration configuration(String policy, String ofRecord) {
        return UpdaterConfiguration.parse(json(policy, ofRecord), directory);
    }

    private ConfigurationParts parts(String policy, String ofRecord) {
        return ConfigurationReader.read(
                ConfigurationReader.json(json(policy, ofRecord)),
                directory,
                Optional.empty(),
                ProviderContext.standard(),
                List.of());
    }

    private Decision decide(String policy, String ofRecord, Detection detection, Consumer<RecordState.Builder> state) {
        ConfigurationParts configuration = parts(policy, ofRecord);
        ManagedRecord record = configuration.records().get(0);
        RecordState remembered = RecordState.unknown(record.key()).with(builder -> {
            builder.confirmed = Optional.of(OLD);
            builder.fingerprint = Optional.of(record.fingerprint());
            builder.confirmedAt = Optional.of(NOW.minus(Duration.ofHours(2)));
            builder.checkedAt = builder.confirmedAt;
            builder.writtenAt = builder.confirmedAt;
            builder.history = List.of(new RecordState.AddressChange(NOW.minus(Duration.ofHours(2)), OLD));
            state.accept(builder);
        });
        Abilities abilities = Abilities.builder().read().delete().build();
        return configuration
                .policies()
                .get(record.policy().orElseThrow())
                .decide(new Situation(record, NOW, Optional.of(detection), remembered, abilities, Map.of()));
    }

    private Decision decide(String policy, Detection detection) {
        return decide(policy, "", detection, builder -> {});
    }

    @Test
    @Tag("promise-3")
    void aSecondReadingIsTheDefaultAndCanBeWaived() {
        assertThat(decide("", FOUND)).isEqualTo(Decision.ask(EvidenceKind.SECOND_READING));
        assertThat(decide("\"confirm\": \"second-reading\"", FOUND))
                .isEqualTo(Decision.ask(EvidenceKind.SECOND_READING));
        assertThat(decide("\"confirm\": \"none\"", FOUND)).isEqualTo(Decision.publish(NEW, "address changed"));
    }

    @Test
    @Tag("promise-3")
    void severalReadingsOverAWindowCanBeDemanded() {
        String policy = "\"confirm\": {\"readings\": 3, \"window\": \"10m\"}";

        assertThat(decide(policy, FOUND))
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.problem().kind()).isEqualTo(ProblemKind.UNCONFIRMED));
        assertThat(decide(
                        policy,
                        "",
                        FOUND,
                        b -> b.candidate =
                                Optional.of(new RecordState.Candidate(NEW, 3, NOW.minus(Duration.ofMinutes(11))))))
                .isEqualTo(Decision.publish(NEW, "address changed"));
    }

    @Test
    @Tag("promise-25")
    void aLostFamilyIsKeptUnlessTheConfigurationSaysWithdraw() {
        Consumer<RecordState.Builder> lost = b -> b.absentSince = Optional.of(NOW.minus(Duration.ofMinutes(90)));

        assertThat(decide("", "", ABSENT, lost)).isInstanceOf(Decision.Keep.class);
        assertThat(decide("\"lostFamily\": {\"withdrawAfter\": \"1h\"}", "", ABSENT, lost))
                .isInstanceOf(Decision.Withdraw.class);
        assertThat(decide("\"lostFamily\": {\"withdrawAfter\": \"2h\"}", "", ABSENT, lost))
                .isInstanceOf(Decision.Keep.class);
    }

    @Test
    void checksAndRefreshesComeWhenConfigured() {
        assertThat(decide("", SAME)).isInstanceOf(Decision.Keep.class);
        assertThat(decide("\"verifyEvery\": \"1h\"", SAME)).isEqualTo(Decision.ask(EvidenceKind.SECOND_READING));
        assertThat(decide("\"confirm\": \"none\", \"verifyEvery\": \"1h\"", SAME))
                .isEqualTo(Decision.publish(OLD, "verify"));
        assertThat(decide("\"confirm\": \"none\", \"refreshEvery\": \"1h\"", SAME))
                .isEqualTo(Decision.touch(OLD, "refresh"));
    }

    @Test
    void changesCanBeSpaced() {
        assertThat(decide("\"confirm\": \"none\", \"minInterval\": \"3h\"", FOUND))
                .isInstanceOf(Decision.Hold.class);
        assertThat(decide("\"confirm\": \"none\", \"minInterval\": \"1h\"", FOUND))
                .isEqualTo(Decision.publish(NEW, "address changed"));
    }

    @Test
    void flappingCanBeHeld() {
        Consumer<RecordState.Builder> twice = b -> b.history = List.of(
                new RecordState.AddressChange(NOW.minus(Duration.ofMinutes(50)), NEW),
                new RecordState.AddressChange(NOW.minus(Duration.ofMinutes(10)), OLD));

        assertThat(decide("\"confirm\": \"none\", \"flapGuard\": {\"changes\": 2}", "", FOUND, twice))
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.until()).contains(NOW.plus(Duration.ofMinutes(10))));
        assertThat(decide(
                        "\"confirm\": \"none\", \"flapGuard\": {\"changes\": 2, \"within\": \"30m\"}",
                        "",
                        FOUND,
                        twice))
                .isEqualTo(Decision.publish(NEW, "address changed"));
    }

    @Test
    void liveDnsIsComparedWhenConfigured() {
        assertThat(decide("\"compareWithDns\": \"1h\"", SAME)).isEqualTo(Decision.ask(EvidenceKind.DNS));
        assertThat(decide("\"compareWithDns\": \"3h\"", SAME))
                .isEqualTo(Decision.keepUntil(NOW.plus(Duration.ofHours(1))));
    }

    private String key(String policy, String ofRecord) {
        ConfigurationParts configuration = parts(policy, ofRecord);
        String key = configuration.records().get(0).policy().orElseThrow();
        assertThat(configuration.policies()).containsOnlyKeys(key);
        return key;
    }

    @Test
    void theKeyOfAPolicyIsItsContentHoweverItIsWritten() {
        String usual = "{confirm: second-reading, refreshEvery: by provider, verifyEvery: 1d}";
        assertThat(key("", "")).isEqualTo(usual);
        assertThat(key("\"verifyEvery\": \"24h\"", "\"confirm\": \"second-reading\""))
                .isEqualTo(usual);
        assertThat(key("", "\"lostFamily\": \"keep\"")).isEqualTo(usual);
        assertThat(key(
                        "\"confirm\": \"none\", \"refreshEvery\": \"5d\", \"minInterval\": \"90s\"",
                        "\"confirm\": {\"readings\": 3, \"window\": \"10m\"}, \"flapGuard\": {\"changes\": 4},"
                                + "\"compareWithDns\": \"1h\", \"lostFamily\": {\"withdrawAfter\": \"0s\"}"))
                .isEqualTo("{confirm: 3 readings over 10m, refreshEvery: 5d, verifyEvery: 1d, compareWithDns: 1h,"
                        + " flapGuard: 4 changes within 1h, minInterval: 90s, lostFamily: withdrawAfter: 0s}");
    }

    @Test
    void policiesOfAnotherContentHaveAnotherKey() {
        List<String> contents = List.of(
                "",
                "\"confirm\": \"none\"",
                "\"confirm\": {\"readings\": 2}",
                "\"confirm\": {\"readings\": 3}",
                "\"confirm\": {\"readings\": 3, \"window\": \"1m\"}",
                "\"refreshEvery\": \"1d\"",
                "\"verifyEvery\": \"1h\"",
                "\"compareWithDns\": \"1h\"",
                "\"minInterval\": \"1h\"",
                "\"flapGuard\": {\"changes\": 2}",
                "\"flapGuard\": {\"changes\": 3}",
                "\"flapGuard\": {\"changes\": 3, \"within\": \"2h\"}",
                "\"lostFamily\": {\"withdrawAfter\": \"1h\"}",
                "\"lostFamily\": {\"withdrawAfter\": \"2h\"}");

        assertThat(contents.stream().map(content -> key("", content))).doesNotHaveDuplicates();
        assertThat(contents.stream().map(content -> key(content, ""))).doesNotHaveDuplicates();
    }

    @Test
    @Tag("promise-23")
    void recordsOfAChangedConfigurationBringTheirPolicies() {
        UpdaterConfiguration changed = configuration("", "\"minInterval\": \"1h\"");
        try (Updater updater = configuration("", "").toBuilder()
                .policy("careful", UpdatePolicies.standard())
                .build()) {
            updater.replaceRecords(configuration("\"verifyEvery\": \"24h\"", "").records());
            assertThatThrownBy(() -> updater.replaceRecords(changed.records()))
                    .as("never under the policy of before, unsaid")
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("minInterval: 1h");
            updater.reconfigure(changed.toBuilder());
        }
    }

    @Test
    void aRecordsPolicyReplacesOnlyWhatItNames() {
        assertThat(decide("\"confirm\": \"none\", \"minInterval\": \"3h\"", "\"minInterval\": \"1h\"", FOUND, b -> {}))
                .isEqualTo(Decision.publish(NEW, "address changed"));
        assertThat(decide("\"confirm\": \"none\"", "\"confirm\": \"second-reading\"", FOUND, b -> {}))
                .isEqualTo(Decision.ask(EvidenceKind.SECOND_READING));
    }
}

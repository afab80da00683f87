package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a builder takes, and what it refuses: everything at once. */
class UpdaterBuilderTest {
    private static final IpDetector KNOWN =
            IpDetectors.create("static", Settings.at("detectors.known", Map.of("ipv4", "93.184.216.1")), key -> {
                throw new IllegalArgumentException(key);
            });

    /** Publishes nothing: nothing runs here. */
    private static final DnsProvider IDLE = new DnsProvider() {
        @Override
        public Abilities abilities() {
            return Abilities.builder().build();
        }

        @Override
        public String account() {
            return "idle";
        }

        @Override
        public String fingerprint() {
            return "idle";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) {
            throw new AssertionError("nothing is to be published");
        }
    };

    private static List<String> refused(UpdaterBuilder builder) {
        ConfigurationException refusal = catchThrowableOfType(ConfigurationException.class, builder::build);
        assertThat(refusal).as("refused").isNotNull();
        return refusal.problems().stream()
                .map(ConfigurationException.Entry::path)
                .toList();
    }

    @Test
    void aRecordWithoutATypeIsOfBoth() {
        try (Updater updater = Updater.builder()
                .detector(KNOWN)
                .provider(IDLE)
                .record("home.example.com")
                .build()) {
            assertThat(updater.status().records())
                    .extracting(record -> record.key().type())
                    .containsExactly(RecordType.A, RecordType.AAAA);
        }
    }

    @Test
    @Tag("promise-23")
    void anUpdaterWithoutAnythingIsRefusedWithAllThatIsMissing() {
        assertThat(refused(Updater.builder())).containsExactly("detectors", "providers", "records");
    }

    @Test
    @Tag("promise-23")
    void eachThingThatIsMissingIsOneProblem() {
        assertThat(refused(Updater.builder().detector(KNOWN).provider(IDLE))).containsExactly("records");
        assertThat(refused(Updater.builder().detector(KNOWN).record("home.example.com")))
                .containsExactly("providers");
        assertThat(refused(Updater.builder().provider(IDLE).record("home.example.com")))
                .containsExactly("detectors");
    }

    @Test
    void anApplicationThatPushesNeedsNoDetectorButSaysSo() {
        try (Updater updater = Updater.builder()
                .pushed()
                .provider(IDLE)
                .record("home.example.com")
                .build()) {
            assertThat(updater.status().records()).hasSize(2);
        }
    }

    @Test
    @Tag("promise-23")
    void allProblemsAreToldAtOnceTheStatesPlaceIncluded(@TempDir Path directory) {
        assertThat(refused(Updater.builder()
                        .detector("wan", KNOWN)
                        .detector("wan", KNOWN)
                        .provider("one", IDLE)
                        .provider("two", IDLE)
                        .record("not a name")
                        .record(ManagedRecord.builder("home.example.com", RecordType.A)
                                .provider("three")
                                .detector("lan")
                                .build())
                        .withdrawOnClose(Duration.ofSeconds(3))
                        .stateFile(directory.resolve("missing").resolve("state"))))
                .containsExactly(
                        "detectors.wan", "records[0].name", "state.file", "records[0].detector", "records[0].provider");
    }

    @Test
    @Tag("promise-23")
    void aProviderThatCannotTellItsAccountIsToldAndFailsNothingElse() {
        DnsProvider broken = new DnsProvider() {
            @Override
            public Abilities abilities() {
                return IDLE.abilities();
            }

            @Override
            public String account() {
                throw new StackOverflowError("of a secret");
            }

            @Override
            public String fingerprint() {
                return "";
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) {}
        };
        assertThatThrownBy(() -> Updater.builder()
                        .detector(KNOWN)
                        .provider("broken", broken)
                        .provider("idle", IDLE)
                        .record(ManagedRecord.builder("home.example.com", RecordType.A)
                                .provider("idle")
                                .build())
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("providers.broken: the provider "
                        + broken.getClass().getName() + " cannot tell its abilities and account")
                .hasMessageNotContaining("of a secret");
    }

    @Test
    @Tag("promise-23")
    void aPolicyThatIsNotThereIsToldWithTheRecordItsKeyAndThoseThatAre() {
        UpdaterBuilder builder = Updater.builder()
                .detector(KNOWN)
                .provider(IDLE)
                .policy("careful", UpdatePolicies.standard())
                .record("home.example.com", RecordType.A)
                .record(ManagedRecord.builder("nas.example.com", RecordType.A)
                        .policy("carefull")
                        .build());

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("records[1].policy")
                .hasMessageContaining("no policy is called \"carefull\"; did you mean \"careful\"?")
                .hasMessageContaining("careful, default");
    }

    @Test
    @Tag("promise-23")
    void aKeyOfTwoPoliciesIsToldAndTheDefaultCanBeSetAgain() {
        UpdaterBuilder builder = Updater.builder()
                .detector(KNOWN)
                .provider(IDLE)
                .record("home.example.com")
                .policy(UpdatePolicies.standard())
                .policy(UpdatePolicies.onChange())
                .policy("careful", UpdatePolicies.standard());
        builder.build().close();

        assertThat(refused(builder.policy("careful", UpdatePolicies.standard())))
                .containsExactly("policies.careful");
    }

    @Test
    @Tag("promise-23")
    void aStoreInADirectoryThatIsNoPlaceForAFileIsToldLikewise(@TempDir Path directory) {
        assertThat(refused(Updater.builder().state(StateStores.file(directory))))
                .containsExactly("detectors", "providers", "records", "state.file");
    }
}

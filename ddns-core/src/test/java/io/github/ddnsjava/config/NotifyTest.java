package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.config.OnThePath.Bell;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.notify.Notifications;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The section {@code notify}: listeners that a configuration names, and that live as long as it names them. */
@ExtendWith(OnThePath.class)
class NotifyTest {
    private static final String REST = """
            {"detectors": {"wan": {"type": "test-known"}},
             "providers": {"cf": {"type": "test-full", "token": "t"}},
             "records": [{"name": "a.example.com", "type": "A"}]%s}""";

    @BeforeEach
    void clear() {
        Bell.ALL.clear();
    }

    private static UpdaterConfiguration read(String notify) {
        return UpdaterConfiguration.parse(
                REST.formatted(notify.isEmpty() ? "" : ", \"notify\": " + notify), Path.of(""));
    }

    /** Builds an updater whose listeners are told on the calling thread. */
    private static Updater build(UpdaterConfiguration configuration) {
        return configuration.toBuilder()
                .environment(UpdaterEnvironment.standard().withExecutor(Runnable::run))
                .build();
    }

    private static List<ConfigurationException.Entry> problems(String notify) {
        try {
            read(notify);
            return List.of();
        } catch (ConfigurationException e) {
            Bell.ALL.clear(); // one may have been made of the settings that are right
            return e.problems();
        }
    }

    @Test
    void aListenerIsMadeForTheUpdaterThatUsesIt() {
        UpdaterConfiguration configuration = read("{\"door\": {\"type\": \"test-bell\", \"tone\": \"soft\"}}");
        assertThat(Bell.inUse())
                .as("one that was made to check the settings is closed")
                .isEmpty();
        try (Updater one = build(configuration);
                Updater two = build(configuration)) {
            assertThat(Bell.inUse()).as("each updater has its own").hasSize(2).allSatisfy(bell -> {
                assertThat(bell.settings.text("tone")).isEqualTo("soft");
                assertThat(bell.context
                                .records()
                                .apply(configuration.records().get(0).key()))
                        .contains(configuration.records().get(0));
            });
            one.reconfigure(configuration.toBuilder());
            Bell first = Bell.inUse().get(0);
            assertThat(first.heard).first().isInstanceOf(UpdateEvent.Reconfigured.class);
            assertThat(two.status().records()).hasSize(1);
        }
        assertThat(Bell.inUse()).isEmpty();
        assertThat(Bell.ALL).as("none is closed twice").allMatch(bell -> bell.closed.get() == 1);
    }

    @Test
    void oneThatIsUnchangedStaysAndTheOthersAreClosedOrMade() {
        String kept = "\"kept\": {\"type\": \"test-bell\"}";
        String tone = ", \"b\": {\"type\": \"test-bell\", \"tone\": \"%s\"}";
        UpdaterConfiguration before = read("{" + kept + tone.formatted("low") + "}");
        UpdaterConfiguration after = read("{" + kept + tone.formatted("high") + "}");
        try (Updater updater = build(before)) {
            List<Bell> first = Bell.inUse();
            assertThat(updater.reconfigure(before.toBuilder())).hasToString("nothing changed");
            assertThat(Bell.inUse()).isEqualTo(first);

            ReconfigurationReport report = updater.reconfigure(after.toBuilder());
            assertThat(report.settings()).containsExactly("notify");
            assertThat(Bell.inUse())
                    .extracting(bell -> bell.settings.optionalText("tone").orElse(""))
                    .containsExactly("", "high");
            assertThat(first).filteredOn(Bell.inUse()::contains).hasSize(1);

            updater.reconfigure(read("").toBuilder());
            assertThat(Bell.inUse()).isEmpty();
        }
    }

    @Test
    void oneThatIsDisabledIsCheckedAndNotUsed() {
        assertThat(problems("{\"b\": {\"type\": \"test-bell\", \"tone\": \"shrill\", \"enabled\": false}}"))
                .extracting(ConfigurationException.Entry::path)
                .containsExactly("notify.b.tone");
        try (Updater updater = build(read("{\"b\": {\"type\": \"test-bell\", \"enabled\": false}}"))) {
            assertThat(updater.status().records()).hasSize(1);
            assertThat(Bell.inUse()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // the defect
    void codeThatMakesNoListenerIsTold() {
        try (Updater updater = build(read(""))) {
            UpdaterBuilder none = read("").toBuilder().listener("x", context -> null);

            assertThatThrownBy(() -> updater.reconfigure(none))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("notify.x: cannot be created: what is to make it made nothing; this is a"
                            + " defect of that code");
        }
    }

    @Test
    void wrongSettingsAreToldAsThoseOfAProvider() {
        assertThat(problems("{\"b\": {\"type\": \"test-bel\"}}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("notify.b.type");
                    assertThat(problem.message())
                            .startsWith("no notification is called \"test-bel\"")
                            .contains("test-bell");
                    assertThat(problem.allowed()).contains("test-bell, test-mute");
                });
        assertThat(problems("{\"b\": {\"type\": \"test-mute\"}}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("notify.b");
                    assertThat(problem.message())
                            .startsWith("cannot be created: java.lang.IllegalStateException at ")
                            .contains(".create (line ")
                            .doesNotContain("no clapper");
                });
        assertThat(problems("{\"b\": {\"type\": \"test-bell\", \"ton\": \"x\"}}"))
                .extracting(ConfigurationException.Entry::message)
                .containsExactly("notification test-bell has no such setting; did you mean \"tone\"?");
        assertThat(problems("{\"b\": {}}"))
                .extracting(ConfigurationException.Entry::path)
                .containsExactly("notify.b.type");
        assertThat(problems("{}")).isEmpty();
    }

    @Test
    void theMapOfAHostAndTheSchemaKnowThem() {
        UpdaterConfiguration configuration = UpdaterConfiguration.of(
                Map.of(
                        "detectors.wan.type", "test-known",
                        "providers.cf.type", "test-full",
                        "providers.cf.token", "t",
                        "records[0].name", "a.example.com",
                        "records[0].types", "A",
                        "notify.myPhone.type", "test-bell",
                        "notify.myPhone.tone", "soft"),
                Path.of(""));
        try (Updater updater = build(configuration)) {
            assertThat(updater.status().records()).hasSize(1);
            assertThat(Bell.inUse()).hasSize(1);
        }
        assertThat(UpdaterConfiguration.schema()).contains("notify.test-bell");
        assertThat(Notifications.descriptors()).extracting(TypeDescriptor::id).contains("test-bell", "test-mute");
    }

    @Test
    void aListenerThatCannotBeMadeRefusesTheSetUp() {
        assertThatThrownBy(() -> read("").toBuilder()
                        .listener("x", context -> {
                            throw new IllegalStateException("out of bells");
                        })
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("notify.x")
                .hasMessageContaining("java.lang.IllegalStateException at ")
                .hasMessageNotContaining("out of bells");
        assertThatThrownBy(() -> read("{\"x\": {\"type\": \"test-bell\"}}").toBuilder()
                        .listener("x", context -> event -> {})
                        .build())
                .hasMessageContaining("notify.x")
                .hasMessageContaining("is configured twice");
    }
}

package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.OnThePath.Lock;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The section {@code state}: a file, or the engine of the cluster. */
@ResourceLock("OnThePath.Lock.ALL")
@ExtendWith(OnThePath.class)
class StateSectionTest {
    private static final String REST = """
            {"detectors": {"wan": {"type": "test-known"}},
             "providers": {"cf": {"type": "test-full", "token": "t"}},
             "records": [{"name": "a.example.com", "type": "A"}]%s,
             "state": {%s}}""";
    private static final String BASE =
            ", \"cluster\": {\"type\": \"test-base\", \"node\": \"a\", \"endpoint\": \"https://base.example\"}";
    private static final String SHARED = "\"type\": \"test-base\"";

    @TempDir
    Path directory;

    @BeforeEach
    void clear() {
        Lock.ALL.clear();
    }

    private static UpdaterConfiguration read(String cluster, String state) {
        return UpdaterConfiguration.parse(REST.formatted(cluster, state), Path.of(""));
    }

    private static List<Entry> problems(String cluster, String state) {
        try {
            read(cluster, state);
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    private static void assertRefused(String cluster, String state, String message, String allowed) {
        assertThat(problems(cluster, state)).containsExactly(new Entry("state.type", message, allowed));
    }

    @Test
    void aClusterKeepsTheStateInItsEngine() {
        UpdaterConfiguration configuration = read(BASE, SHARED);

        assertThat(configuration.sharesState()).isTrue();
        assertThat(configuration.state()).isPresent();
        assertThat(configuration.stateFile()).isEmpty();
        try (Updater updater = configuration.toBuilder().build()) {
            assertThat(updater.reconfigure(read(BASE, SHARED).toBuilder()).needsRestart())
                    .isEmpty();
        }
        assertThat(Lock.inUse()).isEmpty();
    }

    @Test
    void theUsualPlaceOfAProgramStaysForWhatBelongsToTheUpdater() throws IOException {
        Path file = Files.writeString(directory.resolve("ddns.json"), REST.formatted(BASE, SHARED));
        Path usual = directory.resolve("ddns-state");

        UpdaterConfiguration configuration = UpdaterConfiguration.load(file, Optional.of(usual));

        assertThat(configuration.sharesState()).isTrue();
        assertThat(configuration.stateFile()).contains(usual);
        assertThat(UpdaterConfiguration.stateFileOf(file, directory)).isEmpty();
    }

    @Test
    void anUpdaterOfTheSameConfigurationCanBeBuiltAgain() {
        UpdaterConfiguration configuration = read(BASE, SHARED);
        for (int turn = 0; turn < 2; turn++) {
            try (Updater updater = configuration.toBuilder().build()) {
                updater.start();
                assertThat(Lock.inUse()).hasSizeLessThanOrEqualTo(1);
            }
        }
        assertThat(Lock.inUse()).isEmpty();
        assertThat(Lock.ALL).allSatisfy(lock -> assertThat(lock.closed).hasValue(1));
    }

    @Test
    @Tag("promise-23")
    void aTypeThatDoesNotFitTheClusterIsRefusedWithTheRemedy() {
        String file = "or \"file\" for a state of this machine";
        assertRefused(
                BASE,
                SHARED + ", \"file\": \"ddns-state\"",
                "is set beside \"file\", but a state is in one place",
                "\"type\" or \"file\", not both");
        assertRefused(
                "",
                SHARED,
                "\"test-base\" is the engine of a cluster, and there is no cluster",
                "\"cluster\": {\"type\": \"jdbc\", …}, " + file);
        assertRefused(
                BASE,
                "\"type\": \"redis\"",
                "\"redis\" is not the type of the cluster, which is \"test-base\"",
                "the type of the cluster if it keeps a state, as jdbc does, " + file);
        assertRefused(
                BASE.replace("test-base", "test-locks"),
                "\"type\": \"test-locks\"",
                "a cluster of the type \"test-locks\" keeps no state",
                "a cluster of the type jdbc, " + file);
        assertRefused(
                BASE.replace("\"node\"", "\"enabled\": false, \"node\""),
                SHARED,
                "\"test-base\" needs the cluster, which is not enabled",
                "a cluster in use, " + file);
    }

    @Test
    @Tag("promise-23")
    void aClusterThatIsWrongIsToldOnce() {
        assertThat(problems(BASE.replace("https:", "ftp:"), SHARED))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("cluster.endpoint"));
    }

    @Test
    void anEngineThatKeepsTheStateIsOpenOnlyWhereAnUpdaterUsesIt() {
        UpdaterConfiguration configuration = read(BASE, SHARED);
        assertThat(Lock.inUse()).as("after it was read").isEmpty();
        try (Updater updater = configuration.toBuilder().build()) {
            updater.start();
            assertThat(Lock.inUse())
                    .as("one gives the leases and the state, while an updater uses it")
                    .hasSize(1);
            updater.reconfigure(read(BASE, SHARED).toBuilder());
            assertThat(Lock.inUse()).as("after it was read again").hasSize(1);
        }
        assertThat(Lock.inUse()).as("after the updater was closed").isEmpty();
    }
}

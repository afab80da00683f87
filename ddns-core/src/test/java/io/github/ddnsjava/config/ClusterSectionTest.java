package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.OnThePath.Lock;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The section {@code cluster}: an engine that gives leases, and how this node takes part. */
@ResourceLock("OnThePath.Lock.ALL")
@ExtendWith(OnThePath.class)
class ClusterSectionTest {
    private static final String REST = """
            {"detectors": {"wan": {"type": "test-known"}},
             "providers": {"cf": {"type": "test-full", "token": "t"}},
             "records": [{"name": "a.example.com", "type": "A"}, {"name": "b.example.com", "type": "A"}],
             "cluster": {"type": "test-locks", "endpoint": "https://locks.example"%s}}""";

    @BeforeEach
    void clear() {
        Lock.ALL.clear();
    }

    private static UpdaterConfiguration read(String more) {
        return UpdaterConfiguration.parse(REST.formatted(more), Path.of(""));
    }

    private static List<Entry> problems(String more) {
        try {
            read(more);
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    @Test
    void anUpdaterTakesPartAsItsConfigurationSays() {
        try (Updater updater =
                read(", \"node\": \"a\", \"groups\": 4, \"lease\": \"1m\", \"mode\": \"own-line\"").toBuilder()
                        .build()) {
            assertThat(updater.status().groups())
                    .extracting(UpdaterStatus.Group::name)
                    .containsExactly("g0", "g1", "g2", "g3");
            assertThat(updater.status().groups()).noneMatch(UpdaterStatus.Group::ours);
        }
    }

    @Test
    void anEngineIsMadeOnceForTheCheckAndOnceForItsUpdater() {
        UpdaterConfiguration configuration = read(", \"node\": \"a\"");
        assertThat(Lock.ALL).hasSize(1);
        assertThat(Lock.inUse()).isEmpty();
        try (Updater updater = configuration.toBuilder().build()) {
            updater.start();
            assertThat(updater.status().running()).isTrue();
        }
        assertThat(Lock.inUse()).isEmpty();
        assertThat(Lock.ALL).allMatch(lock -> lock.node.equals("a"));
    }

    @Test
    void anEqualSectionIsNoChangeAndAnotherOneNeedsARestart() {
        try (Updater updater = read(", \"node\": \"a\"").toBuilder().build()) {
            ReconfigurationReport same = updater.reconfigure(read(", \"node\": \"a\"").toBuilder());
            ReconfigurationReport other = updater.reconfigure(read(", \"node\": \"a\", \"groups\": 2").toBuilder());

            assertThat(same.needsRestart()).isEmpty();
            assertThat(other.needsRestart()).containsExactly("cluster");
        }
    }

    @Test
    void aClusterThatIsNotEnabledIsNone() {
        try (Updater updater =
                read(", \"node\": \"a\", \"enabled\": false").toBuilder().build()) {
            assertThat(updater.status().groups()).isEmpty();
        }
    }

    @Test
    @Tag("promise-23")
    void whatIsWrongIsSaidAtOnce() {
        assertThat(problems(", \"lease\": \"5s\", \"groups\": 0, \"mode\": \"any\", \"prefix\": \"x\""))
                .extracting(Entry::path)
                .contains("cluster.lease", "cluster.groups", "cluster.mode", "cluster.node", "cluster.prefix");
        assertThat(problems(", \"node\": \"-a-\""))
                .containsExactly(new Entry(
                        "cluster.node",
                        "\"-a-\" is no name",
                        "letters, digits, dots and hyphens, with no hyphen at an end"));
        assertThat(problems(", \"node\": \"a\", \"lease\": \"5s\""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("cluster.lease"));
        assertThat(problems(", \"node\": \"a\"}, \"withdrawOnClose\": \"5s\", \"x\": {\"y\": 1"))
                .contains(new Entry(
                        "withdrawOnClose",
                        "cannot be used in a cluster, because another node takes the records over",
                        "no cluster, or records that stay"));
    }

    @Test
    @Tag("promise-23")
    void anUnknownEngineIsNamedWithThoseThatAreKnown() {
        String json = REST.formatted(", \"node\": \"a\"").replace("test-locks", "test-lock");

        assertThat(List.of(json)).allSatisfy(text -> {
            try {
                UpdaterConfiguration.parse(text, Path.of(""));
                throw new AssertionError("was read");
            } catch (ConfigurationException e) {
                assertThat(e.problems()).singleElement().satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("cluster.type");
                    assertThat(problem.message())
                            .startsWith("no cluster is called \"test-lock\"")
                            .contains("test-locks");
                });
            }
        });
    }

    @Test
    @Tag("promise-22")
    void noSecretOfTheEngineIsShown() {
        UpdaterConfiguration configuration = read(", \"node\": \"a\", \"password\": \"correct-horse\"");

        assertThat(configuration.toString()).doesNotContain("correct-horse");
        assertThat(problems(", \"node\": \"a\", \"password\": \"correct-horse\", \"lease\": \"correct-horse\"")
                        .toString())
                .doesNotContain("correct-horse");
    }
}

package io.github.ddnsjava.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.quickstart.Echo;
import io.github.ddnsjava.examples.quickstart.NameServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the example; CI runs the whole of it. */
class MainTest {
    @Test
    void aNodesConfigurationIsOneOfAClusterThatSharesItsState(@TempDir Path directory) throws Exception {
        try (Database database = Database.h2();
                NameServer dns = new NameServer(NodeFiles.ZONE, NodeFiles.KEY_NAME, NodeFiles.KEY_SECRET);
                Echo echo = new Echo()) {
            Path file = NodeFiles.write(directory, "a", database, dns, echo);
            assertThat(UpdaterConfiguration.load(file).sharesState()).isTrue();
            assertThat(file.getParent()).hasFileName("a");
            try (Connection second = DriverManager.getConnection(database.url(), database.user(), "")) {
                assertThat(second.isValid(5)).isTrue();
            }
        }
    }

    @Test
    @Tag("thorough")
    void whatDidNotHappenInTimeIsTold() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean good = Main.tell("", "", Duration.ZERO, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(good).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The last lines of the log of node a:")
                .endsWith("RESULT: failed: after 0 s it is not so that each node knows who leads"
                        + System.lineSeparator());
    }
}

package io.github.ddnsjava.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart tells its story to the end, and runs by a configuration too. */
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theStoryEndsWell() throws Exception {
        boolean good = Main.story(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(good).as("%s", out).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSizeLessThanOrEqualTo(40)
                .last()
                .isEqualTo("RESULT: ok");
    }

    @Test
    void oneCycleByAConfigurationPublishes(@TempDir Path directory) throws Exception {
        try (NameServer dns = new NameServer(Main.ZONE, Main.KEY_NAME, Main.KEY_SECRET)) {
            Path file = directory.resolve("ddns.json");
            Files.writeString(file, """
                    {
                      "detectors": { "known": { "type": "static", "ipv4": "192.0.2.7", "allow": ["192.0.2.0/24"] } },
                      "providers": { "dns": { "type": "rfc2136", "server": "127.0.0.1", "port": %d,
                                              "keyName": "%s", "keySecret": "%s" } },
                      "records": [ { "name": "home.example.test", "types": ["A"], "ttl": "2m" } ]
                    }
                    """.formatted(dns.port(), Main.KEY_NAME, Main.KEY_SECRET));
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            assertThat(Main.oneCycle(file, print)).isTrue();
            assertThat(dns.updates()).isEqualTo(1);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("home.example.test A at dns: created [192.0.2.7]");
            assertThat(Main.oneCycle(directory.resolve("absent.json"), print)).isFalse();
        }
    }
}

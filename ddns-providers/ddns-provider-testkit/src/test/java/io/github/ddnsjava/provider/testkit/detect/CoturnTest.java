package io.github.ddnsjava.provider.testkit.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.LocalServer;
import io.github.ddnsjava.provider.testkit.TestDetection;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The {@code stun} detector before a real coturn. */
@Timeout(120)
@Tag("servers")
class CoturnTest {
    private static LocalServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.of("turnserver", "coturn");
        port = LocalServer.freePort();
        server.start(
                () -> detect(IPV6, settings(IPV6)) instanceof Detection.Found,
                "-c",
                Files.writeString(server.directory().resolve("turnserver.conf"), "")
                        .toString(),
                "--listening-ip=127.0.0.1",
                "--listening-ip=::1",
                "--listening-port=" + port,
                "--stun-only",
                "--no-cli",
                "--no-tls",
                "--no-dtls",
                "--no-rfc5780",
                "--log-file=stdout",
                "--simple-log",
                "--pidfile=" + server.directory().resolve("pid"),
                "--userdb=" + server.directory().resolve("users"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Settings settings(IpFamily family) {
        String address = (family == IPV4 ? "127.0.0.1:" : "[::1]:") + port;
        return Settings.of("servers", address).with("allow", family == IPV4 ? "127.0.0.0/8" : "::1/128");
    }

    private static Detection detect(IpFamily family, Settings settings) throws InterruptedException {
        return IpDetectors.create("stun", settings, key -> {
                    throw new AssertionError(key);
                })
                .detect(family, new TestDetection());
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void coturnTellsUsOurAddress(IpFamily family) throws Exception {
        Detection.Found found = (Detection.Found) detect(family, settings(family));

        assertThat(found.addresses()).isEqualTo(Set.of(IpAddress.parse(family == IPV4 ? "127.0.0.1" : "::1")));
    }

    @Test
    void coturnTellsUsTheAddressThatWeAreBoundTo() throws Exception {
        Detection.Found found = (Detection.Found) detect(IPV4, settings(IPV4).with("bind", "127.0.0.9"));

        assertThat(found.addresses()).isEqualTo(Set.of(IpAddress.parse("127.0.0.9")));
    }
}

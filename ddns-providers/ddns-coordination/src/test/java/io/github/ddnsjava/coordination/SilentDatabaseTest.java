package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.TransientException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that takes the connection and says nothing, as one does whose disk hangs. */
@Tag("thorough")
class SilentDatabaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aCallOfADatabaseThatSaysNothingEnds(String product) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:" + product + "://127.0.0.1:" + silent.getLocalPort() + "/ddns";
            JdbcLeadership leadership = new JdbcLeadership(new TestDatabase(url, "ddns", "secret").source(), "a");
            assertThatThrownBy(() -> leadership.tryAcquire("g0", "", Duration.ofSeconds(30)))
                    .isInstanceOf(TransientException.class)
                    .hasMessageNotContaining("secret");
        }
    }
}

package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EpochTest {
    private static final IpAddress ROUTER = IpAddress.parse("192.168.77.1");

    private final Epoch epoch = new Epoch();

    private boolean fellBehind(long seconds, long atSecond) {
        return epoch.fellBehind(ROUTER, seconds, TimeUnit.SECONDS.toNanos(atSecond));
    }

    @Test
    void theFirstCountSaysNothing() {
        assertThat(fellBehind(0, 0)).isFalse();
    }

    @Test
    void aCountThatKeepsUpIsNoRestart() {
        fellBehind(1000, 0);

        assertThat(fellBehind(1800, 800)).isFalse();
        assertThat(fellBehind(1800 + 698, 1600))
                .as("an eighth and two seconds late")
                .isFalse();
    }

    @Test
    void aCountThatFallsBehindIsARestart() {
        fellBehind(1000, 0);

        assertThat(fellBehind(1000 + 697, 800))
                .as("an eighth and three seconds late")
                .isTrue();
        assertThat(fellBehind(1697 + 1, 801)).as("from there it counts on").isFalse();
    }

    @Test
    void anotherRouterHasAnotherCount() {
        fellBehind(1000, 0);

        assertThat(epoch.fellBehind(IpAddress.parse("192.168.77.2"), 0, 0)).isFalse();
    }
}

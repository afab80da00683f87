package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd is told, and when. The socket itself is tested with the running agent. */
class SystemdNotifierTest {
    private final List<String> sent = new ArrayList<>();

    private SystemdNotifier notifier() {
        return new SystemdNotifier(sent::add, Optional.empty());
    }

    @Test
    void onlyWhoLivesIsReportedAlive() {
        SystemdNotifier notifier = notifier();
        notifier.beat(() -> false);
        notifier.beat(() -> {
            throw new IllegalStateException("closed");
        });
        assertThat(sent).isEmpty();
        notifier.beat(() -> true);
        assertThat(sent).containsExactly("WATCHDOG=1");
    }

    @Test
    void theEndOfAReloadIsReportedAlsoIfItFails() {
        assertThatThrownBy(() -> notifier().reloading(() -> {
                    throw new IllegalStateException("ends");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sent).hasSize(2).last().isEqualTo("READY=1");
    }

    @Test
    void aReloadLastsUntilItsResult() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        notifier().reloading(() -> result);
        assertThat(sent).singleElement().asString().startsWith("RELOADING=1");
        result.completeExceptionally(new IllegalStateException("refused"));
        assertThat(sent).hasSize(2).last().isEqualTo("READY=1");
    }

    @Test
    void theAgentIsReadyAndStops() {
        SystemdNotifier notifier = notifier();
        notifier.ready(() -> true);
        notifier.close();
        assertThat(sent).containsExactly("READY=1", "STOPPING=1");
    }

    @Test
    void theWatchdogHearsTwiceInItsTime() {
        assertThat(SystemdNotifier.period(Map.of("WATCHDOG_USEC", "300000000", "WATCHDOG_PID", "7"), 7))
                .contains(Duration.ofSeconds(150));
        assertThat(SystemdNotifier.period(Map.of("WATCHDOG_USEC", "300000000"), 7))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x", "-1", "99999999999999999999"})
    void withoutATimeThereIsNoWatchdog(String micros) {
        assertThat(SystemdNotifier.period(Map.of("WATCHDOG_USEC", micros), 7)).isEmpty();
        assertThat(SystemdNotifier.period(Map.of(), 7)).isEmpty();
    }

    @Test
    void theWatchdogOfAnotherProcessIsNotOurs() {
        assertThat(SystemdNotifier.period(Map.of("WATCHDOG_USEC", "300000000", "WATCHDOG_PID", "8"), 7))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vsock:2:1234", "relative/path"})
    void socketsOfOtherKindsAreLeftAlone(String socket) {
        assertThat(NativeDatagram.send(socket, "READY=1")).isFalse();
        assertThat(NativeDatagram.send("/" + "x".repeat(108), "READY=1")).isFalse();
    }
}

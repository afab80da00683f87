package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd is told, and when. The socket itself is tested with the running agent. */
class SystemdNotifierTest {
    private final List<String> sent = new ArrayList<>();

    private final List<Duration> limits = new ArrayList<>();
    private final Beats beats = new Beats();

    /** It is told what to run and when, and runs it when the test says so. */
    private static final class Beats extends ScheduledThreadPoolExecutor {
        private final List<Runnable> tasks = new ArrayList<>();
        private final List<Duration> times = new ArrayList<>();

        Beats() {
            super(0);
        }

        @Override
        @SuppressWarnings("NullAway") // nobody reads the result
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
            tasks.add(task);
            times.addAll(List.of(Duration.of(first, unit.toChronoUnit()), Duration.of(period, unit.toChronoUnit())));
            return null;
        }
    }

    private SystemdNotifier notifier() {
        return notifier(Optional.empty());
    }

    private SystemdNotifier notifier(Optional<Duration> period) {
        return new SystemdNotifier(
                (message, limit) -> {
                    sent.add(message);
                    limits.add(limit);
                },
                period,
                () -> beats);
    }

    /** A child that does not end, or a wait for it that is interrupted. */
    private static final class SlowProgram extends Process {
        private final boolean isInterrupted;
        private boolean isDestroyed;
        private Duration waited = Duration.ZERO;

        SlowProgram(boolean isInterrupted) {
            this.isInterrupted = isInterrupted;
        }

        @Override
        public boolean waitFor(long time, TimeUnit unit) throws InterruptedException {
            waited = Duration.of(time, unit.toChronoUnit());
            if (isInterrupted) {
                throw new InterruptedException();
            }
            return false;
        }

        @Override
        public Process destroyForcibly() {
            isDestroyed = true;
            return this;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            throw new AssertionError("a wait without an end");
        }

        @Override
        public int exitValue() {
            throw new IllegalThreadStateException();
        }

        @Override
        public void destroy() {
            throw new AssertionError("a program that hangs may not listen");
        }
    }

    @Test
    void noProgramOutlivesTheWaitForIt() throws Exception {
        SlowProgram slow = new SlowProgram(false);
        SystemdNotifier.await(slow, Duration.ofSeconds(1));
        assertThat(slow.waited).isEqualTo(Duration.ofSeconds(1));
        assertThat(slow.isDestroyed).isTrue();

        SlowProgram interrupted = new SlowProgram(true);
        assertThatThrownBy(() -> SystemdNotifier.await(interrupted, Duration.ofSeconds(1)))
                .isInstanceOf(InterruptedException.class);
        assertThat(interrupted.isDestroyed).isTrue();
    }

    @Test
    void theMessageThatTheAgentStopsTakesNoTimeFromSaving() {
        notifier().close();
        assertThat(limits)
                .singleElement()
                .satisfies(limit -> assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void nothingIsSentAfterTheAgentStops() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        SystemdNotifier notifier = notifier();
        notifier.reloading(() -> result);
        notifier.close();
        notifier.beat(() -> true);
        result.complete(null);
        assertThat(sent).last().isEqualTo("STOPPING=1");
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
        SystemdNotifier notifier = notifier(Optional.of(Duration.ofSeconds(150)));
        notifier.ready(() -> true);
        assertThat(beats.times).as("the first, and the period").containsExactly(Duration.ZERO, Duration.ofSeconds(150));
        assertThat(beats.tasks).singleElement().satisfies(task -> {
            task.run();
            task.run();
        });
        assertThat(beats.isShutdown()).isFalse();
        notifier.close();
        assertThat(beats.isShutdown()).isTrue();
        assertThat(sent).containsExactly("READY=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1");
    }

    @Test
    void withoutAWatchdogThereAreNoBeats() {
        SystemdNotifier notifier = notifier();
        notifier.ready(() -> true);
        notifier.close();
        assertThat(beats.tasks).isEmpty();
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

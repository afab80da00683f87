package io.github.ddnsjava.examples.agent.service;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the agent is ready, reads its configuration again, lives and stops, as sd_notify(3) describes. Where no
 * systemd listens, it does nothing. Thread-safe.
 */
public final class SystemdNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);
    private static final Duration PROGRAM = Duration.ofSeconds(10);

    private final Predicate<String> sender;
    private final Optional<Duration> period;
    private @Nullable ScheduledExecutorService beats;

    /**
     * Makes one.
     *
     * @param sender sends a message, and tells whether it was sent
     * @param period how often systemd wants to hear that the agent lives; empty if it does not
     */
    SystemdNotifier(Predicate<String> sender, Optional<Duration> period) {
        this.sender = sender;
        this.period = period;
    }

    /** Returns the one for these variables of the environment, which systemd sets: see sd_notify(3) and sd_watchdog_enabled(3). */
    public static SystemdNotifier of(Map<String, String> environment) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.isEmpty()) {
            return new SystemdNotifier(message -> false, Optional.empty());
        }
        return new SystemdNotifier(
                message -> NativeDatagram.isPossible() && NativeDatagram.send(socket, message) || program(message),
                period(environment, ProcessHandle.current().pid()));
    }

    /** Returns half of the time after which systemd takes the process for dead. */
    static Optional<Duration> period(Map<String, String> environment, long pid) {
        String forPid = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        if (!micros.matches("[0-9]{1,18}") || !forPid.isEmpty() && !forPid.equals(String.valueOf(pid))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 500)).filter(half -> !half.isZero());
    }

    /** Sends by the program of systemd. It waits until systemd has read the message, because then systemd still knows its pid. */
    private static boolean program(String message) {
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(message.split("\n")));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PROGRAM.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("systemd is not told {}: {}", command.get(1), e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Tells that the agent is ready, and from now on that it lives.
     *
     * @param alive tells whether it does its work. If it does not for the whole time of the watchdog, systemd starts it again
     */
    public void ready(BooleanSupplier alive) {
        sender.test("READY=1");
        period.ifPresent(half -> {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "ddns-agent-watchdog");
                thread.setDaemon(true);
                return thread;
            });
            synchronized (this) {
                beats = executor;
            }
            executor.scheduleAtFixedRate(() -> beat(alive), 0, half.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    /** Tells that the agent lives, if it does. */
    void beat(BooleanSupplier alive) {
        try {
            if (alive.getAsBoolean()) {
                sender.test("WATCHDOG=1");
            }
        } catch (RuntimeException e) {
            // The next beat is to come all the same. Who cannot say that it lives is not alive.
            LOG.debug("no sign of life: {}", e.toString());
        }
    }

    /** Tells that the configuration is read again while the task runs. The time is that of Linux's monotonic clock, as the JVM's. */
    public void reloading(Runnable task) {
        sender.test("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
        try {
            task.run();
        } finally {
            sender.test("READY=1");
        }
    }

    /** Tells that the agent stops. */
    @Override
    public void close() {
        synchronized (this) {
            if (beats != null) {
                beats.shutdownNow();
            }
        }
        sender.test("STOPPING=1");
    }
}

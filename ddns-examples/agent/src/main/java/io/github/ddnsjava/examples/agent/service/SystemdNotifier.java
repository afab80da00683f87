package io.github.ddnsjava.examples.agent.service;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the agent is ready, reads its configuration again, lives and stops, as sd_notify(3) describes. Where no
 * systemd listens, it does nothing. Thread-safe.
 */
public final class SystemdNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** What follows needs the time: the state is saved, and a service manager waits only so long. */
    private static final Duration STOPPING = Duration.ofSeconds(1);

    private final Sender sender;
    private final Optional<Duration> period;
    private final Supplier<ScheduledExecutorService> executors;
    private @Nullable ScheduledExecutorService beats;
    private boolean stopping;

    /** Sends messages. */
    @FunctionalInterface
    interface Sender {
        /**
         * Sends a message, if it can.
         *
         * @param limit how long that may take
         */
        void send(String message, Duration limit);
    }

    /**
     * Makes one.
     *
     * @param period how often systemd wants to hear that the agent lives; empty if it does not
     * @param executors makes what sends that
     */
    SystemdNotifier(Sender sender, Optional<Duration> period, Supplier<ScheduledExecutorService> executors) {
        this.sender = sender;
        this.period = period;
        this.executors = executors;
    }

    /** Returns the one for these variables of the environment, which systemd sets: see sd_notify(3) and sd_watchdog_enabled(3). */
    public static SystemdNotifier of(Map<String, String> environment) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.isEmpty()) {
            return new SystemdNotifier((message, limit) -> {}, Optional.empty(), SystemdNotifier::thread);
        }
        return new SystemdNotifier(
                (message, limit) -> {
                    if (!NativeDatagram.isPossible() || !NativeDatagram.send(socket, message)) {
                        program(message, limit);
                    }
                },
                period(environment, ProcessHandle.current().pid()),
                SystemdNotifier::thread);
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
    private static void program(String message, Duration limit) {
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(message.split("\n")));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            await(process, limit);
        } catch (IOException e) {
            LOG.debug("systemd is not told {}: {}", command.get(1), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a child, which ends at the latest when the wait ends. */
    static void await(Process process, Duration limit) throws InterruptedException {
        try {
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ScheduledExecutorService thread() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "ddns-agent-watchdog");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Nothing follows the message that the agent stops: it would say the contrary, and take time. */
    private void send(String message) {
        synchronized (this) {
            if (stopping) {
                return;
            }
        }
        sender.send(message, LIMIT);
    }

    /**
     * Tells that the agent is ready, and from now on that it lives.
     *
     * @param alive tells whether it does its work. If it does not for the whole time of the watchdog, systemd starts it again
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a beat throws nothing
    public void ready(BooleanSupplier alive) {
        send("READY=1");
        period.ifPresent(half -> {
            ScheduledExecutorService executor = executors.get();
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
                send("WATCHDOG=1");
            }
        } catch (RuntimeException e) {
            // The next beat is to come all the same. Who cannot say that it lives is not alive.
            LOG.debug("no sign of life: {}", e.toString());
        }
    }

    /** Tells that the configuration is read again until the task's result. The time is that of Linux's monotonic clock, as the JVM's. */
    @SuppressWarnings("FutureReturnValueIgnored") // whoever begins the task sees its result
    public void reloading(Supplier<? extends CompletionStage<?>> task) {
        send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
        try {
            task.get().whenComplete((result, failure) -> send("READY=1"));
        } catch (RuntimeException e) {
            send("READY=1");
            throw e;
        }
    }

    /** Tells that the agent stops. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            if (beats != null) {
                beats.shutdownNow();
            }
        }
        sender.send("STOPPING=1", STOPPING);
    }
}

package io.github.ddnsjava.internal.detect;

import static org.junit.jupiter.api.Assumptions.abort;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A coturn of our own: started from the path on a free loopback port, in a temporary directory, gone when closed. */
final class TurnServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Process process;
    private final int port;

    private TurnServer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Starts it; skips the test where it is not installed, but fails it in CI. */
    static TurnServer start() throws Exception {
        Path program = Stream.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(File.pathSeparator))
                .map(place -> Path.of(place, "turnserver"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            String message = "turnserver is not on the path; install coturn";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(message);
            }
            abort(message);
        }
        int port;
        try (DatagramSocket socket = new DatagramSocket()) {
            port = socket.getLocalPort();
        }
        Path directory = Files.createTempDirectory("ddns-stun");
        Files.writeString(directory.resolve("turnserver.conf"), "");
        Process process = new ProcessBuilder(
                        String.valueOf(program),
                        "-c",
                        directory + "/turnserver.conf",
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
                        "--pidfile=" + directory + "/pid",
                        "--userdb=" + directory + "/users")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        TurnServer server = new TurnServer(directory, process, port);
        server.awaitReady();
        return server;
    }

    /** Returns the server's address at a family's loopback. */
    String at(IpFamily family) {
        return (family == IpFamily.IPV4 ? "127.0.0.1:" : "[::1]:") + port;
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Settings settings = Settings.of("servers", at(IpFamily.IPV6), "allow", "::1/128");
        FakeContext context = new FakeContext();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                StunDetector.of(settings).detect(IpFamily.IPV6, context);
                return;
            } catch (RuntimeException notYet) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        String log = Files.readString(directory.resolve("log"));
        close();
        throw new AssertionError("turnserver did not come up:\n" + log);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

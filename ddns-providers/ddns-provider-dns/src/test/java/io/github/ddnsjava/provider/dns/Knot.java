package io.github.ddnsjava.provider.dns;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A Knot DNS of our own that answers {@code whoami.test} with the asker's address. */
final class Knot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final Process process;
    private final int port;

    private Knot(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Starts it; skips the test where it is not installed, but fails it in CI. */
    static Knot start() throws Exception {
        Path program = Stream.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(File.pathSeparator))
                .map(place -> Path.of(place, "knotd"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            String message = "knotd (Knot DNS) is not on the path; install knot";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(message);
            }
            abort(message);
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path directory = Files.createTempDirectory("ddns-knot");
        Files.createDirectory(directory.resolve("run"));
        Files.writeString(directory.resolve("whoami.test.zone"), """
                $ORIGIN whoami.test.
                $TTL 1
                @ SOA ns.whoami.test. hostmaster.whoami.test. 1 3600 600 86400 1
                @ NS ns.whoami.test.
                """);
        Files.writeString(directory.resolve("knot.conf"), """
                server:
                  rundir: "%1$s/run"
                  pidfile: "%1$s/run/knot.pid"
                  listen: [ 127.0.0.1@%2$d, ::1@%2$d ]
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                log:
                  - target: stderr
                    any: info
                database:
                  storage: "%1$s/db"
                template:
                  - id: default
                    storage: "%1$s"
                    file: "%%s.zone"
                zone:
                  - domain: whoami.test
                    module: mod-whoami
                """.formatted(directory, port));
        Process process = new ProcessBuilder(String.valueOf(program), "-c", directory + "/knot.conf")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Knot knot = new Knot(directory, process, port);
        knot.awaitReady();
        return knot;
    }

    int port() {
        return port;
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        byte[] query =
                RecordSet.query(Name.fromString("whoami.test."), Type.SOA).toWire();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                Wire.udp(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), query, Duration.ofSeconds(1));
                return;
            } catch (RuntimeException notYet) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        String log = Files.readString(directory.resolve("log"));
        close();
        throw new AssertionError("knotd did not come up:\n" + log);
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

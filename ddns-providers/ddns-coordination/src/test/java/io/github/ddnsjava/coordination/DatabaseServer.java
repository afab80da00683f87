package io.github.ddnsjava.coordination;

import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A database as a part of a test, on a free port of the loopback. */
abstract class DatabaseServer implements AutoCloseable {
    private final LocalServer server;
    private final int port = LocalServer.freePort();
    private final TestDatabase database;
    private List<String> command = List.of();

    /**
     * Starts nothing yet.
     *
     * @param url is formatted with the port
     */
    DatabaseServer(LocalServer server, String url) throws IOException {
        this.server = server;
        this.database = new TestDatabase(url.formatted(port), "ddns", "secret");
    }

    /** Starts it by these arguments. */
    final void start(List<String> arguments) throws IOException, InterruptedException {
        command = arguments;
        restart();
    }

    /** Starts it, also after a {@link #stop}, with the data that it had. */
    final void restart() throws IOException, InterruptedException {
        server.start(
                () -> {
                    database.source().getConnection().close();
                    return true;
                },
                command.toArray(String[]::new));
    }

    final void stop() {
        server.stop();
    }

    final int port() {
        return port;
    }

    final Path directory() {
        return server.directory();
    }

    final TestDatabase database() {
        return database;
    }

    static boolean isRoot() throws IOException {
        return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
    }

    /** Runs a program to its end. */
    static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public final void close() throws IOException {
        server.close();
    }
}

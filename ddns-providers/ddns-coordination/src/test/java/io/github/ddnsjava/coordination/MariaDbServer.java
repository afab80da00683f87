package io.github.ddnsjava.coordination;

import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** MariaDB as a part of a test, on a free port of the loopback. */
final class MariaDbServer implements AutoCloseable {
    private final LocalServer server;
    private final TestDatabase database;
    private final int port = LocalServer.freePort();
    private List<String> command = List.of();

    private MariaDbServer(LocalServer server) throws IOException {
        this.server = server;
        this.database = new TestDatabase("jdbc:mariadb://127.0.0.1:" + port + "/ddns", "ddns", "secret");
    }

    static MariaDbServer start() throws Exception {
        MariaDbServer started = new MariaDbServer(LocalServer.of("mariadbd", "mariadb-server"));
        Path directory = started.server.directory();
        Path data = directory.resolve("data");
        boolean root = Files.getOwner(Path.of("/proc/self")).getName().equals("root");
        String user = root ? "mysql" : System.getProperty("user.name");
        Path first = directory.resolve("first.sql");
        Files.writeString(
                first,
                "create database if not exists ddns;\ncreate user if not exists 'ddns'@'127.0.0.1' identified by 'secret';\n"
                        + "create user if not exists 'ddns'@'localhost' identified by 'secret';\n"
                        + "grant all on ddns.* to 'ddns'@'127.0.0.1';\ngrant all on ddns.* to 'ddns'@'localhost';\n");
        if (root) {
            run("chown", "-R", "mysql:mysql", directory.toString());
        }
        run(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + user,
                "--skip-test-db",
                "--auth-root-authentication-method=normal");
        started.command = List.of(
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--bind-address=127.0.0.1",
                "--port=" + started.port,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--init-file=" + first,
                "--innodb-flush-log-at-trx-commit=0");
        started.restart();
        return started;
    }

    /** Starts it, also after a {@link #stop}, with the data that it had. */
    void restart() throws IOException, InterruptedException {
        server.start(
                () -> {
                    database.source().getConnection().close();
                    return true;
                },
                command.toArray(String[]::new));
    }

    void stop() {
        server.stop();
    }

    int port() {
        return port;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

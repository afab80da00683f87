package io.github.ddnsjava.coordination;

import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * PostgreSQL as a part of a test, on a free port of the loopback. It refuses to run as root, so a test that runs as root
 * starts it as the user {@code postgres}.
 */
final class PostgresServer extends DatabaseServer {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private PostgresServer(LocalServer server) throws IOException {
        super(server, "jdbc:postgresql://127.0.0.1:%d/postgres");
    }

    static PostgresServer start() throws Exception {
        return start(false);
    }

    /**
     * Starts one.
     *
     * @param durable whether commits reach the disk, as outside of tests
     */
    static PostgresServer start(boolean durable) throws Exception {
        PostgresServer started = new PostgresServer(LocalServer.of("setpriv", "util-linux"));
        Path programs = programs();
        Path directory = started.directory();
        Files.writeString(directory.resolve("password"), "secret");
        List<String> initdb = new ArrayList<>(asServant());
        Path data = directory.resolve("data");
        initdb.addAll(List.of(
                programs.resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "ddns",
                "-A",
                "scram-sha-256",
                "--pwfile=" + directory.resolve("password"),
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync"));
        if (!asServant().isEmpty()) {
            run(List.of("chown", "-R", "postgres:postgres", directory.toString()));
        }
        initdb.add(0, "setpriv");
        run(initdb);
        List<String> postgres = new ArrayList<>(asServant());
        postgres.addAll(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(started.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + directory,
                "-c",
                "fsync=" + (durable ? "on" : "off")));
        started.start(postgres);
        return started;
    }

    /** Returns the arguments of {@code setpriv} by which a program runs as another user than root. */
    private static List<String> asServant() throws IOException {
        return isRoot() ? List.of("--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();
    }

    private static Path programs() throws IOException {
        if (Files.isDirectory(VERSIONS)) {
            try (Stream<Path> versions = Files.list(VERSIONS)) {
                List<Path> found = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(0);
                }
            }
        }
        String message = "PostgreSQL is not in " + VERSIONS + "; install postgresql";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        return Assumptions.abort(message);
    }
}

package io.github.ddnsjava.coordination;

import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** MariaDB as a part of a test, on a free port of the loopback. */
final class MariaDbServer extends DatabaseServer {
    private MariaDbServer(LocalServer server) throws IOException {
        super(server, "jdbc:mariadb://127.0.0.1:%d/ddns");
    }

    static MariaDbServer start() throws Exception {
        MariaDbServer started = new MariaDbServer(LocalServer.of("mariadbd", "mariadb-server"));
        Path directory = started.directory();
        Path data = directory.resolve("data");
        String user = isRoot() ? "mysql" : System.getProperty("user.name");
        Path first = directory.resolve("first.sql");
        Files.writeString(
                first,
                "create database if not exists ddns;\ncreate user if not exists 'ddns'@'127.0.0.1' identified by 'secret';\n"
                        + "create user if not exists 'ddns'@'localhost' identified by 'secret';\n"
                        + "grant all on ddns.* to 'ddns'@'127.0.0.1';\ngrant all on ddns.* to 'ddns'@'localhost';\n");
        if (isRoot()) {
            run(List.of("chown", "-R", "mysql:mysql", directory.toString()));
        }
        run(List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--user=" + user,
                "--skip-test-db",
                "--auth-root-authentication-method=normal"));
        started.start(List.of(
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--bind-address=127.0.0.1",
                "--port=" + started.port(),
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--init-file=" + first,
                "--innodb-flush-log-at-trx-commit=0"));
        return started;
    }
}

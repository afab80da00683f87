package io.github.ddnsjava.coordination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.h2.tools.Server;

/**
 * An engine that gives leases, as a server that can be restarted and that can lose its data.
 *
 * @param product its name in the table of figures
 * @param port the port of the loopback on which it listens, also after a restart
 * @param form its URL, with places for a host and a port
 * @param keepsState whether it can keep a state, too
 * @param stop stops it
 * @param restart starts it again with the data that it had
 * @param forget makes it forget all leases, as after a restore from an empty backup; a state that it keeps stays
 * @param holdsLocks returns whether a client holds locks that the engine leaves it for as long as its connection lives
 * @param end ends it and removes its data
 */
record ScenarioEngine(
        String product,
        int port,
        String form,
        boolean keepsState,
        Step stop,
        Step restart,
        Step forget,
        Callable<Boolean> holdsLocks,
        Step end) {
    /** Does something with the server. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Returns its URL, as a node sees it at that place. */
    String url(String host, int at) {
        return form.formatted(host, at);
    }

    /** Returns its URL on the loopback. */
    String url() {
        return url("127.0.0.1", port);
    }

    /** H2 as a server in this JVM, with a database in memory that outlives a restart of the server. */
    static ScenarioEngine h2() throws SQLException {
        AtomicReference<Server> server = new AtomicReference<>(h2("0"));
        int port = server.get().getPort();
        String form = "jdbc:h2:tcp://%s:%d/mem:scenarios" + port + ";DB_CLOSE_DELAY=-1";
        Step stop = () -> server.get().stop();
        return new ScenarioEngine(
                "H2",
                port,
                form,
                true,
                stop,
                () -> server.set(h2(String.valueOf(port))),
                () -> forget(form, port),
                () -> hasUncommitted(form, port),
                stop);
    }

    private static Server h2(String port) throws SQLException {
        return Server.createTcpServer("-tcpPort", port, "-ifNotExists").start();
    }

    static ScenarioEngine postgres() throws Exception {
        PostgresServer server = PostgresServer.start();
        String form = "jdbc:postgresql://%s:%d/postgres";
        return new ScenarioEngine(
                "PostgreSQL",
                server.port(),
                form,
                true,
                server::stop,
                server::restart,
                () -> forget(form, server.port()),
                () -> false,
                server::close);
    }

    static ScenarioEngine mariaDb() throws Exception {
        MariaDbServer server = MariaDbServer.start();
        String form = "jdbc:mariadb://%s:%d/ddns";
        return new ScenarioEngine(
                "MariaDB",
                server.port(),
                form,
                true,
                server::stop,
                server::restart,
                () -> forget(form, server.port()),
                () -> false,
                server::close);
    }

    private static boolean hasUncommitted(String form, int port) throws SQLException {
        try (Connection connection =
                        ScenarioNode.source(form.formatted("127.0.0.1", port)).getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select session_id from information_schema.sessions where contains_uncommitted")) {
            return found.next();
        }
    }

    private static void forget(String form, int port) throws SQLException {
        try (Connection connection =
                        ScenarioNode.source(form.formatted("127.0.0.1", port)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from ddns_lease");
        }
    }

    static ScenarioEngine etcd() throws Exception {
        EtcdServer server = EtcdServer.start();
        return new ScenarioEngine(
                "etcd",
                server.endpoint().getPort(),
                "http://%s:%d",
                false,
                server::stop,
                server::restart,
                () -> {
                    server.stop();
                    remove(server.data());
                    server.restart();
                },
                () -> false,
                server::close);
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}

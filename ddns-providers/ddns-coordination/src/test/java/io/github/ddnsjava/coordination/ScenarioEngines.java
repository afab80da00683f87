package io.github.ddnsjava.coordination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.h2.tools.Server;

/** The engines of the scenarios. */
final class ScenarioEngines {
    private ScenarioEngines() {}

    private interface Stop {
        void run() throws Exception;
    }

    /** H2 as a server in this JVM, with a database in memory that outlives a restart of the server. */
    static ScenarioEngine h2() throws SQLException {
        Server first = h2("0");
        return new ScenarioEngine() {
            private final int port = first.getPort();
            private Server server = first;

            @Override
            public String product() {
                return "H2";
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public String url(String host, int at) {
                return "jdbc:h2:tcp://" + host + ":" + at + "/mem:scenarios" + port + ";DB_CLOSE_DELAY=-1";
            }

            @Override
            public boolean keepsState() {
                return true;
            }

            @Override
            public void stop() {
                server.stop();
            }

            @Override
            public void restart() throws SQLException {
                server = h2(String.valueOf(port));
            }

            @Override
            public void loseLeases() throws SQLException {
                forget(url());
            }

            @Override
            public void close() {
                server.stop();
            }
        };
    }

    private static Server h2(String port) throws SQLException {
        return Server.createTcpServer("-tcpPort", port, "-ifNotExists").start();
    }

    static ScenarioEngine postgres() throws Exception {
        PostgresServer server = PostgresServer.start();
        return database("PostgreSQL", "jdbc:postgresql://%s:%d/postgres", server.port(), server::stop, server::restart, server);
    }

    static ScenarioEngine mariaDb() throws Exception {
        MariaDbServer server = MariaDbServer.start();
        return database("MariaDB", "jdbc:mariadb://%s:%d/ddns", server.port(), server::stop, server::restart, server);
    }

    private static ScenarioEngine database(
            String product, String url, int port, Stop stop, Stop restart, AutoCloseable server) {
        return new ScenarioEngine() {
            @Override
            public String product() {
                return product;
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public String url(String host, int at) {
                return url.formatted(host, at);
            }

            @Override
            public boolean keepsState() {
                return true;
            }

            @Override
            public void stop() throws Exception {
                stop.run();
            }

            @Override
            public void restart() throws Exception {
                restart.run();
            }

            @Override
            public void loseLeases() throws SQLException {
                forget(url());
            }

            @Override
            public void close() throws IOException {
                try {
                    server.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        };
    }

    private static void forget(String url) throws SQLException {
        try (Connection connection = ScenarioNode.source(url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from ddns_lease");
        }
    }

    static ScenarioEngine etcd() throws Exception {
        EtcdServer server = EtcdServer.start();
        return new ScenarioEngine() {
            @Override
            public String product() {
                return "etcd";
            }

            @Override
            public int port() {
                return server.endpoint().getPort();
            }

            @Override
            public String url(String host, int at) {
                return "http://" + host + ":" + at;
            }

            @Override
            public boolean keepsState() {
                return false;
            }

            @Override
            public void stop() {
                server.stop();
            }

            @Override
            public void restart() throws Exception {
                server.restart();
            }

            @Override
            public void loseLeases() throws Exception {
                server.stop();
                try (Stream<Path> files = Files.walk(server.data())) {
                    List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
                    for (Path file : deepestFirst) {
                        Files.delete(file);
                    }
                }
                server.restart();
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }
}

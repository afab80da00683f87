package io.github.ddnsjava.examples.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.tools.Server;

/** The database that the agents share. */
final class Database implements AutoCloseable {
    /** Its tables do not stand in the way of a real cluster's. */
    static final String PREFIX = "ddns_example_";

    private final String url;
    private final String user;
    private final AutoCloseable server;

    private Database(String url, String user, AutoCloseable server) {
        this.url = url;
        this.user = user;
        this.server = server;
    }

    /** Uses one that runs already. */
    static Database at(String url, String user) {
        return new Database(url, user, () -> {});
    }

    /** Starts H2 in memory, in this process, on a free port of the loopback interface. */
    static Database h2() throws SQLException {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // Who connects by TCP may not make a database. This connection makes it, and keeps it.
        Connection keeper = DriverManager.getConnection("jdbc:h2:mem:cluster", "sa", "");
        Server server = Server.createTcpServer("-tcpPort", "0").start();
        return new Database("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:cluster", "sa", () -> {
            server.stop();
            keeper.close();
        });
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}

package io.github.ddnsjava.examples.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.tools.Server;

/** The database that the agents share. */
final class Database implements AutoCloseable {
    /** Its tables do not stand in the way of a real cluster's. */
    static final String PREFIX = "ddns_example_";

    private final String url;
    private final String user;
    private final Optional<Own> own;

    /** H2 in this process, and the connection that keeps its data. */
    private record Own(Server server, Connection keeper) {}

    private Database(String url, String user, Optional<Own> own) {
        this.url = url;
        this.user = user;
        this.own = own;
    }

    /** Uses one that runs already. */
    static Database at(String url, String user) {
        return new Database(url, user, Optional.empty());
    }

    /** Starts H2 in memory, in this process, on a free port of the loopback interface. */
    static Database h2() throws SQLException {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // Who connects by TCP may not make a database. This connection makes it, and keeps it.
        Connection keeper = DriverManager.getConnection("jdbc:h2:mem:cluster", "sa", "");
        Server server = Server.createTcpServer("-tcpPort", "0").start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:cluster";
        return new Database(url, "sa", Optional.of(new Own(server, keeper)));
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    @Override
    public void close() throws SQLException {
        if (own.isPresent()) {
            own.get().server().stop();
            own.get().keeper().close();
        }
    }
}

package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract over a real MariaDB server. */
@Tag("servers")
class JdbcMariaDbContractTest implements JdbcContract {
    private static MariaDbServer server;

    @BeforeAll
    static void start() throws Exception {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public TestDatabase database() {
        return server.database();
    }
}

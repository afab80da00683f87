package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The state over a real MariaDB server. */
@Tag("servers")
@Tag("thorough")
class JdbcStateMariaDbTest extends JdbcStateCases {
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
    TestDatabase database() {
        return server.database();
    }
}

package io.github.ddnsjava.coordination;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract over a real PostgreSQL server. */
@Tag("servers")
@Tag("thorough")
class JdbcPostgresContractTest implements JdbcServerContract {
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
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

    @Override
    public String idleLimit() {
        return "show idle_in_transaction_session_timeout";
    }
}

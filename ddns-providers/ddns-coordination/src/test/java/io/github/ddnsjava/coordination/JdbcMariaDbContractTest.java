package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract over a real MariaDB server. */
@Tag("servers")
class JdbcMariaDbContractTest implements JdbcServerContract {
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

    @Override
    public String idleLimit() {
        return "select @@session.idle_transaction_timeout";
    }

    @Test
    void spacesAtTheEndOfATextCount() throws SQLException {
        leadership("a").tryAcquire("spaces", "", Duration.ofSeconds(30));
        try (Connection connection = database().source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from ddns_lease where name = 'spaces '")) {
            found.next();
            assertThat(found.getInt(1)).isZero();
        }
    }
}

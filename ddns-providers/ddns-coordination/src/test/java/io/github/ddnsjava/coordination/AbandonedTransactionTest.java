package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A machine can be unplugged between the statements of a transaction. Its locks must not keep the others from its lease for as
 * long as the database does not notice that it is gone.
 */
@Tag("servers")
@Tag("thorough")
@Tag("promise-24")
@Timeout(120)
class AbandonedTransactionTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @Test
    void aLeaseWhoseRowAMachineHasLockedThatIsGoneCanBeTakenInPostgres() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            takeWhileLocked(server.database().source());
        }
    }

    @Test
    void aLeaseWhoseRowAMachineHasLockedThatIsGoneCanBeTakenInMariaDb() throws Exception {
        try (MariaDbServer server = MariaDbServer.start()) {
            takeWhileLocked(server.database().source());
        }
    }

    private static void takeWhileLocked(DataSource source) throws SQLException {
        JdbcLeadership leadership = new JdbcLeadership(source, "b");
        leadership.tryAcquire("g0", "", LEASE).orElseThrow().release();
        Connection gone = source.getConnection();
        gone.setAutoCommit(false);
        Statement statement = gone.createStatement();
        assertThat(statement.executeUpdate("update ddns_lease set note = 'locked'"))
                .isEqualTo(1);

        assertThat(leadership.tryAcquire("g0", "", LEASE)).isPresent(); // nothing more came from there
        leadership.close();
        gone.abort(Runnable::run);
    }
}

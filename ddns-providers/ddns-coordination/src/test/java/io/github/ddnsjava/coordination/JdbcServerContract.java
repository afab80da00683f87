package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Leadership;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is more where the database is a server, which sees its clients stop. */
interface JdbcServerContract extends JdbcContract {
    /** Returns the query for the limit that a connection sets for a transaction whose client is silent. */
    String idleLimit();

    /** A call waits for nine seconds at most, so this fails if the server keeps the lock for longer. */
    @Test
    default void aClientThatIsStoppedInTheMiddleOfATransactionDoesNotKeepALeaseFromOthers() throws Exception {
        comesBack();
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        ExecutorService frozen = Executors.newSingleThreadExecutor();
        try (Leadership first = leadership("a");
                Leadership other = leadership("b");
                Database database =
                        new Database(database().source(), JdbcLeadership.PREFIX, Schema.LEASE, Duration.ofMinutes(1))) {
            first.tryAcquire("stopped", "", Duration.ofSeconds(30))
                    .orElseThrow()
                    .release();
            frozen.submit(() -> database.transact(session -> {
                session.update("update {p}lease set note = 'locked' where name = ?", "stopped");
                stopped.countDown();
                awaits(goesOn);
                return true;
            }));
            stopped.await();

            assertThat(other.tryAcquire("stopped", "", Duration.ofSeconds(30))).isPresent();
        } finally {
            goesOn.countDown();
            frozen.shutdownNow();
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    default void aConnectionGoesBackWithItsOwnLimitOfSilence() throws SQLException {
        comesBack();
        try (Connection only = database().source().getConnection();
                Leadership leadership = new JdbcLeadership(JdbcLeadershipTest.always(only), "a")) {
            String before = limit(only);
            leadership.tryAcquire("limit", "", Duration.ofSeconds(30));

            assertThat(limit(only)).isEqualTo(before);
            assertThat(only.getAutoCommit()).isTrue();
        }
    }

    private String limit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(idleLimit())) {
            row.next();
            return row.getString(1);
        }
    }
}

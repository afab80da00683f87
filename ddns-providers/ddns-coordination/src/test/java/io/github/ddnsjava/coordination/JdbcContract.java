package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.provider.testkit.LeadershipContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract over a database. */
interface JdbcContract extends LeadershipContract {
    /** Returns the database. */
    TestDatabase database();

    @Override
    default Leadership leadership(String node) {
        return new JdbcLeadership(database().source(), node);
    }

    @Override
    default void passes(String lease, Duration time) throws SQLException {
        try (Connection connection = database().source().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update ddns_lease set until_ms = until_ms - ? where name = ?")) {
            statement.setLong(1, time.toMillis());
            statement.setString(2, lease);
            if (statement.executeUpdate() != 1) {
                throw new AssertionError(lease + " has no row");
            }
        }
    }

    @Test
    default void oneCallAfterTheOtherUsesTheSameConnection() {
        comesBack();
        try (Database database =
                new Database(database().source(), JdbcLeadership.PREFIX, Schema.LEASE, Duration.ofMinutes(1))) {
            Connection first = database.transact(Session::connection);
            for (int i = 0; i < 3; i++) {
                assertThat(database.execute(Session::connection)).isSameAs(first);
                assertThat(database.transact(Session::connection)).isSameAs(first);
            }
        }
    }

    @Override
    default void goesAway() {
        database().away(true);
    }

    @Override
    default void comesBack() {
        database().away(false);
    }
}

package io.github.ddnsjava.coordination;

import io.github.ddnsjava.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A database whose connections can be refused, as it happens when the database is gone. It keeps a connection, as it does for an
 * application without a pool. Thread-safe.
 */
final class TestDatabase {
    private volatile boolean away;
    private final DataSource source;

    TestDatabase(String url, String user, String password) {
        this.source = new DriverSource(url, Optional.of(user), Optional.of(Secret.of(password))) {
            @Override
            public Connection getConnection() throws SQLException {
                if (away) {
                    throw new SQLTransientConnectionException("no connection is left", "08001");
                }
                return super.getConnection();
            }

            @Override
            Connection take() throws SQLException {
                if (away) {
                    closeSpare();
                }
                return super.take();
            }
        };
    }

    /** Returns a database in memory that lives as long as this JVM. */
    static TestDatabase h2(String name) {
        return new TestDatabase("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    DataSource source() {
        return source;
    }

    void away(boolean now) {
        away = now;
    }
}

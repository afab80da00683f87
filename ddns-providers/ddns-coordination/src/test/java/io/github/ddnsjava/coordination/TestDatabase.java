package io.github.ddnsjava.coordination;

import io.github.ddnsjava.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A database whose connections can be refused, as it happens when the database is gone. It keeps a connection, as it does for an
 * application without a pool. Thread-safe.
 */
final class TestDatabase {
    private volatile boolean away;
    private final DataSource source;

    private final String url;
    private final String user;
    private final String password;

    TestDatabase(String url, String user, String password) {
        this(url, user, password, "");
    }

    private TestDatabase(String url, String user, String password, String atLogin) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.source = new DriverSource(url, Optional.of(user), Optional.of(Secret.of(password))) {
            @Override
            public Connection getConnection() throws SQLException {
                if (away) {
                    throw new SQLTransientConnectionException("no connection is left", "08001");
                }
                Connection connection = super.getConnection();
                if (!atLogin.isEmpty()) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(atLogin);
                    }
                }
                return connection;
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

    /** Returns the same database with connections that wait for the lock of another one as briefly as it can. */
    TestDatabase impatient() {
        String statement = url.startsWith("jdbc:mariadb:")
                ? "set lock_wait_timeout = 1, innodb_lock_wait_timeout = 1"
                : "set lock_timeout = 20";
        return new TestDatabase(url, user, password, statement);
    }

    DataSource source() {
        return source;
    }

    void away(boolean now) {
        away = now;
    }
}

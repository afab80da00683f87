package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What is particular to databases. */
class JdbcLeadershipTest {
    private static final Duration TIME = Duration.ofSeconds(30);

    /** Returns an object with some methods; all others return null, zero or false. */
    private static <T> T stub(Class<T> type, String method, Object result) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return result;
                    }
                    return called.getReturnType() == int.class
                            ? (Object) 0
                            : called.getReturnType() == boolean.class ? false : null;
                }));
    }

    @Test
    void aDatabaseWithoutSupportIsNamed() {
        DatabaseMetaData data = stub(DatabaseMetaData.class, "getDatabaseProductName", "Apache Derby");
        DataSource source = stub(DataSource.class, "getConnection", stub(Connection.class, "getMetaData", data));
        assertThatThrownBy(() -> new JdbcLeadership(source, "a").tryAcquire("g0", "", TIME))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Apache Derby")
                .hasMessageContaining("PostgreSQL, MariaDB, H2");
    }

    @Test
    void tablesOfANewerVersionAreRefused() throws SQLException {
        TestDatabase database = TestDatabase.h2("newer");
        new JdbcLeadership(database.source(), "a").tryAcquire("g0", "", TIME);
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update ddns_schema set version = 2 where part = 'lease'");
        }
        assertThatThrownBy(() -> new JdbcLeadership(database.source(), "a").tryAcquire("g0", "", TIME))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("have version 2")
                .hasMessageContaining("newer release");
    }

    @Test
    void tablesWithAnotherPrefixAreOtherLeases() {
        DataSource source = TestDatabase.h2("prefix").source();
        assertThat(new JdbcLeadership(source, "a", "home_").tryAcquire("g0", "", TIME))
                .isPresent();
        assertThat(new JdbcLeadership(source, "b", "work_").tryAcquire("g0", "", TIME))
                .isPresent();
        assertThat(new JdbcLeadership(source, "b", "home_").tryAcquire("g0", "", TIME))
                .isEmpty();
    }

    @Test
    void aPrefixThatIsNoNameIsRefused() {
        DataSource source = TestDatabase.h2("wrong").source();
        assertThatThrownBy(() -> new JdbcLeadership(source, "a", "x; drop table y"))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void namesNotesAndTimesOutsideTheBoundsAreRefused() {
        JdbcLeadership leadership = new JdbcLeadership(TestDatabase.h2("bounds").source(), "a");
        assertThatThrownBy(() -> leadership.tryAcquire("with space", "", TIME))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leadership.tryAcquire("g0", "x".repeat(101), TIME))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leadership.tryAcquire("g0", "", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(leadership.tryAcquire("g".repeat(60), "x".repeat(100), TIME)).isPresent();
    }

    @Test
    void aWrongPasswordIsSaidToBeWrongAndNotShown() {
        TestDatabase right = new TestDatabase("jdbc:h2:mem:users;DB_CLOSE_DELAY=-1", "sa", "right-secret");
        new JdbcLeadership(right.source(), "a").tryAcquire("g0", "", TIME);
        TestDatabase wrong = new TestDatabase("jdbc:h2:mem:users;DB_CLOSE_DELAY=-1", "sa", "wrong-secret");
        assertThatThrownBy(() -> new JdbcLeadership(wrong.source(), "a").tryAcquire("g0", "", TIME))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void aConnectionGoesBackAsItCame() throws SQLException {
        try (Connection only = TestDatabase.h2("settings").source().getConnection()) {
            only.setAutoCommit(true);
            only.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            Connection kept = (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, called, arguments) -> {
                        try {
                            return called.getName().equals("close") ? null : called.invoke(only, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            new JdbcLeadership(stub(DataSource.class, "getConnection", kept), "a").tryAcquire("g0", "", TIME);
            assertThat(only.getAutoCommit()).isTrue();
            assertThat(only.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
    }
}

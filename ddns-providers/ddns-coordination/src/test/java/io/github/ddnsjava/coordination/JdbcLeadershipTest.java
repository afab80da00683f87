package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    /** Returns a pool of one connection, which is not closed. */
    static DataSource always(Connection only) {
        return always(only, called -> {}, () -> null);
    }

    /**
     * Returns a pool of one connection.
     *
     * @param calls is told of each call of a method of the connection
     * @param close is done in place of closing the connection
     */
    private static DataSource always(Connection only, Consumer<String> calls, Callable<?> close) {
        Connection kept = (Connection) Proxy.newProxyInstance(
                JdbcLeadershipTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, called, arguments) -> {
                    calls.accept(called.getName());
                    try {
                        return called.getName().equals("close") ? close.call() : called.invoke(only, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return stub(DataSource.class, "getConnection", kept);
    }

    @Test
    void aRenewalAndAReleaseAreOneStatementEachThatCommitsByItself() throws SQLException {
        List<String> calls = new ArrayList<>();
        try (Connection only = TestDatabase.h2("one-statement").source().getConnection()) {
            Lease lease = new JdbcLeadership(always(only, calls::add, () -> null), "a")
                    .tryAcquire("g0", "", TIME)
                    .orElseThrow();
            for (Runnable each : List.<Runnable>of(lease::renew, lease::release)) {
                calls.clear();
                each.run();
                assertThat(calls).doesNotContain("commit", "createStatement");
                assertThat(calls).containsOnlyOnce("prepareStatement");
            }
        }
    }

    @Test
    void whatWasCommittedIsDoneAlsoIfTheConnectionCannotBeClosed() throws SQLException {
        try (Connection only = TestDatabase.h2("close-fails").source().getConnection()) {
            Callable<?> fails = () -> {
                throw new SQLException("the line is down", "08006");
            };
            Lease lease = new JdbcLeadership(always(only, called -> {}, fails), "a")
                    .tryAcquire("g0", "", TIME)
                    .orElseThrow();
            assertThat(lease.renew()).isTrue();
            lease.release();
        }
    }

    @Test
    void aTableThatIsDroppedIsMadeAgain() throws SQLException {
        TestDatabase database = TestDatabase.h2("dropped");
        JdbcLeadership leadership = new JdbcLeadership(database.source(), "a");
        Lease lease = leadership.tryAcquire("g0", "", TIME).orElseThrow();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table ddns_lease");
        }
        assertThatThrownBy(lease::renew).isInstanceOf(ConfigurationException.class);

        assertThat(lease.renew()).as("its row is lost").isFalse();
        assertThat(leadership.tryAcquire("g0", "", TIME)).isPresent();
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
            new JdbcLeadership(always(only), "a").tryAcquire("g0", "", TIME);
            assertThat(only.getAutoCommit()).isTrue();
            assertThat(only.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
    }
}

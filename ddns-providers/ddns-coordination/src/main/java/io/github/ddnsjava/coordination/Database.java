package io.github.ddnsjava.coordination;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.Asked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A database with the tables of one {@link Schema}. Everything that is asked of it ends within a bound, whatever its driver
 * or a pool does. Its errors become exceptions by what the caller does next. Thread-safe.
 */
final class Database implements AutoCloseable {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,29}");
    private static final int AT_ONCE = 4;
    /** Longer than a client that is at work is ever silent within a transaction, and shorter than others wait for its locks. */
    private static final int IDLE_SECONDS = 3;

    private final DataSource source;
    private final String prefix;
    private final Schema schema;
    private final Duration longest;
    private final CallBulkhead calls;
    private final Asked asked;
    private volatile boolean ready;
    /** Whether tables were dropped after they were found or made. */
    private volatile boolean dropped;

    /** What is done in one transaction. */
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    /**
     * Opens nothing yet.
     *
     * @param prefix the prefix of the tables' names
     * @param longest how long one transaction may take
     */
    Database(DataSource source, String prefix, Schema schema, Duration longest) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new ConfigurationException(
                    "prefix",
                    "is no prefix of a table's name",
                    "up to 30 letters, digits and underscores, a letter first");
        }
        this.source = source;
        this.prefix = prefix;
        this.schema = schema;
        this.longest = longest;
        Runnable atThreadEnd = source instanceof DriverSource own ? own::closeSpare : () -> {};
        this.calls = new CallBulkhead("the database", AT_ONCE, longest, atThreadEnd);
        this.asked = Asked.of("the database", ProblemScope.ACCOUNT, List.of());
    }

    /**
     * Does work in one transaction. If it throws, nothing of it is done. If this process is stopped in the middle, the server
     * ends the transaction after a few seconds, so that others need not wait for its locks.
     *
     * @throws TransientException if the database does not answer, or if somebody else changed the same rows at the same
     *     moment; the latter is an {@linkplain TransientException#isAnswer answer}; or if this thread is interrupted
     */
    <T> T transact(Work<T> work) {
        return calls.run(() -> connected(session -> transaction(session, work)));
    }

    /**
     * Does work in one transaction that an interrupt of this thread does not end.
     *
     * @throws TransientException as {@link #transact} does
     */
    <T> T transactUninterruptibly(Work<T> work) {
        return calls.runUninterruptibly(() -> connected(session -> transaction(session, work)));
    }

    /**
     * Does work that is one statement, which is its own transaction: a process that is stopped holds no lock.
     *
     * @throws TransientException as {@link #transact} does
     */
    <T> T execute(Work<T> statement) {
        return calls.run(() -> connected(session -> {
            session.connection().setAutoCommit(true);
            return statement.with(session);
        }));
    }

    private <T> T connected(Work<T> work) throws SQLException {
        Connection connection = taken();
        boolean sound = false;
        try {
            T result = with(connection, work);
            sound = !Thread.currentThread().isInterrupted(); // a call that was left may be half done
            return result;
        } finally {
            giveBack(connection, sound);
        }
    }

    private Connection taken() {
        try {
            Connection connection = source instanceof DriverSource own ? own.take() : source.getConnection();
            if (Thread.currentThread().isInterrupted()) { // a lease that is taken now would be nobody's
                giveBack(connection, false);
                throw TransientException.notSent(
                        "the database: the call was given up while it waited for a connection", null);
            }
            return connection;
        } catch (SQLException e) {
            throw meaning(e, true);
        }
    }

    /** Reports no error: the work has ended, and a connection that cannot be closed does not undo a commit. */
    private void giveBack(Connection connection, boolean sound) {
        if (sound && source instanceof DriverSource own) {
            own.giveBack(connection);
        } else {
            DriverSource.close(connection);
        }
    }

    private <T> T with(Connection connection, Work<T> work) throws SQLException {
        int timeout = connection.getNetworkTimeout();
        boolean commits = connection.getAutoCommit();
        int isolation = connection.getTransactionIsolation();
        try {
            // A server that is gone without a word would keep this thread for hours.
            connection.setNetworkTimeout(Runnable::run, (int) longest.toMillis());
            Session session =
                    new Session(connection, Dialect.of(connection.getMetaData().getDatabaseProductName()), prefix, (int)
                            Math.max(1, longest.toSeconds() / 2));
            if (!ready) {
                connection.setAutoCommit(true);
                schema.ensure(session, dropped);
                ready = true;
                dropped = false;
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) { // because setting it is a request to the server
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            return work.with(session);
        } catch (SQLException e) {
            if (Schema.isMissingTable(e)) { // the next call makes it again
                dropped = true;
                ready = false;
            }
            throw meaning(e, false);
        } finally {
            restore(connection, timeout, commits, isolation);
        }
    }

    /** A connection that is broken needs nothing. */
    private static void restoreIdle(Session session) {
        try {
            session.run(session.dialect().restoresIdleTransaction());
        } catch (SQLException | RuntimeException e) {
            // Nothing can be said that the work has not said.
        }
    }

    private static <T> T transaction(Session session, Work<T> work) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try {
            session.run(session.dialect().limitsIdleTransaction(IDLE_SECONDS));
            T result = work.with(session);
            if (Thread.currentThread().isInterrupted()) { // nobody waits for this any more, and newer work may be done
                throw TransientException.notSent("the database: the call was given up before it was committed", null);
            }
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        } finally {
            restoreIdle(session);
        }
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** A pool gives the connection to others. If it is broken, the pool finds out. */
    private static void restore(Connection connection, int timeout, boolean commits, int isolation) {
        try {
            connection.setAutoCommit(commits);
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setNetworkTimeout(Runnable::run, timeout);
        } catch (SQLException | RuntimeException e) {
            // Nothing can be said that the work has not said.
        }
    }

    private static String state(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "");
    }

    /** Returns what an error means by the class of its SQLSTATE (ISO 9075). */
    private DdnsException meaning(SQLException e, boolean connecting) {
        String message = "the database: " + asked.quote(Objects.requireNonNullElse(e.getMessage(), "no message"))
                + (state(e).isEmpty() ? "" : " (SQLSTATE " + state(e) + ")");
        if (state(e).startsWith("28")) {
            return AuthenticationException.ofAccount(message + "; check the user name and the password");
        }
        if (state(e).startsWith("42") || state(e).startsWith("3D")) {
            return new ConfigurationException(
                    "",
                    message
                            + "; check that the database exists, and that this user may read, change and create the tables "
                            + prefix + "…",
                    "");
        }
        if (state(e).startsWith("23") || state(e).startsWith("40")) {
            return TransientException.busy(message); // the same row was inserted or changed by somebody else
        }
        if (Schema.isLocked(e)) {
            return TransientException.unavailable(message + "; another connection holds a lock for too long");
        }
        return connecting ? TransientException.notSent(message, e) : TransientException.unknownOutcome(message, e);
    }

    @Override
    public void close() {
        calls.close();
    }
}

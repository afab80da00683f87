package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connection that is kept between calls where the application has no pool. */
@Timeout(120)
class SpareConnectionTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** All connections that were opened. */
    private final List<Connection> opened = new CopyOnWriteArrayList<>();

    private final DriverSource source =
            new DriverSource(
                    "jdbc:h2:mem:spare" + ThreadLocalRandom.current().nextLong() + ";DB_CLOSE_DELAY=-1",
                    Optional.of("sa"),
                    Optional.empty()) {
                @Override
                public Connection getConnection() throws SQLException {
                    Connection connection = super.getConnection();
                    opened.add(connection);
                    return connection;
                }
            };

    private final Database database = database(LONG);

    private Database database(Duration longest) {
        return new Database(source, "t_", Schema.LEASE, longest);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Connection use() {
        return database.execute(session -> {
            session.query("select 1", row -> row.getInt(1));
            return session.connection();
        });
    }

    @Test
    void oneCallAfterTheOtherUsesTheSameConnection() {
        Connection first = use();
        Connection inTransaction = database.transact(Session::connection);

        assertThat(List.of(inTransaction, use())).containsOnly(first);
        assertThat(opened).hasSize(1);
    }

    @Test
    void callsAtTheSameTimeHaveConnectionsOfTheirOwnAndOneIsKept() throws Exception {
        Connection inner = database.execute(outer -> use());

        assertThat(opened).hasSize(2);
        assertThat(opened.stream().filter(each -> each != inner))
                .allSatisfy(outer -> assertThat(outer.isClosed()).isTrue());
        assertThat(use()).isSameAs(inner);
    }

    @Test
    void aConnectionIsClosedAfterAnErrorAndNotUsedAgain() throws Exception {
        Connection first = use();
        assertThatThrownBy(() -> database.execute(session -> session.update("nonsense")))
                .isInstanceOf(DdnsException.class);

        assertThat(first.isClosed()).isTrue();
        assertThat(use()).isNotSameAs(first);
    }

    @Test
    void aConnectionIsClosedAfterADefectAndNotUsedAgain() throws Exception {
        Connection first = use();
        assertThatThrownBy(() -> database.transact(session -> {
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(first.isClosed()).isTrue();
    }

    @Test
    void aConnectionThatDoesNotAnswerAnyMoreIsReplaced() throws Exception {
        Connection first = use();
        first.close(); // as a server does that is stopped

        assertThat(use()).isNotSameAs(first);
    }

    @Test
    void aConnectionOfACallThatWasLeftIsClosedAndNotUsedAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        List<Connection> left = new CopyOnWriteArrayList<>();
        Thread caller = new Thread(() -> assertThatThrownBy(() -> database.execute(session -> {
                    left.add(session.connection());
                    begun.countDown();
                    awaitWhateverHappens(goesOn);
                    return true;
                }))
                .isInstanceOf(TransientException.class));
        caller.start();
        begun.await();
        caller.interrupt(); // which leaves the call, as the end of its time does
        caller.join();
        Connection other = use();
        goesOn.countDown();
        awaitClosed(left.get(0));

        assertThat(use()).isSameAs(other).isNotIn(left);
    }

    /** Whoever called was told that nothing is known of it, and may have done something newer since. */
    @Test
    void aTransactionThatWasLeftIsNotCommitted() throws Exception {
        database.execute(session -> session.update("create table left_behind (id integer)"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        List<Connection> left = new CopyOnWriteArrayList<>();
        Thread caller = new Thread(() -> assertThatThrownBy(() -> database.transact(session -> {
                    left.add(session.connection());
                    begun.countDown();
                    awaitWhateverHappens(goesOn);
                    return session.update("insert into left_behind values (1)");
                }))
                .isInstanceOf(TransientException.class));
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        goesOn.countDown();
        awaitClosed(left.get(0));

        assertThat(database.<List<Integer>>execute(
                        session -> session.query("select id from left_behind", row -> row.getInt(1))))
                .isEmpty();
    }

    /** As a driver that ends its wait late when it is interrupted, and says nothing of that. */
    private static void awaitWhateverHappens(CountDownLatch end) {
        boolean interrupted = false;
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitClosed(Connection connection) throws SQLException {
        while (!connection.isClosed()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theKeptConnectionIsClosedWithTheDatabase() throws Exception {
        Connection first = use();
        database.close();

        awaitClosed(first); // the thread of the call closes it
    }
}

package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the state in a database promises, over one database. Each case has tables of its own. */
abstract class JdbcStateCases {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RecordKey WWW = key("www.example.com");
    private static final RecordKey MAIL = key("mail.example.com");
    private static final Predicate<RecordKey> IS_WWW = WWW::equals;
    private static final Predicate<RecordKey> IS_MAIL = MAIL::equals;
    private static final Predicate<RecordKey> ALL = any -> true;

    private String prefix;
    private JdbcStateStore one;

    abstract TestDatabase database();

    @BeforeEach
    void begin() {
        database().away(false);
        prefix = "t" + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36) + "_";
        one = opened();
    }

    private static RecordKey key(String name) {
        return new RecordKey("default", DnsName.of(name), RecordType.A);
    }

    private JdbcStateStore store() {
        return new JdbcStateStore(database().source(), prefix);
    }

    private JdbcStateStore opened() {
        JdbcStateStore store = store();
        store.open();
        return store;
    }

    private static RecordState row(RecordKey key, String address, long sequence) {
        return RecordState.unknown(key).with(row -> {
            row.confirmed = Optional.of(Set.of(IpAddress.parse(address)));
            row.confirmedAt = Optional.of(NOW);
            row.sequence = sequence;
        });
    }

    private static void save(JdbcStateStore store, RecordState... rows) {
        store.saveAll(List.of(rows), List.of());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("{p}", prefix));
        }
    }

    @Test
    void whatALeaderSavesIsThereForTheNext() {
        AccountState account = AccountState.fresh("acc").withTokens(List.of(2.5), NOW);
        assertThat(one.lead("g0", 1, ALL, false)).isTrue();
        one.saveAll(List.of(row(WWW, "192.0.2.1", 7), row(MAIL, "192.0.2.2", 9)), List.of(account));
        save(one, row(WWW, "192.0.2.3", 11));
        JdbcStateStore next = opened();
        assertThat(next.record(WWW)).isEqualTo(row(WWW, "192.0.2.3", 11));
        assertThat(next.record(MAIL)).isEqualTo(row(MAIL, "192.0.2.2", 9));
        assertThat(next.account("acc")).isEqualTo(account);
        assertThat(next.highestSequence()).isEqualTo(11);
    }

    @Test
    void whoBeginsToLeadReadsWhatTheFormerLeaderWroteMeanwhile() {
        JdbcStateStore two = opened();
        AccountState account = AccountState.fresh("acc").withTokens(List.of(2.5), NOW);
        one.lead("g0", 1, ALL, false);
        one.saveAll(List.of(row(WWW, "192.0.2.1", 7)), List.of(account));
        assertThat(two.record(WWW)).isEqualTo(RecordState.unknown(WWW));
        assertThat(two.lead("g0", 2, ALL, false)).isTrue();
        assertThat(two.record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
        assertThat(two.account("acc")).isEqualTo(account);
        assertThat(two.highestSequence()).isEqualTo(7);
    }

    @Test
    void aFormerLeaderThatGoesOnIsRefusedAndChangesNothing() {
        JdbcStateStore two = opened();
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7));
        two.lead("g0", 2, ALL, false);
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.66", 8)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("another node leads the group g0");
        assertThat(one.record(WWW)).as("from the call on").isEqualTo(row(WWW, "192.0.2.66", 8));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.67", 9))).isInstanceOf(StateException.class);
        save(two, row(WWW, "192.0.2.2", 8));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.2", 8));
    }

    @Test
    void aFormerLeaderOfOneGroupStillSavesTheOther() {
        JdbcStateStore two = opened();
        one.lead("g0", 1, IS_WWW, false);
        one.lead("g1", 1, IS_MAIL, false);
        two.lead("g0", 2, IS_WWW, false);
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.66", 8), row(MAIL, "192.0.2.2", 9)))
                .isInstanceOfSatisfying(StateException.class, e -> {
                    assertThat(e.refusedRecords()).containsExactly(WWW);
                    assertThat(e.refusedAccounts()).isEmpty();
                })
                .hasMessageContaining("g0");
        assertThat(opened().record(MAIL)).isEqualTo(row(MAIL, "192.0.2.2", 9));
        assertThat(opened().record(WWW)).isEqualTo(RecordState.unknown(WWW));
        save(one, row(MAIL, "192.0.2.3", 10));
    }

    @Test
    void rowsOfAccountsAreRefusedFromWhoLeadsNothingAnyMore() {
        JdbcStateStore two = opened();
        one.lead("g0", 1, ALL, false);
        two.lead("g0", 2, ALL, false);
        assertThatThrownBy(() -> one.save(List.of(), Optional.of(AccountState.fresh("acc"))))
                .isInstanceOfSatisfying(
                        StateException.class,
                        e -> assertThat(e.refusedAccounts()).containsExactly("acc"));
        two.save(List.of(), Optional.of(AccountState.fresh("acc")));
    }

    @Test
    void rowsOfAccountsAreSavedByWhoStillLeadsAGroup() {
        JdbcStateStore two = opened();
        AccountState account = AccountState.fresh("acc").withTokens(List.of(2.5), NOW);
        one.lead("g0", 1, IS_WWW, false);
        one.lead("g1", 1, IS_MAIL, false);
        two.lead("g0", 2, IS_WWW, false);
        assertThatThrownBy(() -> one.saveAll(List.of(row(WWW, "192.0.2.66", 8)), List.of(account)))
                .isInstanceOfSatisfying(
                        StateException.class,
                        e -> assertThat(e.refusedAccounts()).isEmpty());
        assertThat(opened().account("acc")).isEqualTo(account);
    }

    @Test
    void tablesThatAreDroppedAreMadeAgain() throws SQLException {
        one.lead("g0", 1, ALL, false);
        execute("drop table {p}row");
        execute("drop table {p}fence");
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.1", 7))).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.1", 7)))
                .isInstanceOfSatisfying(
                        StateException.class,
                        e -> assertThat(e.refusedRecords()).containsExactly(WWW));

        assertThat(one.lead("g0", 2, ALL, false)).isTrue();
        save(one, row(WWW, "192.0.2.1", 7));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
    }

    @Test
    void rowsOfRecordsThatThisNodeDoesNotLeadAreRefused() {
        one.lead("g0", 1, IS_WWW, false);
        assertThatThrownBy(() -> save(one, row(MAIL, "192.0.2.1", 7)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("does not lead");
        assertThat(opened().record(MAIL)).isEqualTo(RecordState.unknown(MAIL));
    }

    @Test
    void aLowerTokenDoesNotLeadAndChangesNothing() {
        JdbcStateStore two = opened();
        one.lead("g0", 7, ALL, false);
        assertThat(two.lead("g0", 6, ALL, false)).isFalse();
        save(one, row(WWW, "192.0.2.1", 7));
        assertThatThrownBy(() -> save(two, row(WWW, "192.0.2.2", 8))).isInstanceOf(StateException.class);
    }

    @Test
    void theSameTokenOfAnotherNodeDoesNotLead() {
        one.lead("g0", 7, ALL, false);
        assertThat(one.lead("g0", 7, ALL, false)).as("the same node").isTrue();
        assertThat(opened().lead("g0", 7, ALL, false)).isFalse();
    }

    @Test
    void whoLeadsAnewLeadsWithALowerTokenAndTheHigherOneIsRefused() {
        JdbcStateStore two = opened();
        JdbcStateStore three = opened();
        one.lead("g0", 700, ALL, false);
        assertThat(two.lead("g0", 1, ALL, true)).isTrue();
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.66", 7))).isInstanceOf(StateException.class);
        save(two, row(WWW, "192.0.2.1", 7));
        assertThat(three.lead("g0", 2, ALL, false)).isTrue();
        assertThatThrownBy(() -> save(two, row(WWW, "192.0.2.66", 7))).isInstanceOf(StateException.class);
    }

    @Test
    void aNodeThatIsStartedAgainLeadsWithItsNextToken() {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7));
        one.close();
        one.open();
        assertThat(one.record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.2", 8))).isInstanceOf(StateException.class);
        assertThat(one.lead("g0", 2, ALL, false)).isTrue();
        save(one, row(WWW, "192.0.2.2", 8));
    }

    @Test
    void rowsOfAFormerNumberOfGroupsAreFound() {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7), row(MAIL, "192.0.2.2", 8));
        JdbcStateStore two = opened();
        RecordState ofAnotherGroup = two.record(WWW);
        two.lead("g1", 1, IS_MAIL, false);
        assertThat(two.record(MAIL)).isEqualTo(row(MAIL, "192.0.2.2", 8));
        assertThat(two.record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7)).isSameAs(ofAnotherGroup);
    }

    @Test
    void aThousandRowsAreSavedAtOnce() {
        one.lead("g0", 1, ALL, false);
        List<RecordState> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(row(key("n" + i + ".example.com"), "192.0.2.1", i));
        }
        one.saveAll(rows, List.of());
        one.saveAll(rows, List.of());
        JdbcStateStore next = opened();
        assertThat(rows).allSatisfy(row -> assertThat(next.record(row.key())).isEqualTo(row));
    }

    @Test
    void ofTwoRowsOfOneRecordInOneSaveTheLastIsSaved() {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7), row(MAIL, "192.0.2.2", 8), row(WWW, "192.0.2.3", 9));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.3", 9));
    }

    @Test
    void whoBeginsToLeadParsesOnlyRowsThatWereChangedSinceTheyWereRead() {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7), row(MAIL, "192.0.2.2", 8));
        JdbcStateStore two = opened();
        RecordState before = two.record(WWW);
        save(one, row(MAIL, "192.0.2.3", 9));
        two.lead("g0", 2, ALL, false);
        assertThat(two.record(WWW)).isSameAs(before);
        assertThat(two.record(MAIL)).isEqualTo(row(MAIL, "192.0.2.3", 9));
    }

    @Test
    void aRowThatWasChangedHereAndNotSavedIsReadAgainAlthoughTheDatabaseHasTheSameAsBefore() {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7));
        JdbcStateStore two = opened();
        assertThatThrownBy(() -> save(two, row(WWW, "192.0.2.66", 8))).isInstanceOf(StateException.class);
        two.lead("g0", 2, ALL, false);
        assertThat(two.record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
    }

    @Test
    void aRowThatIsGoneOrDamagedWhenANodeBeginsToLeadIsUnknown() throws SQLException {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7), row(MAIL, "192.0.2.2", 8));
        JdbcStateStore two = opened();
        execute("delete from {p}row where id like '%www%'");
        execute("update {p}row set content = 'nonsense' where id like '%mail%'");
        two.lead("g0", 2, ALL, false);
        assertThat(two.record(WWW)).isEqualTo(RecordState.unknown(WWW));
        assertThat(two.record(MAIL)).isEqualTo(RecordState.unknown(MAIL));
    }

    @Test
    void aDamagedRowCountsAsUnknown() throws SQLException {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7), row(MAIL, "192.0.2.2", 8));
        execute("update {p}row set content = 'nonsense' where id like '%www%'");
        JdbcStateStore next = opened();
        assertThat(next.record(WWW)).isEqualTo(RecordState.unknown(WWW));
        assertThat(next.record(MAIL)).isEqualTo(row(MAIL, "192.0.2.2", 8));
    }

    @Test
    void aStateOfANewerVersionIsRefusedAndStaysAsItIs() throws SQLException {
        execute("update {p}schema set version = 99 where part = 'state'");
        assertThatThrownBy(() -> store().open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("newer");
    }

    @Test
    void nodesThatStartTogetherMakeTheTablesOnce() throws Exception {
        prefix = prefix + "new_";
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(8);
            List<Future<Boolean>> nodes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                nodes.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    opened();
                    return new JdbcLeadership(database().source(), "a", prefix)
                            .tryAcquire("g0", "", Duration.ofSeconds(30))
                            .isPresent();
                }));
            }
            int leaders = 0;
            for (Future<Boolean> node : nodes) {
                leaders += node.get() ? 1 : 0;
            }
            assertThat(leaders).isOne();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLockThatIsWaitedForTooLongIsToldAndNothingIsWritten() throws Exception {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7));
        JdbcStateStore two = new JdbcStateStore(database().impatient().source(), prefix);
        two.open();
        assertThat(two.lead("g0", 2, ALL, false)).isTrue();
        try (Connection other = database().source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update " + prefix + "row set grp = 'g0'");
            assertThatThrownBy(() -> save(two, row(WWW, "192.0.2.2", 8)))
                    .isInstanceOf(StateException.class)
                    .hasCauseInstanceOf(TransientException.class)
                    .hasMessageContaining("another connection holds a lock for too long")
                    .satisfies(failed -> assertThat(((TransientException) failed.getCause()).certainlyNotApplied())
                            .isTrue());
            other.rollback();
        }
        save(two, row(WWW, "192.0.2.3", 9));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.3", 9));
    }

    @Test
    void aStateThatIsReadOnlyIsReadAndNotWritten() {
        one.lead("g0", 1, ALL, false);
        save(one, row(WWW, "192.0.2.1", 7));
        JdbcStateStore reader = store();
        reader.openReadOnly();
        assertThat(reader.record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
        save(reader, row(WWW, "192.0.2.9", 9));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
    }

    @Test
    void aStateIsOpenedOnceAndRefusesWhenItIsClosed() {
        assertThatThrownBy(() -> one.open()).isInstanceOf(StateException.class).hasMessageContaining("already open");
        one.close();
        one.close();
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.1", 7)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("not open");
    }

    @Test
    void whileTheDatabaseIsAwaySavesFailAndTheNextOneSaves() {
        one.lead("g0", 1, ALL, false);
        database().away(true);
        assertThatThrownBy(() -> save(one, row(WWW, "192.0.2.1", 7)))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> one.lead("g1", 1, ALL, false)).isInstanceOf(StateException.class);
        assertThat(one.record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
        database().away(false);
        save(one, row(WWW, "192.0.2.1", 7));
        assertThat(opened().record(WWW)).isEqualTo(row(WWW, "192.0.2.1", 7));
    }

    /** MariaDB takes 16 megabytes in one statement by default. */
    @Test
    void largeRowsGoInSeveralStatements() {
        List<List<Object>> rows = IntStream.range(0, 100)
                .mapToObj(i -> List.<Object>of("x " + i, "g0", "x".repeat(200_000)))
                .toList();
        try (Database direct = new Database(database().source(), prefix, Schema.STATE, Duration.ofMinutes(1))) {
            direct.transact(session -> {
                session.upsert("{p}row", List.of("id", "grp", "content"), rows);
                assertThat(session.query("select count(*) from {p}row", row -> row.getInt(1)))
                        .containsExactly(100);
                session.update("delete from {p}row");
                return true;
            });
        }
    }
}

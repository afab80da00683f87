package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.remember.StateStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Leases in a table of a database: one row for each, which stays when the lease has ended, so that its token never goes down.
 * Time is the database's. It supports PostgreSQL, MariaDB and H2, which it knows by the name that the driver gives. The
 * tables are made when they are missing; their statements are in the resources {@code lease-1.sql} of this package.
 *
 * <p>Taking a lease is one transaction of up to three statements; all else is one statement. It ends within ten seconds, also
 * if the driver or a pool would wait for longer. Up to four run at once. A connection is taken for each, and given back.
 *
 * <p>If the database's clock is set ahead, leases end early, and two nodes may believe for a moment that they lead. If a
 * database comes back from a copy that is behind, tokens may be given again. Thread-safe.
 */
public final class JdbcLeadership implements Leadership {
    /** The prefix of tables that is used where none is named. */
    public static final String PREFIX = "ddns_";

    private static final Duration LONGEST = Duration.ofSeconds(9);

    private final DataSource source;
    private final String prefix;
    private final Database database;
    private final String node;
    private final String process = LeaseRules.process();
    private final String name;

    /**
     * Uses a database of the application. It is not closed with this object.
     *
     * @param source gives connections, from any thread
     * @param node the name of this node
     */
    public JdbcLeadership(DataSource source, String node) {
        this(source, node, PREFIX);
    }

    /**
     * Uses a database of the application. It is not closed with this object.
     *
     * @param source gives connections, from any thread
     * @param node the name of this node
     * @param prefix the prefix of the tables' names: up to 30 letters, digits and underscores
     * @throws io.github.ddnsjava.exception.ConfigurationException if the prefix has another form
     */
    public JdbcLeadership(DataSource source, String node, String prefix) {
        this(source, node, prefix, "a database of the application");
    }

    JdbcLeadership(DataSource source, String node, String prefix, String name) {
        this.source = source;
        this.prefix = prefix;
        this.database = new Database(source, prefix, Schema.LEASE, LONGEST);
        this.node = LeaseRules.node(node);
        this.name = name;
    }

    @Override
    public Optional<Lease> tryAcquire(String lease, String note, Duration time) {
        LeaseRules.check(lease, note, time);
        try {
            return database.transact(session -> take(session, lease, note, time.toMillis()))
                    .map(token -> new Row(lease, token, time.toMillis()));
        } catch (TransientException e) {
            if (e.isAnswer()) {
                return Optional.empty(); // another node took the lease at the same moment
            }
            throw e;
        }
    }

    private Optional<Long> take(Session session, String lease, String note, long millis) throws SQLException {
        int taken = session.update(
                "update {p}lease set node = ?, process = ?, note = ?, until_ms = {now} + ?, token = token + 1"
                        + " where name = ? and (process is null or until_ms <= {now})",
                node,
                process,
                note,
                millis,
                lease);
        if (taken == 0) {
            if (!session.query("select token from {p}lease where name = ?", row -> row.getLong(1), lease)
                    .isEmpty()) {
                return Optional.empty();
            }
            session.update(
                    "insert into {p}lease (name, node, process, note, until_ms, token) values (?, ?, ?, ?, {now} + ?, 1)",
                    lease,
                    node,
                    process,
                    note,
                    millis);
            return Optional.of(1L);
        }
        List<Long> tokens = session.query("select token from {p}lease where name = ?", row -> row.getLong(1), lease);
        return Optional.of(tokens.get(0));
    }

    @Override
    public Optional<Map<String, Holder>> leases(String prefix) {
        Map<String, Holder> all = new HashMap<>();
        return Optional.of(database.execute(session -> {
            // All rows, and not those that are LIKE the prefix: its rules on case and on hyphens differ.
            session
                    .query(
                            "select name, node, note, token from {p}lease where process is not null and until_ms > {now}",
                            row -> Map.entry(
                                    row.getString(1),
                                    new Holder(
                                            LeaseRules.shown(row.getString(2)),
                                            LeaseRules.shown(row.getString(3)),
                                            row.getLong(4))))
                    .stream()
                    .filter(entry -> entry.getKey().startsWith(prefix))
                    .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
            return all;
        }));
    }

    /** Returns a {@link JdbcStateStore} in the same database, with tables of the same prefix. */
    @Override
    public Optional<StateStore> state() {
        return Optional.of(new JdbcStateStore(source, prefix));
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public String toString() {
        return name;
    }

    /** A lease of this process. */
    private final class Row implements Lease {
        private final String lease;
        private final long token;
        private final long millis;
        /** Once lost is lost, also if the database's clock is set back. */
        private volatile boolean lost;

        Row(String lease, long token, long millis) {
            this.lease = lease;
            this.token = token;
            this.millis = millis;
        }

        @Override
        public long token() {
            return token;
        }

        @Override
        public boolean renew() {
            lost = lost
                    || database.execute(session -> session.update(
                                    "update {p}lease set until_ms = {now} + ?"
                                            + " where name = ? and process = ? and token = ? and until_ms > {now}",
                                    millis,
                                    lease,
                                    process,
                                    token))
                            == 0;
            return !lost;
        }

        @Override
        public void release() {
            if (!lost) {
                database.execute(session -> session.update(
                        "update {p}lease set process = null, node = '', note = '', until_ms = 0"
                                + " where name = ? and process = ? and token = ?",
                        lease,
                        process,
                        token));
                lost = true;
            }
        }
    }
}

package io.github.ddnsjava.coordination;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateRows;
import io.github.ddnsjava.remember.StateStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The state of a cluster in a database that its nodes share. It supports the databases of {@link JdbcLeadership}. The tables
 * are made when they are missing; their statements are in the resource {@code state-1.sql} of this package.
 *
 * <p>The rows of a group are written only by the node that {@linkplain #lead leads} it. Each save checks that in its own
 * transaction: a node that was stopped for longer than its lease, and goes on, is refused. The rows of accounts are written
 * by any node that leads a group. Rows of records that are in no group of this node are refused, so an updater without a
 * cluster cannot use this store.
 *
 * <p>All rows are kept in memory for reading. Those of a group, and those of accounts, are read again when this node begins
 * to lead the group; what other nodes write meanwhile is not seen. A row that is damaged counts as unknown. A method waits
 * for the database for at most half a minute. Thread-safe.
 */
public final class JdbcStateStore implements StateStore {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final List<String> COLUMNS = List.of("id", "grp", "content");

    private final Database database;
    private final String prefix;
    private final String owner = LeaseRules.process();
    private final RowCache rows = new RowCache();

    private final Map<String, Led> led = new TreeMap<>();
    private final Object turn = new Object();
    private volatile Mode mode = Mode.CLOSED;

    private enum Mode {
        CLOSED,
        READ_ONLY,
        OPEN
    }

    /** A group that this node leads, as far as it knows. */
    private record Led(Fence fence, Predicate<RecordKey> members) {}

    /** Who may write the rows of a group. */
    private record Fence(long epoch, long token, String owner) {}

    /**
     * Uses a database of the application. It is not closed with this store.
     *
     * @param source gives connections, from any thread
     */
    public JdbcStateStore(DataSource source) {
        this(source, JdbcLeadership.PREFIX);
    }

    /**
     * Uses a database of the application. It is not closed with this store.
     *
     * @param source gives connections, from any thread
     * @param prefix the prefix of the tables' names: up to 30 letters, digits and underscores. It can be that of a {@link
     *     JdbcLeadership}
     * @throws ConfigurationException if the prefix has another form
     */
    public JdbcStateStore(DataSource source, String prefix) {
        // An updater that closes interrupts its threads, and still wants what they save to be saved.
        this.database = new Database(source, prefix, Schema.STATE, LONGEST, false);
        this.prefix = prefix;
    }

    @Override
    public void open() {
        synchronized (turn) {
            if (mode == Mode.OPEN) {
                throw StateException.locked("the state " + this + " is already open in this updater");
            }
            load();
            mode = Mode.OPEN;
        }
    }

    @Override
    public void openReadOnly() {
        synchronized (turn) {
            if (mode != Mode.OPEN) {
                load();
                mode = Mode.READ_ONLY;
            }
        }
    }

    private void load() {
        rows.reset(ask(session -> session.query("select id, grp, content from {p}row", JdbcStateStore::stored)));
    }

    private static RowCache.Stored stored(ResultSet row) throws SQLException {
        return new RowCache.Stored(row.getString(1), row.getString(2), row.getString(3));
    }

    @Override
    public RecordState record(RecordKey key) {
        return rows.record(key);
    }

    @Override
    public AccountState account(String id) {
        return rows.account(id);
    }

    @Override
    public long highestSequence() {
        return rows.highestSequence();
    }

    @Override
    public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
        synchronized (turn) {
            requireOpen();
            List<RecordKey> known = rows.keys(members);
            Set<String> former = new HashSet<>(Set.of(group, RowCache.OF_ACCOUNTS));
            known.forEach(key -> rows.group(key).ifPresent(former::add));
            List<RowCache.Stored> read = new ArrayList<>();
            Optional<Fence> fence = ask(session -> {
                read.clear();
                Optional<Fence> ours = raise(session, group, token, anew);
                if (ours.isPresent()) {
                    // After the fence, whose row is locked: what a former leader saves later is refused.
                    for (String each : former) {
                        read.addAll(session.query(
                                "select id, grp, content from {p}row where grp = ?", JdbcStateStore::stored, each));
                    }
                }
                return ours;
            });
            if (fence.isEmpty()) {
                return false;
            }
            rows.refresh(known, read);
            led.put(group, new Led(fence.get(), members));
            return true;
        }
    }

    /** Returns the fence of a group in the name of this token; empty if a higher token is known. */
    private Optional<Fence> raise(Session session, String group, long token, boolean anew) throws SQLException {
        Optional<Fence> there = fence(session, group);
        if (there.isEmpty()) {
            session.update("insert into {p}fence (grp, epoch, token, owner) values (?, 1, ?, ?)", group, token, owner);
            return Optional.of(new Fence(1, token, owner));
        }
        Fence known = there.get();
        // An engine that began again can give the same token to somebody else.
        boolean higher = known.token() > token
                || known.token() == token && !known.owner().equals(owner);
        if (higher && !anew) {
            return Optional.empty();
        }
        Fence ours = new Fence(known.epoch() + (higher ? 1 : 0), token, owner);
        session.update(
                "update {p}fence set epoch = ?, token = ?, owner = ? where grp = ?",
                ours.epoch(),
                ours.token(),
                ours.owner(),
                group);
        return Optional.of(ours);
    }

    /** Reads and locks it until the end of the transaction. */
    private static Optional<Fence> fence(Session session, String group) throws SQLException {
        return session
                .query(
                        "select epoch, token, owner from {p}fence where grp = ? for update",
                        row -> new Fence(row.getLong(1), row.getLong(2), row.getString(3)),
                        group)
                .stream()
                .findFirst();
    }

    @Override
    public void save(Collection<RecordState> newRecords, Optional<AccountState> account) {
        saveAll(newRecords, account.stream().toList());
    }

    @Override
    public void saveAll(Collection<RecordState> newRecords, Collection<AccountState> newAccounts) {
        synchronized (turn) {
            rows.put(newRecords, newAccounts);
            if (mode == Mode.READ_ONLY || newRecords.isEmpty() && newAccounts.isEmpty()) {
                return;
            }
            requireOpen();
            Map<String, List<RecordState>> byGroup = new TreeMap<>();
            newRecords.forEach(row -> byGroup.computeIfAbsent(groupOf(row.key()), any -> new ArrayList<>())
                    .add(row));
            List<RecordState> ofNobody = byGroup.getOrDefault("", List.of());
            byGroup.remove("");
            List<String> refused = ask(session -> write(session, byGroup, newAccounts));
            Set<RecordKey> refusedRows = new HashSet<>();
            refused.forEach(group -> {
                led.remove(group);
                byGroup.getOrDefault(group, List.of()).forEach(row -> refusedRows.add(row.key()));
                byGroup.remove(group);
            });
            byGroup.forEach((group, saved) -> saved.forEach(row -> rows.isStored(row.key(), group)));
            ofNobody.forEach(row -> refusedRows.add(row.key()));
            Set<String> refusedAccounts = new HashSet<>();
            if (led.isEmpty()) {
                newAccounts.forEach(row -> refusedAccounts.add(row.id()));
            }
            if (!refusedRows.isEmpty() || !refusedAccounts.isEmpty()) {
                throw StateException.refused(why(refused, ofNobody), refusedRows, refusedAccounts);
            }
        }
    }

    private static String why(List<String> refused, List<RecordState> ofNobody) {
        if (!refused.isEmpty()) {
            return "another node leads the group " + refused.get(0)
                    + " by now, and this node's rows of it were refused; that node looks up what was written";
        }
        return ofNobody.isEmpty()
                ? "the rows of accounts were not saved, because this node leads no group by now; the nodes that lead save"
                        + " theirs"
                : "the row of " + ofNobody.get(0).key()
                        + " was not saved, because this node does not lead its group; the node that leads it saves it";
    }

    private String groupOf(RecordKey key) {
        String stored = rows.group(key).orElse("");
        Led last = led.get(stored);
        if (last != null && last.members().test(key)) {
            return stored; // which spares asking each of many groups
        }
        return led.entrySet().stream()
                .filter(entry -> entry.getValue().members().test(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** Writes what may be written, and returns the groups whose rows must not. */
    private List<String> write(
            Session session, Map<String, List<RecordState>> byGroup, Collection<AccountState> newAccounts)
            throws SQLException {
        List<String> refused = new ArrayList<>();
        Map<String, List<Object>> written = new TreeMap<>(); // in order, against deadlocks
        boolean leads = false;
        for (Map.Entry<String, List<RecordState>> each : byGroup.entrySet()) {
            if (isOurs(session, each.getKey())) {
                leads = true;
                each.getValue()
                        .forEach(row -> put(written, RowCache.id(row.key()), each.getKey(), StateRows.text(row)));
            } else {
                refused.add(each.getKey());
            }
        }
        if (!newAccounts.isEmpty()) {
            for (String group : led.keySet()) {
                if (!leads && !refused.contains(group)) {
                    leads = isOurs(session, group);
                    if (!leads) {
                        refused.add(group);
                    }
                }
            }
            if (leads) {
                newAccounts.forEach(row -> put(written, "a " + row.id(), RowCache.OF_ACCOUNTS, StateRows.text(row)));
            }
        }
        session.upsert("{p}row", COLUMNS, List.copyOf(written.values()));
        return refused;
    }

    private static void put(Map<String, List<Object>> rows, String id, String group, String content) {
        rows.put(id, List.of(id, group, content));
    }

    private boolean isOurs(Session session, String group) throws SQLException {
        Led ours = led.get(group);
        return ours != null && fence(session, group).equals(Optional.of(ours.fence()));
    }

    private void requireOpen() {
        if (mode != Mode.OPEN) {
            throw StateException.unwritable("the state " + this + " is not open", new IllegalStateException());
        }
    }

    /** Asks the database; once more if another node was in the way. */
    private <T> T ask(Database.Work<T> work) {
        try {
            try {
                return database.transact(work);
            } catch (TransientException e) {
                if (!e.isAnswer()) {
                    throw e;
                }
                return database.transact(work);
            }
        } catch (ConfigurationException | StateException e) {
            throw e;
        } catch (DdnsException e) {
            throw StateException.unwritable(
                    "the state " + this + " cannot be reached: " + e.getMessage()
                            + "; a save is repeated in every cycle",
                    e);
        }
    }

    @Override
    public boolean isShared() {
        return true;
    }

    /** Gives up what this node leads. The rows stay in memory. The database's connections are the application's. */
    @Override
    public void close() {
        synchronized (turn) {
            led.clear();
            mode = Mode.CLOSED;
        }
    }

    @Override
    public String toString() {
        return "database, tables " + prefix + "…";
    }
}

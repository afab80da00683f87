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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
 * to lead the group; what other nodes write meanwhile is not seen. A row that is damaged counts as unknown.
 *
 * <p>A transaction ends within half a minute, whatever the database does. A method makes one transaction, and a second one if
 * another node was in the way. Methods run one after the other, so one may first wait for that of another thread. An
 * interrupt ends {@link #open}, {@link #openReadOnly} and {@link #lead} with a {@link StateException}; it does not end a save.
 * Thread-safe.
 */
public final class JdbcStateStore implements StateStore {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final List<String> COLUMNS = List.of("id", "grp", "content");

    private final Database database;
    private final String prefix;
    private final String owner = LeaseRules.process();
    private final RowCache rows = new RowCache();

    private final Map<String, Led> led = new TreeMap<>();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile Mode mode = Mode.CLOSED;

    private enum Mode {
        CLOSED,
        READ_ONLY,
        OPEN
    }

    /** A group that this node leads, as far as it knows. */
    private record Led(Fence fence, Predicate<RecordKey> members) {}

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
        this.database = new Database(source, prefix, Schema.STATE, LONGEST);
        this.prefix = prefix;
    }

    @Override
    public void open() {
        awaitTurn();
        try {
            if (mode == Mode.OPEN) {
                throw StateException.locked("the state " + this + " is already open in this updater");
            }
            load();
            mode = Mode.OPEN;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void openReadOnly() {
        awaitTurn();
        try {
            if (mode != Mode.OPEN) {
                load();
                mode = Mode.READ_ONLY;
            }
        } finally {
            turn.unlock();
        }
    }

    /** For methods that read: an interrupt ends the wait for the lock. */
    private void awaitTurn() {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StateException.unwritable(
                    "the state " + this + " was not read, because the thread was interrupted", e);
        }
    }

    private void load() {
        rows.reset(read(session -> session.query("select id, grp, content from {p}row", JdbcStateStore::stored)));
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
        awaitTurn();
        try {
            requireOpen();
            List<RecordKey> known = rows.keys(members);
            Set<String> former = new HashSet<>(Set.of(group, RowCache.OF_ACCOUNTS));
            known.forEach(key -> rows.group(key).ifPresent(former::add));
            List<RowCache.Stored> found = new ArrayList<>();
            Optional<Fence> fence = read(session -> {
                found.clear(); // the work may be done a second time
                Optional<Fence> ours = Fence.raise(session, group, token, owner, anew);
                if (ours.isPresent()) {
                    // After the fence, whose row is locked: what a former leader saves later is refused.
                    for (String each : former) {
                        found.addAll(session.query(
                                "select id, grp, content from {p}row where grp = ?", JdbcStateStore::stored, each));
                    }
                }
                return ours;
            });
            if (fence.isEmpty()) {
                return false;
            }
            rows.refresh(known, found);
            led.put(group, new Led(fence.get(), members));
            return true;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void save(Collection<RecordState> newRecords, Optional<AccountState> account) {
        saveAll(newRecords, account.stream().toList());
    }

    /** An interrupt does not end it: an updater that closes interrupts its threads, and what they save must be saved. */
    @Override
    public void saveAll(Collection<RecordState> newRecords, Collection<AccountState> newAccounts) {
        turn.lock();
        try {
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
            Map<String, Led> now = new TreeMap<>(led); // a write that is given up goes on for a while
            List<String> refused =
                    ask(() -> database.transactUninterruptibly(session -> write(session, now, byGroup, newAccounts)));
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
        } finally {
            turn.unlock();
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
            Session session,
            Map<String, Led> now,
            Map<String, List<RecordState>> byGroup,
            Collection<AccountState> newAccounts)
            throws SQLException {
        List<String> refused = new ArrayList<>();
        Map<String, List<Object>> written = new TreeMap<>(); // in order, against deadlocks
        boolean leads = false;
        for (Map.Entry<String, List<RecordState>> each : byGroup.entrySet()) {
            if (isOurs(session, each.getKey(), now)) {
                leads = true;
                each.getValue()
                        .forEach(row -> put(written, RowCache.id(row.key()), each.getKey(), StateRows.text(row)));
            } else {
                refused.add(each.getKey());
            }
        }
        if (!newAccounts.isEmpty()) {
            for (String group : now.keySet()) {
                if (!leads && !refused.contains(group)) {
                    leads = isOurs(session, group, now);
                    if (!leads) {
                        refused.add(group);
                    }
                }
            }
            if (leads) {
                newAccounts.forEach(row -> put(written, RowCache.id(row), RowCache.OF_ACCOUNTS, StateRows.text(row)));
            }
        }
        session.upsert("{p}row", COLUMNS, List.copyOf(written.values()));
        return refused;
    }

    private static void put(Map<String, List<Object>> rows, String id, String group, String content) {
        rows.put(id, List.of(id, group, content));
    }

    private static boolean isOurs(Session session, String group, Map<String, Led> now) throws SQLException {
        Led ours = now.get(group);
        return ours != null && Fence.of(session, group).equals(Optional.of(ours.fence()));
    }

    private void requireOpen() {
        if (mode != Mode.OPEN) {
            throw StateException.unwritable("the state " + this + " is not open", new IllegalStateException());
        }
    }

    /** Does work that an interrupt of this thread may end, because nothing is lost by that. */
    private <T> T read(Database.Work<T> work) {
        return ask(() -> database.transact(work));
    }

    /** Asks the database; once more if another node was in the way. */
    private <T> T ask(Supplier<T> transaction) {
        try {
            try {
                return transaction.get();
            } catch (TransientException e) {
                if (!e.isAnswer()) {
                    throw e;
                }
                return transaction.get();
            }
        } catch (ConfigurationException | StateException e) {
            throw e;
        } catch (DdnsException e) {
            throw StateException.unwritable(
                    "the state " + this + " cannot be reached: " + e.getMessage()
                            + "; this is tried again in every cycle",
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
        turn.lock();
        try {
            led.clear();
            mode = Mode.CLOSED;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public String toString() {
        return "database, tables " + prefix + "…";
    }
}

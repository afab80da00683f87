package io.github.ddnsjava.internal.engine.memory;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Step 4, remember: the newest rows, in front of the store. Rows are immutable and are held in concurrent maps. Reading
 * a row therefore waits neither for the store nor for a writer. {@link Saver} makes rows durable. The memory of a plan
 * keeps its changes to itself. Thread-safe.
 */
public final class Memory {
    /** A row before and after a change. */
    public record RowUpdate(RecordState before, RecordState after) {}

    private final Function<RecordKey, RecordState> storedRecord;
    private final Function<String, AccountState> storedAccount;
    /** Null for a plan. */
    private final @Nullable Saver saver;
    /** Null for a plan, which remembers no time. */
    private final @Nullable InstantSource clock;
    /** Is told of each record whose row is another now. */
    private final Consumer<RecordKey> changed;

    private final AtomicLong sequence;
    private final Map<RecordKey, RecordState> records = new ConcurrentHashMap<>();
    private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();
    /**
     * Rows that differ from the stored rows only by a candidate address. They are saved with their next change, or on
     * close.
     */
    private final Set<RecordKey> unsaved = ConcurrentHashMap.newKeySet();

    private final Map<RecordKey, Long> decided = new ConcurrentHashMap<>();

    /**
     * The memory of an open store.
     *
     * @param news is called when rows can no longer be saved, and with an empty value when they can be saved again
     * @param changed is called after a record's row was read or replaced
     */
    public Memory(
            StateStore store,
            InstantSource clock,
            Consumer<Optional<Saver.Trouble>> news,
            Consumer<RecordKey> changed) {
        this.storedRecord = store::record;
        this.storedAccount = store::account;
        this.saver = new Saver(store, this::record, this::account, clock, news);
        this.clock = clock;
        this.changed = changed;
        this.sequence = new AtomicLong(store.highestSequence());
    }

    /**
     * A memory that begins with the rows of the memory that is in use, or with the rows of the store if there is none.
     */
    private Memory(StateStore store, @Nullable Memory atWork) {
        this.storedRecord = atWork != null ? atWork::record : store::record;
        this.storedAccount = atWork != null ? atWork::account : store::account;
        this.saver = null;
        this.clock = null;
        this.changed = key -> {};
        this.sequence = new AtomicLong(store.highestSequence());
    }

    /**
     * A memory for a plan. It begins with the rows of the memory that is in use, or of the store, and keeps its changes
     * to itself.
     */
    public static Memory forPlan(StateStore store, @Nullable Memory atWork) {
        return new Memory(store, atWork);
    }

    /** Returns the number of a new detection. It is higher than all numbers before, also after a restart. */
    public long nextSequence() {
        return sequence.incrementAndGet();
    }

    /** Reads these rows from the store now. Later reads then do not wait for the store. */
    public void load(Collection<RecordKey> keys, Collection<String> ids) {
        keys.forEach(this::record);
        ids.forEach(this::account);
    }

    /** Forgets these rows, which another machine may have written meanwhile, and reads them from the store again. */
    public void reload(Collection<RecordKey> keys, Collection<String> ids) {
        keys.forEach(records::remove);
        keys.forEach(unsaved::remove);
        ids.forEach(accounts::remove);
        load(keys, ids);
        records(keys).forEach(row -> sequence.accumulateAndGet(row.sequence(), Math::max));
    }

    /**
     * Saves from now on only rows of these records; what becomes of others, another machine saves.
     *
     * @param refused is told of which records the store has refused the rows, because another machine owns them by now
     */
    public void savesOnly(Predicate<RecordKey> ours, Consumer<Set<RecordKey>> refused) {
        if (saver != null) {
            saver.savesOnly(ours, refused);
        }
    }

    /** Some records are another machine's by now: their rows are not saved any more. */
    public void forgetOthers() {
        if (saver != null) {
            saver.forgetOthers();
        }
    }

    public RecordState record(RecordKey key) {
        RecordState known = records.get(key);
        return known != null ? known : read(key);
    }

    private RecordState read(RecordKey key) {
        RecordState read = first(records, key, storedRecord);
        changed.accept(key);
        return read;
    }

    /** Returns these rows. */
    public List<RecordState> records(Collection<RecordKey> keys) {
        return keys.stream().map(this::record).toList();
    }

    public AccountState account(String id) {
        AccountState known = accounts.get(id);
        return known != null ? known : first(accounts, id, storedAccount);
    }

    /** The value is not computed inside the map, because the map would hold its own lock while the store is read. */
    private static <K, V> V first(Map<K, V> rows, K key, Function<K, V> stored) {
        V read = stored.apply(key);
        V other = rows.putIfAbsent(key, read);
        return other != null ? other : read;
    }

    /** Returns what is known of a record without asking the store. */
    public RecordState known(RecordKey key) {
        RecordState known = records.get(key);
        return known != null ? known : RecordState.unknown(key);
    }

    /** Returns what is known of an account without asking the store. */
    public AccountState knownAccount(String id) {
        AccountState known = accounts.get(id);
        return known != null ? known : AccountState.fresh(id);
    }

    /**
     * A record was decided on the basis of this detection. Decisions that are based on an older detection are out of
     * date.
     */
    public void decided(RecordKey key, long sequence) {
        decided.merge(key, sequence, Math::max);
    }

    /** Returns whether a record was decided or written on the basis of a newer detection, also before a restart. */
    public boolean isOvertaken(RecordKey key, long sequence) {
        return sequence < Math.max(decided.getOrDefault(key, 0L), record(key).sequence());
    }

    /** Changes one record's row; an equal one is not written. */
    public RecordState change(RecordKey key, UnaryOperator<RecordState> change) {
        return Objects.requireNonNull(change(List.of(key), change).get(key)).after();
    }

    /**
     * Changes the rows of several records, in one write. Rows that are equal, or differ only by a candidate address,
     * are not written. The change is computed outside every lock, and repeated if another thread changed the row first.
     */
    public Map<RecordKey, RowUpdate> change(Collection<RecordKey> keys, UnaryOperator<RecordState> change) {
        return change(keys, change, Map.of());
    }

    /** Changes records' and accounts' rows in one write. */
    public Map<RecordKey, RowUpdate> change(
            Collection<RecordKey> keys,
            UnaryOperator<RecordState> change,
            Map<String, UnaryOperator<AccountState>> ofAccounts) {
        Map<RecordKey, RowUpdate> all = new LinkedHashMap<>();
        changeAll(keys, change, ofAccounts, all).run();
        return all;
    }

    /**
     * Changes records' and accounts' rows in memory, without waiting for the store.
     *
     * @return saves them, which may wait for the store. If it is not run, they are saved with their next change
     */
    public Runnable changeUnsaved(
            Collection<RecordKey> keys,
            UnaryOperator<RecordState> change,
            Map<String, UnaryOperator<AccountState>> ofAccounts) {
        return changeAll(keys, change, ofAccounts, new LinkedHashMap<>());
    }

    private Runnable changeAll(
            Collection<RecordKey> keys,
            UnaryOperator<RecordState> change,
            Map<String, UnaryOperator<AccountState>> ofAccounts,
            Map<RecordKey, RowUpdate> all) {
        List<RecordKey> written = new ArrayList<>();
        for (RecordKey key : keys) {
            RowUpdate row = replace(key, change);
            all.put(key, row);
            if (row.after().equals(row.before())) {
                continue;
            }
            if (isMereCandidate(row.before(), row.after())) {
                unsaved.add(key);
            } else {
                written.add(key);
            }
        }
        List<String> writtenAccounts = new ArrayList<>();
        ofAccounts.forEach((id, changeAccount) -> {
            if (replace(accounts, id, this::account, changeAccount, (before, after) -> !after.equals(before))) {
                writtenAccounts.add(id);
            }
        });
        return () -> {
            if (!written.isEmpty() || !writtenAccounts.isEmpty()) {
                save(written, writtenAccounts);
            }
        };
    }

    /**
     * Changes the rows of records before a request is sent whose attempt must be remembered.
     *
     * @return why the rows are not durable; empty if they are
     */
    public Optional<Problem> changeDurably(Collection<RecordKey> keys, UnaryOperator<RecordState> change) {
        List<RecordKey> written = new ArrayList<>();
        for (RecordKey key : keys) {
            RowUpdate row = replace(key, change);
            if (!row.after().equals(row.before()) || !isSound()) {
                written.add(key);
            }
        }
        return written.isEmpty() ? Optional.empty() : save(written, List.of());
    }

    private RowUpdate replace(RecordKey key, UnaryOperator<RecordState> change) {
        RowUpdate row = replace(records, key, this::record, old -> withTime(old, change.apply(old)), RowUpdate::new);
        if (!row.after().equals(row.before())) {
            changed.accept(key);
        }
        return row;
    }

    /** Notes when a trouble begins. It lasts until the record is in none, whatever other trouble it becomes. */
    private RecordState withTime(RecordState before, RecordState after) {
        if (clock == null || after.equals(before)) {
            return after;
        }
        Optional<Instant> since = after.trouble().isEmpty()
                ? Optional.empty()
                : before.trouble().isEmpty() || before.troubledSince().isEmpty()
                        ? Optional.of(clock.instant())
                        : before.troubledSince();
        return since.equals(after.troubledSince()) ? after : after.with(row -> row.troubledSince = since);
    }

    private static <K, V, R> R replace(
            Map<K, V> rows, K key, Function<K, V> read, UnaryOperator<V> change, BiFunction<V, V, R> result) {
        while (true) {
            V before = read.apply(key);
            V after = change.apply(before);
            if (rows.replace(key, before, after)) {
                return result.apply(before, after);
            }
        }
    }

    /**
     * Returns whether only readings of a detector have changed, and nothing about published values or attempts. A crash
     * loses such readings, and they are taken again. In return, a source that gives wrong addresses all day does not
     * cause a write in every cycle.
     */
    private static boolean isMereCandidate(RecordState before, RecordState after) {
        boolean sameTrouble =
                before.problem().map(Problem::kind).equals(after.problem().map(Problem::kind));
        return sameTrouble
                && after.equals(before.with(state -> {
                    state.candidate = after.candidate();
                    state.problem = after.problem();
                }));
    }

    /** Changes an account's row. */
    public AccountState changeAccount(String id, UnaryOperator<AccountState> change) {
        change(List.of(), state -> state, Map.of(id, change));
        return account(id);
    }

    private Optional<Problem> save(Collection<RecordKey> keys, Collection<String> ids) {
        if (saver == null) {
            return Optional.empty();
        }
        keys.forEach(unsaved::remove);
        return saver.save(keys, ids);
    }

    /** Tells whether what was to be saved last is saved. */
    public boolean isSound() {
        return trouble().isEmpty();
    }

    /** Returns since when and why rows cannot be saved. */
    public Optional<Saver.Trouble> trouble() {
        return saver == null ? Optional.empty() : saver.trouble();
    }

    /** Tries again to save rows that could not be saved, if there are any. */
    public void repair() {
        if (!isSound()) {
            save(List.of(), List.of());
        }
    }

    /** The updater is closing: nobody waits for the store any more. */
    public void closing() {
        if (saver != null) {
            saver.closing();
        }
    }

    /**
     * Saves the remaining rows, and accepts no further ones. Writes that are still under way remain in doubt, and the
     * next updater looks them up.
     */
    public void close() {
        if (saver != null) {
            saver.close(unsaved);
        }
    }
}

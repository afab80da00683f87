package io.github.ddnsjava.coordination;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The rows of a {@link JdbcStateStore} in memory. A row whose text has not changed since it was read is not parsed again, because
 * parsing takes much longer than fetching. Any thread may read; only the thread that holds the store's lock may change it.
 */
final class RowCache {
    /** The group of the rows of accounts. */
    static final String OF_ACCOUNTS = "";

    private final Map<RecordKey, RecordState> records = new ConcurrentHashMap<>();
    private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();
    /** The group of each row in the database. It differs from the record's group if the number of groups was changed. */
    private final Map<RecordKey, String> storedIn = new ConcurrentHashMap<>();
    /** The rows of records that have not changed in memory since they were read, by their ids in the database. */
    private final Map<String, Read> asRead = new ConcurrentHashMap<>();

    /** One row of the database. */
    record Stored(String id, String group, String content) {}

    /** Whose row a text is, and its digest. */
    private record Read(RecordKey key, long digest) {}

    /** Returns the id of a record's row in the database. */
    static String id(RecordKey key) {
        return "r " + key.name() + " " + key.type() + " " + key.provider();
    }

    /** Returns the id of an account's row in the database. */
    static String id(AccountState row) {
        return "a " + row.id();
    }

    RecordState record(RecordKey key) {
        RecordState row = records.get(key);
        return row != null ? row : RecordState.unknown(key);
    }

    AccountState account(String id) {
        AccountState row = accounts.get(id);
        return row != null ? row : AccountState.fresh(id);
    }

    long highestSequence() {
        return records.values().stream().mapToLong(RecordState::sequence).max().orElse(0);
    }

    List<RecordKey> keys(Predicate<RecordKey> which) {
        return records.keySet().stream().filter(which).toList();
    }

    /** Returns in which group the database has the row of a record; empty if it is not known to have it. */
    Optional<String> group(RecordKey key) {
        return Optional.ofNullable(storedIn.get(key));
    }

    /** Notes that the database has the row of a record in that group. */
    void isStored(RecordKey key, String group) {
        storedIn.put(key, group);
    }

    /** Replaces rows by newer ones, which the database may not have yet. */
    void put(Collection<RecordState> newRecords, Collection<AccountState> newAccounts) {
        newRecords.forEach(row -> {
            asRead.remove(id(row.key()));
            records.put(row.key(), row);
        });
        newAccounts.forEach(row -> accounts.put(row.id(), row));
    }

    /** Replaces everything by these rows, which are all rows of the database. */
    void reset(List<Stored> rows) {
        records.clear();
        accounts.clear();
        storedIn.clear();
        asRead.clear();
        remember(rows, digests(rows));
    }

    /**
     * Replaces the rows of some groups by what was read again.
     *
     * @param known the records whose rows are replaced; one without a row among {@code rows} is forgotten
     * @param rows all rows of these groups
     */
    void refresh(List<RecordKey> known, List<Stored> rows) {
        Map<String, Long> found = digests(rows);
        Set<RecordKey> unchanged = new HashSet<>();
        List<Stored> changed = new ArrayList<>();
        for (Stored row : rows) {
            Read before = asRead.get(row.id());
            if (before != null && Objects.equals(found.get(row.id()), before.digest())) {
                isStored(before.key(), row.group());
                unchanged.add(before.key());
            } else {
                changed.add(row);
            }
        }
        for (RecordKey key : known) {
            if (!unchanged.contains(key)) {
                records.remove(key);
                storedIn.remove(key);
                asRead.remove(id(key));
            }
        }
        remember(changed, found);
    }

    private void remember(List<Stored> rows, Map<String, Long> found) {
        Map<String, List<String>> byGroup = new TreeMap<>();
        rows.forEach(row ->
                byGroup.computeIfAbsent(row.group(), any -> new ArrayList<>()).add(row.content()));
        byGroup.forEach((group, texts) -> {
            if (group.equals(OF_ACCOUNTS)) {
                StateRows.accounts(texts).forEach(row -> accounts.put(row.id(), row));
            } else {
                StateRows.records(texts).forEach(row -> {
                    records.put(row.key(), row);
                    isStored(row.key(), group);
                    String id = id(row.key());
                    Long digest = found.get(id);
                    if (digest != null) {
                        asRead.put(id, new Read(row.key(), digest));
                    }
                });
            }
        });
    }

    /** Returns a digest of each row's text, by its id. With 64 bits, two texts of one row never have the same in practice. */
    private static Map<String, Long> digests(List<Stored> rows) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            Map<String, Long> all = new HashMap<>();
            for (Stored row : rows) {
                byte[] digest = sha.digest(row.content().getBytes(StandardCharsets.UTF_8));
                all.put(row.id(), ByteBuffer.wrap(digest).getLong());
            }
            return all;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

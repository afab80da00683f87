package io.github.ddnsjava.remember;

import io.github.ddnsjava.RecordKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps rows in maps. They survive closing and reopening. */
final class MemoryStore implements StateStore {
    private final Map<RecordKey, RecordState> records = new ConcurrentHashMap<>();
    private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();

    @Override
    public void open() {}

    @Override
    public void openReadOnly() {}

    @Override
    public RecordState record(RecordKey key) {
        RecordState state = records.get(key);
        return state != null ? state : RecordState.unknown(key);
    }

    @Override
    public AccountState account(String id) {
        AccountState state = accounts.get(id);
        return state != null ? state : AccountState.fresh(id);
    }

    @Override
    public long highestSequence() {
        return records.values().stream().mapToLong(RecordState::sequence).max().orElse(0);
    }

    @Override
    public void save(Collection<RecordState> newRecords, Optional<AccountState> account) {
        newRecords.forEach(record -> records.put(record.key(), record));
        account.ifPresent(state -> accounts.put(state.id(), state));
    }

    @Override
    public void saveAll(Collection<RecordState> newRecords, Collection<AccountState> newAccounts) {
        save(newRecords, Optional.empty());
        newAccounts.forEach(state -> accounts.put(state.id(), state));
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory";
    }
}

package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The rows that several nodes share, in memory, as a database would keep them: a late writer's rows are refused. */
public final class SharedRows {
    private final Map<RecordKey, RecordState> records = new HashMap<>();
    private final Map<String, AccountState> accounts = new HashMap<>();
    private final Map<String, Long> fences = new HashMap<>();

    /** Returns a store as one node has it: it reads when it is opened, and the rows of a group when it leads that. */
    public StateStore node() {
        return new Node();
    }

    public RecordState row(RecordKey key) {
        return records.getOrDefault(key, RecordState.unknown(key));
    }

    private final class Node implements StateStore {
        private final Map<RecordKey, RecordState> known = new HashMap<>();
        private final Map<String, Predicate<RecordKey>> members = new HashMap<>();
        private final Map<String, Long> tokens = new HashMap<>();

        @Override
        public void open() {
            known.putAll(records);
        }

        @Override
        public void openReadOnly() {
            known.putAll(records);
        }

        @Override
        public RecordState record(RecordKey key) {
            return known.getOrDefault(key, RecordState.unknown(key));
        }

        @Override
        public AccountState account(String id) {
            return accounts.getOrDefault(id, AccountState.fresh(id));
        }

        @Override
        public long highestSequence() {
            return known.values().stream()
                    .mapToLong(RecordState::sequence)
                    .max()
                    .orElse(0);
        }

        @Override
        public void save(Collection<RecordState> rows, Optional<AccountState> account) {
            saveAll(rows, account.stream().toList());
        }

        @Override
        public void saveAll(Collection<RecordState> rows, Collection<AccountState> of) {
            for (RecordState row : rows) {
                known.put(row.key(), row);
                String group = members.entrySet().stream()
                        .filter(each -> each.getValue().test(row.key()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(row.key() + " is saved by a node that leads it not"));
                if (fences.get(group) > tokens.get(group)) {
                    throw StateException.locked("another node leads " + group);
                }
            }
            rows.forEach(row -> records.put(row.key(), row));
            of.forEach(row -> accounts.put(row.id(), row));
        }

        @Override
        public boolean lead(String group, long token, Predicate<RecordKey> which, boolean anew) {
            if (!anew && fences.getOrDefault(group, 0L) > token) {
                return false;
            }
            fences.put(group, token);
            tokens.put(group, token);
            members.put(group, which);
            List.copyOf(records.values()).stream()
                    .filter(row -> which.test(row.key()))
                    .forEach(row -> known.put(row.key(), row));
            return true;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "rows of a test";
        }
    }
}

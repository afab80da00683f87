package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The rows that several nodes share, in memory, as a database would keep them: a late writer's rows are refused. */
public final class SharedRows {
    private final Map<RecordKey, RecordState> records = new HashMap<>();
    private final Map<String, AccountState> accounts = new HashMap<>();
    private final Map<String, Fence> fences = new HashMap<>();

    /** Who may write the rows of a group. */
    private record Fence(long token, Object owner) {}

    /** Returns a store as one node has it: it reads when it is opened, and the rows of a group when it leads that. */
    public StateStore node() {
        return new Node();
    }

    public RecordState row(RecordKey key) {
        return records.getOrDefault(key, RecordState.unknown(key));
    }

    /** The fence of a group is again what it was before its leader began, as after the restore of a backup. */
    public void fallBack(String group) {
        fences.put(group, new Fence(0, "a former leader"));
    }

    /** The store as one node has it. A test lets it fail. */
    public class Node implements StateStore {
        private final Map<RecordKey, RecordState> known = new HashMap<>();
        private final Map<String, Predicate<RecordKey>> members = new HashMap<>();
        private final Map<String, Fence> mine = new HashMap<>();

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
            Set<RecordKey> refused = new HashSet<>();
            for (RecordState row : rows) {
                known.put(row.key(), row);
                String group = members.entrySet().stream()
                        .filter(each -> each.getValue().test(row.key()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(row.key() + " is saved by a node that leads it not"));
                if (leads(group)) {
                    records.put(row.key(), row);
                } else {
                    refused.add(row.key());
                }
            }
            boolean leadsAny = mine.keySet().stream().anyMatch(this::leads);
            if (leadsAny) {
                of.forEach(row -> accounts.put(row.id(), row));
            }
            List<String> refusedAccounts =
                    leadsAny ? List.of() : of.stream().map(AccountState::id).toList();
            if (!refused.isEmpty() || !refusedAccounts.isEmpty()) {
                throw StateException.refused("another node leads", refused, refusedAccounts);
            }
        }

        private boolean leads(String group) {
            Fence fence = mine.get(group);
            return fence != null && fence.equals(fences.get(group));
        }

        @Override
        public boolean lead(String group, long token, Predicate<RecordKey> which, boolean anew) {
            Fence there = fences.getOrDefault(group, new Fence(-1, this));
            boolean isLater = there.token() > token || there.token() == token && there.owner() != this;
            if (!anew && isLater) {
                return false;
            }
            Fence ours = new Fence(token, this);
            fences.put(group, ours);
            mine.put(group, ours);
            members.put(group, which);
            List.copyOf(records.values()).stream()
                    .filter(row -> which.test(row.key()))
                    .forEach(row -> known.put(row.key(), row));
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

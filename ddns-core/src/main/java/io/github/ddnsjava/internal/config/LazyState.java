package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state that the engine of a configuration's cluster keeps. The engine is asked for it at its first use: a
 * configuration that is only read opens nothing, and the engine that gives the leases gives the state, so that both
 * share a connection. Thread-safe.
 */
final class LazyState implements StateStore {
    private final Supplier<StateStore> how;
    private final String name;
    private @Nullable StateStore made;

    LazyState(String name, Supplier<StateStore> how) {
        this.name = name;
        this.how = how;
    }

    private synchronized StateStore made() {
        StateStore known = made;
        if (known == null) {
            known = how.get();
            made = known;
        }
        return known;
    }

    @Override
    public void open() {
        made().open();
    }

    @Override
    public void openReadOnly() {
        made().openReadOnly();
    }

    @Override
    public RecordState record(RecordKey key) {
        return made().record(key);
    }

    @Override
    public AccountState account(String id) {
        return made().account(id);
    }

    @Override
    public long highestSequence() {
        return made().highestSequence();
    }

    @Override
    public void save(Collection<RecordState> records, Optional<AccountState> account) {
        made().save(records, account);
    }

    @Override
    public void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
        made().saveAll(records, accounts);
    }

    @Override
    public boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
        return made().lead(group, token, members, anew);
    }

    /** The contract of an engine says that its nodes share the state. */
    @Override
    public boolean isShared() {
        return true;
    }

    /** Makes nothing. */
    @Override
    public void close() {
        StateStore known;
        synchronized (this) {
            known = made;
        }
        if (known != null) {
            known.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

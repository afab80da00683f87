package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.ForwardingStore;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStores;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store in memory that counts what is saved, can fail to, and outlives updaters. */
final class CountingStore extends ForwardingStore {
    int saves;
    int rows;
    int opened;
    /** The process has crashed: nothing more is saved. */
    boolean frozen;
    /** What happens while it is opened. */
    Runnable opening = () -> {};
    /** What happens while it is closed. */
    Runnable closing = () -> {};

    @Nullable
    RuntimeException fault;

    CountingStore() {
        super(StateStores.memory());
    }

    @Override
    public void open() {
        opening.run();
        opened++;
    }

    @Override
    public void save(Collection<RecordState> records, Optional<AccountState> account) {
        saveAll(records, account.stream().toList());
    }

    @Override
    public synchronized void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
        if (frozen) {
            return;
        }
        saves++;
        rows += records.size() + accounts.size();
        super.saveAll(records, accounts);
        if (fault != null) {
            throw fault;
        }
    }

    @Override
    public void close() {
        closing.run();
        opened--;
    }

    @Override
    public String toString() {
        return "memory of a test";
    }
}

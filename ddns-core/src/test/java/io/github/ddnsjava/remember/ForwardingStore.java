package io.github.ddnsjava.remember;

import io.github.ddnsjava.RecordKey;
import java.util.Collection;
import java.util.Optional;

/**
 * Another store, but for what a test overrides. Both ways to save are forwarded; whoever overrides one overrides {@link
 * #saveAll}, which is what an updater calls, and lets {@link #save} go there.
 */
public abstract class ForwardingStore implements StateStore {
    private final StateStore store;

    protected ForwardingStore(StateStore store) {
        this.store = store;
    }

    @Override
    public void open() {
        store.open();
    }

    @Override
    public void openReadOnly() {
        store.openReadOnly();
    }

    @Override
    public RecordState record(RecordKey key) {
        return store.record(key);
    }

    @Override
    public AccountState account(String id) {
        return store.account(id);
    }

    @Override
    public long highestSequence() {
        return store.highestSequence();
    }

    @Override
    public void save(Collection<RecordState> records, Optional<AccountState> account) {
        store.save(records, account);
    }

    @Override
    public void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
        store.saveAll(records, accounts);
    }

    @Override
    public void close() {
        store.close();
    }
}

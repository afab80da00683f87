package io.github.ddnsjava.simulation;

import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.ForwardingStore;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.util.Collection;
import java.util.Optional;

/**
 * The real state store of one process, on an in-memory disk: the process may crash before, within or after each save,
 * and whatever is saved as confirmed must have been said by the provider.
 */
final class Keeper extends ForwardingStore {
    private static final double RISK = 0.004;

    private final Disk disk;
    private final Home home;
    private final Life life;

    Keeper(StateStore store, Disk disk, Home home, Life life) {
        super(store);
        this.disk = disk;
        this.home = home;
        this.life = life;
    }

    @Override
    public void save(Collection<RecordState> records, Optional<AccountState> account) {
        saveAll(records, account.stream().toList());
    }

    @Override
    public void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
        life.goOn();
        records.forEach(after -> home.confirmations().check(record(after.key()), after));
        records.forEach(after -> home.saves(record(after.key()), after));
        Disk.Mark before = disk.mark();
        super.saveAll(records, accounts);
        try {
            life.step("saves", RISK);
        } catch (PowerCut e) {
            disk.tear(before);
            throw e;
        }
        home.saved(records, accounts);
        life.step("has saved", RISK);
    }
}

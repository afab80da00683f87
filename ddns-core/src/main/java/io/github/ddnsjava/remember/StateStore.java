package io.github.ddnsjava.remember;

import io.github.ddnsjava.RecordKey;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Remembers one row per record and one per account. Implementations are thread-safe, and lose nothing that was saved.
 *
 * <p>What cannot be read counts as unknown, which costs reads at the provider; it never makes a wrong write and never
 * keeps an updater from starting. {@code toString()} says for people where it remembers, without any secret.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Takes possession, and reads what is there.
     *
     * @throws io.github.ddnsjava.exception.StateException if another process, or another updater, has it
     * @throws io.github.ddnsjava.exception.ConfigurationException if there can be no state at that place
     */
    void open();

    /**
     * Reads what is there without taking possession, even while another has it: for plans. After it an updater saves
     * nothing; if it did, at most this object's memory would change, never what others read. Does nothing while this
     * object has possession.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if there can be no state at that place
     */
    void openReadOnly();

    /**
     * Returns what is remembered of that record; the state of an unknown one where nothing is. Never blocks for long.
     */
    RecordState record(RecordKey key);

    /** Returns what is remembered of that account, or an untroubled one. */
    AccountState account(String id);

    /** Returns the highest detection sequence in any row; 0 where there is none. */
    long highestSequence();

    /**
     * Saves rows; durable when it returns. The rows count from the call on, even if it throws.
     *
     * @throws io.github.ddnsjava.exception.StateException if they cannot be made durable
     */
    void save(Collection<RecordState> records, Optional<AccountState> account);

    /**
     * Saves rows of records and of several accounts, as {@link #save} does. An updater collects all rows that wait and
     * saves them by one call of this, and makes no two calls at once. Override it where one write can take them all;
     * the default makes one call of {@link #save} for each account.
     *
     * @throws io.github.ddnsjava.exception.StateException if they cannot be made durable
     */
    default void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
        Iterator<AccountState> rest = accounts.iterator();
        save(records, rest.hasNext() ? Optional.of(rest.next()) : Optional.empty());
        while (rest.hasNext()) {
            save(List.of(), Optional.of(rest.next()));
        }
    }

    /** Gives up possession. Idempotent. */
    @Override
    void close();
}

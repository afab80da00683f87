package io.github.ddnsjava.remember;

import io.github.ddnsjava.RecordKey;
import java.util.Collection;
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

    /** Gives up possession. Idempotent. */
    @Override
    void close();
}

package io.github.ddnsjava.remember;

import io.github.ddnsjava.RecordKey;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remembers one row for each record and one row for each account. Implementations are thread-safe, and lose nothing
 * that was saved. {@code toString()} names the place of the state for people, without any secret.
 *
 * <p>A row that cannot be read counts as unknown. This costs reads at the provider. It never causes a wrong write, and
 * never prevents an updater from starting. A state that a newer version wrote is different: it is refused, and nothing
 * of it is changed.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Takes ownership of the state and reads it.
     *
     * @throws io.github.ddnsjava.exception.StateException if another process or another updater owns it, or if it
     *     cannot be opened, for example because rights are missing
     * @throws io.github.ddnsjava.exception.ConfigurationException if there can be no state at that place, or a newer
     *     version wrote the state that is there; nothing is changed
     */
    void open();

    /**
     * Reads the state without taking ownership, even while another process owns it. It is used for plans. Afterwards an
     * updater saves nothing. If it saved anyway, at most the memory of this object would change, and never what others
     * read. Does nothing while this object owns the state.
     *
     * @throws io.github.ddnsjava.exception.StateException if it cannot be read
     * @throws io.github.ddnsjava.exception.ConfigurationException if there can be no state at that place, or a newer
     *     version wrote the state that is there
     */
    void openReadOnly();

    /**
     * Returns what is remembered of that record, or {@link RecordState#unknown} if nothing is. Never blocks for long.
     */
    RecordState record(RecordKey key);

    /**
     * Returns what is remembered of that account, or {@link AccountState#fresh} if nothing is. Never blocks for long.
     */
    AccountState account(String id);

    /** Returns the highest detection sequence of all rows; 0 if there is none. */
    long highestSequence();

    /**
     * Saves rows. They are durable when the method returns. From the call on, the store returns the new rows, even if
     * the method throws.
     *
     * @throws io.github.ddnsjava.exception.StateException if they cannot be made durable
     */
    void save(Collection<RecordState> records, Optional<AccountState> account);

    /**
     * Saves rows of records and of several accounts, under the same rules as {@link #save}. An updater collects all
     * rows that wait and saves them by one call of this method. It never makes two of these calls at the same time. The
     * default makes one call of {@link #save} for each account. Override it if one write can save all rows.
     *
     * @throws io.github.ddnsjava.exception.StateException if they cannot be made durable. If some rows belong to another
     *     machine by now, a shared store saves the others, and {@linkplain
     *     io.github.ddnsjava.exception.StateException#refused names the refused ones}
     */
    default void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
        Iterator<AccountState> rest = accounts.iterator();
        save(records, rest.hasNext() ? Optional.of(rest.next()) : Optional.empty());
        while (rest.hasNext()) {
            save(List.of(), Optional.of(rest.next()));
        }
    }

    /**
     * This updater leads a group of records from now on: it saves their rows in the name of this token. A store that several
     * machines share reads these rows again, because another machine has written them, and from now on refuses rows of the
     * group that come in the name of a lower token. A store of one machine does nothing.
     *
     * @param group the name of the group, which begins with that of its cluster: {@code ddns-g0}
     * @param token the {@linkplain io.github.ddnsjava.cluster.Lease#token token} of the lease
     * @param members tells of each record whether it is of the group
     * @param anew whether to lead even if the store knows a higher token, because the engine that gives the leases has lost
     *     its data. Tokens before this one are refused from then on
     * @return false if the store knows a higher token, and {@code anew} was not asked for; nothing is changed then
     * @throws io.github.ddnsjava.exception.StateException if it cannot be read or changed
     */
    default boolean lead(String group, long token, Predicate<RecordKey> members, boolean anew) {
        return true;
    }

    /**
     * Returns whether other machines write to the same rows, so that a machine that takes records over knows what was written
     * before. The default is false.
     */
    default boolean isShared() {
        return false;
    }

    /** Gives up ownership. Idempotent. */
    @Override
    void close();
}

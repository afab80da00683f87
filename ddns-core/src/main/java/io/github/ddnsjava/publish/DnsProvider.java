package io.github.ddnsjava.publish;

import java.util.List;

/**
 * A configured provider. It brings record sets to their wanted addresses. It never sleeps, polls or retries, because
 * the engine does that. If it is {@link AutoCloseable}, the updater closes it when it no longer uses it. Most authors extend a base class of {@link io.github.ddnsjava.publish.support} instead of
 * implementing this interface. Implementations are immutable and thread-safe.
 *
 * <p>A call of {@code publish}, {@code read}, {@code accepted} or {@code check} that has not returned after three minutes is interrupted
 * and left. If it ignores that, the provider is not called again until it returns. The other methods
 * return at once; {@code abilities} and {@code account} are called once for an updater.
 */
public interface DnsProvider {
    /** Returns the abilities of this configured provider. The result is always the same. */
    Abilities abilities();

    /**
     * Returns an opaque key of endpoint and principal, as {@link Accounts#key} creates it. Providers with the same key
     * share one rate budget, one circuit breaker, and the holds of the account.
     */
    String account();

    /**
     * Returns a text that changes when a setting changes. It contains hashes of the current values of secrets. A hold
     * that lasts until settings change ends when this text changes.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if a secret cannot be read now; a hold lasts until it can be
     */
    String fingerprint();

    /**
     * Drops what sources remember of this provider's secrets ({@link io.github.ddnsjava.config.Settings#forgetSecrets}),
     * because the credentials were refused. They may have been rotated: if the {@link #fingerprint} is another one after
     * this, what was refused is sent once more before anything is held.
     */
    default void credentialsRefused() {}

    /**
     * Brings record sets to their wanted addresses in the fewest calls. Each exchange on the wire passes through {@link
     * Publication#exchange}. The provider calls {@link Publication#attempting} before it sends a write, and {@link
     * Publication#report} as soon as a result is known. An exception applies to all changes that were not reported yet.
     *
     * <p>A provider that can be read respects {@link RecordChange#mode}. A provider that cannot be read always gets the
     * default mode.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if the remaining changes cannot be made
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    void publish(List<RecordChange> changes, Publication publication) throws InterruptedException;

    /**
     * Reads record sets and returns them in the order of the questions. It is called only if {@link Abilities#read()}
     * is true.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if they cannot be read
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    default List<RecordView> read(List<RecordChange> questions, Publication publication) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " declares no ability to read");
    }

    /**
     * Asks what became of changes that this provider accepted with that ticket ({@link ChangeResult.Accepted}). It is
     * called only if {@link Abilities#tickets()} is true, after the wait that the provider named, and never more often than
     * the engine's growing waits allow; one call for all records of a ticket. A ticket outlives a restart, so it may be one
     * that this provider got by other settings.
     *
     * <p>While a ticket is open, nothing else is sent for its record, not even a newer address: a provider that carries out
     * changes in an order of its own would let the older one win. The newer address is sent as soon as the answer is not
     * {@link TicketStatus.Pending}. Because the waits double, that is at most about as long as the provider needed. After a
     * day a ticket is given up, and the record set is read back.
     *
     * <p>An exception says that the question had no answer. If it is temporary or concerns the account, it is asked again
     * later. Otherwise, for example because the ticket is not known or credentials may not ask, the record set is read back.
     *
     * @param ticket the ticket
     * @param changes what was accepted: the records with their addresses, which are empty for a withdrawal
     * @param publication for exchanges that read; nothing is reported to it
     * @return the status, which is the same for all records of the ticket
     * @throws io.github.ddnsjava.exception.DdnsException if it cannot be found out
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    default TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
            throws InterruptedException {
        return TicketStatus.unknown();
    }

    /**
     * Checks by reads whether the credentials are valid and the zones of these records exist. A change only names a
     * record here; its addresses are ignored. Providers without reads do nothing.
     *
     * @return the current values, as far as they were read anyway; a record without an entry is not compared
     * @throws io.github.ddnsjava.exception.DdnsException if something is wrong
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    default List<RecordView> check(List<RecordChange> records, Publication publication) throws InterruptedException {
        return abilities().read() ? read(records, publication) : List.of();
    }
}

package io.github.ddnsjava.publish;

import java.util.List;

/**
 * A configured provider. It brings record sets to their wanted addresses. It never sleeps, polls or retries, because
 * the engine does that. Most authors extend a base class of {@link io.github.ddnsjava.publish.support} instead of
 * implementing this interface. Implementations are immutable and thread-safe.
 *
 * <p>A call of {@code publish}, {@code read} or {@code check} that has not returned after three minutes is interrupted
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
     */
    String fingerprint();

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

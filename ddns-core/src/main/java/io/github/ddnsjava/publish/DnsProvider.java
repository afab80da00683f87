package io.github.ddnsjava.publish;

import java.util.List;

/**
 * A configured provider: brings record sets to their wanted addresses. Immutable and thread-safe. It never sleeps,
 * polls or retries; the engine does. Most authors extend {@link
 * io.github.ddnsjava.publish.support.SimpleDnsProvider} or {@link
 * io.github.ddnsjava.publish.support.ZoneDnsProvider} instead of implementing this.
 */
public interface DnsProvider {
    /** Returns what this configured provider can do; always the same. */
    Abilities abilities();

    /**
     * Returns an opaque key of endpoint and principal, as {@link Accounts#key} makes it. Providers with the same key
     * share one rate budget, one breaker, and holds on authentication.
     */
    String account();

    /**
     * Returns a text that changes when a setting changes, the present values of secrets included (hashed). A changed
     * one ends holds that last until settings change.
     */
    String fingerprint();

    /**
     * Brings record sets to their wanted addresses, in the fewest calls. Every exchange on the wire passes {@link
     * Publication#exchange}; {@link Publication#attempting} is called before a write is sent, and {@link
     * Publication#report} as soon as a result is known. An exception counts for all changes not yet reported.
     *
     * <p>A provider that can be read honours {@link RecordChange#mode}; one that cannot never sees another than the
     * default.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if the rest cannot be done
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    void publish(List<RecordChange> changes, Publication publication) throws InterruptedException;

    /**
     * Reads record sets, in the order of the questions; only called where {@link Abilities#read()} says so.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if they cannot be read
     */
    default List<RecordView> read(List<RecordChange> questions, Publication publication) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " declares no ability to read");
    }

    /**
     * Looks, by reads only, whether the credentials are good and the zones of these records are there; a change here
     * names a record, its addresses do not count. Providers without reads do nothing.
     *
     * @return what stands there, as far as that was read anyway; records that are missing are not compared
     * @throws io.github.ddnsjava.exception.DdnsException if something is wrong
     */
    default List<RecordView> check(List<RecordChange> records, Publication publication) throws InterruptedException {
        return abilities().read() ? read(records, publication) : List.of();
    }
}

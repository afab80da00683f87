package io.github.ddnsjava.publish;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * The only way in which a provider talks to the outside and to the engine, for the duration of one call. A provider
 * must not keep it. Thread-safe.
 *
 * <p>Each exchange on the wire passes a gate. The gate checks holds, the rate budget, the deadline, closing and dry
 * runs, and notifies listeners. Reported results are remembered before the next exchange.
 */
public interface Publication {
    /**
     * Makes one exchange, which is exactly one request on the wire. It may wait for the rate budget first.
     *
     * @param what what is asked, for people: a method and a path template, never a secret
     * @param call makes the request
     * @throws NotNowException if the gate lets nothing pass now; the provider does not catch it
     * @throws io.github.ddnsjava.exception.DdnsException if {@code call} throws it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    <T> T exchange(String what, Call<T> call) throws InterruptedException;

    /**
     * Makes one exchange that reads, even while a write is announced: it puts nothing in doubt.
     *
     * @param what what is asked, as in {@link #exchange}
     * @param call makes the request
     * @throws NotNowException if the gate lets nothing pass now; the provider does not catch it
     * @throws io.github.ddnsjava.exception.DdnsException if {@code call} throws it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    default <T> T reading(String what, Call<T> call) throws InterruptedException {
        return exchange(what, call);
    }

    /**
     * Tells that the next exchanges try to write these changes. From now on these changes are in doubt until they are
     * reported, even after a crash.
     *
     * @throws NotNowException in a dry run, after the changes were recorded; the provider goes on with other changes,
     *     or does not catch it
     */
    void attempting(Collection<RecordChange> changes);

    /**
     * Reports the current addresses of a record set, if the provider has read them. They are used for plans and
     * reports, and to detect drift.
     */
    default void found(RecordChange change, Set<IpAddress> present) {}

    /** Reports the result of a change. The last result of a change counts. */
    void report(RecordChange change, ChangeResult result);

    /**
     * Reports these changes as failed by an exception. A change is unknown if its write was attempted and may have
     * happened. Otherwise it is failed. A change that was reported before keeps its result. Thus one zone or name does
     * not stop the others.
     *
     * @throws DdnsException the same exception, if it concerns the whole account; nothing more can succeed then
     */
    void failed(Collection<RecordChange> changes, DdnsException failure);

    /**
     * Returns the publication for one zone. The provider uses it for everything that it asks and reports within that
     * zone. No exchange passes while that zone is held, and a refusal with the scope of a zone holds it.
     *
     * @param zone the zone's name
     * @param changes the changes in it
     * @param scope what a refused request concerns: for example {@code ZONE} for a list and {@code RECORD} for a write
     */
    default Publication inZone(DnsName zone, Collection<RecordChange> changes, ProblemScope scope) {
        return new ZonePublication(this, scope);
    }

    /**
     * Returns what a request through this publication names. It is {@code ACCOUNT} if the request names neither a zone
     * nor a record.
     */
    default ProblemScope scope() {
        return ProblemScope.ACCOUNT;
    }

    /**
     * Tells whether this is a dry run, in which nothing is written. A provider needs it only for a write that concerns no
     * change, and so is not announced.
     */
    default boolean isDryRun() {
        return false;
    }

    /** Returns the publication of the whole call to the provider: this one, unless this is the publication for one zone. */
    default Publication whole() {
        return this;
    }

    /** Returns the time at which an exchange must have ended. */
    Instant deadline();

    /** Returns the current time by the updater's clock. */
    Instant now();

    /**
     * Returns the value that is cached under that key for this account. If there is none, it is created and cached: for
     * example, zone ids or a session. The cache lives as long as the updater. Two threads never create the same value.
     *
     * @throws ClassCastException if the cached value is of another type
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException;

    /** Removes the value that is cached under that key. */
    void forget(Object key);

    /** One request. */
    @FunctionalInterface
    interface Call<T> {
        /**
         * Makes the request and returns the answer.
         *
         * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, or the answer is an error
         * @throws InterruptedException if the calling thread is interrupted
         */
        T call() throws InterruptedException;
    }

    /** Creates a value that is cached for this account, usually by an exchange. */
    @FunctionalInterface
    interface Maker<T> {
        /**
         * Creates the value.
         *
         * @throws InterruptedException if the calling thread is interrupted
         */
        T make() throws InterruptedException;
    }

    /**
     * The gate lets nothing pass now. The budget is spent, the deadline has passed, the account is held, the updater
     * closes, or this is a dry run. It is not an error of the provider, so providers do not catch it. Changes that were
     * not passed to {@link #attempting} count as not attempted.
     */
    final class NotNowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ChangeResult.NotAttempted result;

        /** Creates the exception with the result of the changes concerned. */
        public NotNowException(ChangeResult.NotAttempted result) {
            super(result.reason(), null, false, false);
            this.result = result;
        }

        /** Returns the result of the changes concerned. */
        public ChangeResult.NotAttempted result() {
            return result;
        }
    }
}

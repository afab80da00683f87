package io.github.ddnsjava.publish;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * A provider's only door to the outside and back, for the length of one call. Thread-safe; not to be kept.
 *
 * <p>Each exchange on the wire passes its gate, which minds the rate budget, the lease, the deadline, closing and dry
 * runs, and tells listeners. What is reported is remembered at once.
 */
public interface Publication {
    /**
     * Makes one exchange: exactly one request on the wire. May wait for the budget first.
     *
     * @param what what is asked, for people: a method and a path template, never a secret
     * @param call makes the request
     * @throws NotNowException if the gate lets nothing pass now; let it through
     */
    <T> T exchange(String what, Call<T> call) throws InterruptedException;

    /**
     * Says that the next exchanges try to write these changes. From here until they are reported they are in doubt,
     * across a crash too.
     *
     * @throws NotNowException in a dry run, after the changes were recorded; go on with other changes, or let it
     *     through
     */
    void attempting(Collection<RecordChange> changes);

    /** Tells what stands there now, where the provider has looked: for plans, reports and signs of drift. */
    default void found(RecordChange change, Set<IpAddress> present) {}

    /** Tells what became of a change; the last word counts. */
    void report(RecordChange change, ChangeResult result);

    /**
     * Reports for these changes what an exception means: unknown where a write was announced and may have happened,
     * failed otherwise. So one zone or name does not stop the others.
     *
     * @throws DdnsException the same, if it concerns the whole account: then nothing more is worth trying
     */
    void failed(Collection<RecordChange> changes, DdnsException failure);

    /**
     * Returns the door to one zone, for all that is asked and reported within it. Nothing passes while that zone is
     * held, and a refusal with the scope of a zone holds it.
     *
     * @param zone the zone's name
     * @param changes the changes in it
     * @param scope what a refused request concerns: {@code ZONE} for a list, say, {@code RECORD} for a write
     */
    default Publication inZone(DnsName zone, Collection<RecordChange> changes, ProblemScope scope) {
        return new ZonePublication(this, scope);
    }

    /** Returns what a request through this door names: {@code ACCOUNT} where it names neither a zone nor a record. */
    default ProblemScope scope() {
        return ProblemScope.ACCOUNT;
    }

    /** Returns the time by which an exchange must have ended. */
    Instant deadline();

    /** Returns the time. */
    Instant now();

    /**
     * Returns what was remembered under that key in this account, or makes and remembers it: zone ids, sessions. Lost
     * with the updater. Two threads never make the same one.
     */
    <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException;

    /** Forgets what was remembered under that key. */
    void forget(Object key);

    /** One request. */
    @FunctionalInterface
    interface Call<T> {
        /** Makes the request and returns the answer. */
        T call() throws InterruptedException;
    }

    /** Makes what is worth remembering, mostly by exchanges. */
    @FunctionalInterface
    interface Maker<T> {
        /** Makes it. */
        T make() throws InterruptedException;
    }

    /**
     * The gate lets nothing pass now: out of budget, past the deadline, held, closing, or a dry run. Not an error of
     * the provider; providers let it through. What was not announced by {@link #attempting} counts as not attempted.
     */
    final class NotNowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ChangeResult.NotAttempted result;

        /** Makes one. */
        public NotNowException(ChangeResult.NotAttempted result) {
            super(result.reason(), null, false, false);
            this.result = result;
        }

        /** Returns what to say of the changes concerned. */
        public ChangeResult.NotAttempted result() {
            return result;
        }
    }
}

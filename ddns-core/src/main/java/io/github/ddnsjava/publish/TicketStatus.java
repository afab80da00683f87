package io.github.ddnsjava.publish;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.internal.AttributeValues;
import io.github.ddnsjava.internal.text.OneLine;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a change that a provider accepted with a ticket: the answer of {@link DnsProvider#accepted}. Immutable and
 * thread-safe.
 */
public sealed interface TicketStatus {
    /**
     * The change was carried out. It counts as confirmed.
     *
     * @param effective the attributes after the change, as far as the provider reports them
     */
    record Done(Map<String, Object> effective) implements TicketStatus {
        /** Copies the attributes. */
        public Done {
            effective = AttributeValues.frozen(effective);
        }
    }

    /**
     * The change is not carried out yet. It is asked for again after a wait, and each wait is longer than the one before.
     *
     * @param askAt the earliest time of the next question; empty if the provider does not name one
     */
    record Pending(Optional<Instant> askAt) implements TicketStatus {}

    /**
     * The provider gave the change up; it will not be carried out. The record is in trouble for that reason, and the write
     * is attempted again as after any other problem of that kind.
     *
     * @param problem the reason
     */
    record Failed(Problem problem) implements TicketStatus {}

    /** The provider does not know the ticket any more, or cannot tell. The record set is read back. */
    record Unknown() implements TicketStatus {}

    /** Returns the status of a change that was carried out, without attributes. */
    static TicketStatus done() {
        return new Done(Map.of());
    }

    /** Returns the status of a change that is not carried out yet. */
    static TicketStatus pending() {
        return new Pending(Optional.empty());
    }

    /** Returns {@link #done()} or {@link #pending()}, for a provider that never gives a change up. */
    static TicketStatus of(boolean done) {
        return done ? done() : pending();
    }

    /**
     * Returns the status of a change that the provider gave up.
     *
     * @param kind what is to be done about it: {@code TRANSIENT} if the same write may succeed later, {@code REJECTED} if a
     *     person must act
     * @param what what was asked, for people
     * @param reason the vendor's words; of these one line of at most 200 characters is quoted
     */
    static TicketStatus failed(ProblemKind kind, String what, String reason) {
        String quoted = OneLine.of(reason);
        String message = what + ": the change was accepted, and was not carried out";
        return new Failed(Problem.of(kind, quoted.isEmpty() ? message : message + ", \"" + quoted + "\""));
    }

    /** Returns the status of a change of which the provider knows nothing. */
    static TicketStatus unknown() {
        return new Unknown();
    }
}

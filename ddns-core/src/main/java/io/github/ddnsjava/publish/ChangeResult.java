package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.internal.AttributeValues;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The result of one pending change. Immutable and thread-safe. */
public sealed interface ChangeResult {
    /**
     * The provider confirmed a write.
     *
     * @param outcome {@code CREATED}, {@code UPDATED} or {@code WITHDRAWN}
     * @param previous the addresses before the write; empty if unknown
     * @param effective the attributes after the write, as far as the provider reports them
     */
    record Applied(Outcome outcome, Set<IpAddress> previous, Map<String, Object> effective) implements ChangeResult {
        /**
         * Checks the outcome and copies the collections.
         *
         * @throws IllegalArgumentException if the outcome is none of the three
         */
        public Applied {
            if (outcome != Outcome.CREATED && outcome != Outcome.UPDATED && outcome != Outcome.WITHDRAWN) {
                throw new IllegalArgumentException(outcome + " is not an applied change");
            }
            previous = Set.copyOf(previous);
            effective = AttributeValues.frozen(effective);
        }
    }

    /**
     * The provider reports that the record set is in sync. Nothing was written.
     *
     * @param effective the current attributes, as far as the provider reports them
     */
    record AlreadyRight(Map<String, Object> effective) implements ChangeResult {
        /** Copies the attributes. */
        public AlreadyRight {
            effective = AttributeValues.frozen(effective);
        }
    }

    /**
     * The provider accepted the write and will carry it out later. Until it is known what became of it, nothing else is
     * sent for the record. With a ticket, {@link DnsProvider#accepted} is asked; without one, the record set is read.
     *
     * @param readAt the earliest time to ask or to read
     * @param ticket what the provider calls this change, and no secret; it is remembered with the record, and only {@link
     *     Abilities#tickets} make use of it. Empty if there is nothing to ask for
     */
    record Accepted(Instant readAt, Optional<String> ticket) implements ChangeResult {
        /**
         * Checks the ticket.
         *
         * @throws IllegalArgumentException if it is empty, longer than {@value RecordState.Ticket#LONGEST} characters, or
         *     has a control character
         */
        public Accepted {
            ticket.ifPresent(RecordState.Ticket::check);
        }

        /** Creates the result of a provider that has nothing to ask for. The record set is read at that time. */
        public Accepted(Instant readAt) {
            this(readAt, Optional.empty());
        }
    }

    /**
     * The write certainly did not happen.
     *
     * @param problem the reason
     */
    record Failed(Problem problem) implements ChangeResult {}

    /**
     * A write was sent, and it is unknown whether it happened.
     *
     * @param problem the reason
     */
    record Unknown(Problem problem) implements ChangeResult {}

    /**
     * No write was sent.
     *
     * @param notBefore the earliest time of the next attempt; empty if none is known
     * @param reason the reason, for people
     */
    record NotAttempted(Optional<Instant> notBefore, String reason) implements ChangeResult {}
}

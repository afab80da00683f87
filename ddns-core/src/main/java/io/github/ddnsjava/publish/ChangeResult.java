package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.internal.AttributeValues;
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
     * The provider accepted the write and will carry it out later. The record set is read then.
     *
     * @param readAt the earliest time to read it
     */
    record Accepted(Instant readAt) implements ChangeResult {}

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

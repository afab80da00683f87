package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of one change. Immutable and thread-safe. */
public sealed interface ChangeResult {
    /**
     * The provider confirmed a write.
     *
     * @param outcome {@code CREATED}, {@code UPDATED} or {@code WITHDRAWN}
     * @param previous what stood there before; empty where unknown
     * @param effective the attributes as they are now, as far as the provider tells
     */
    record Applied(Outcome outcome, Set<IpAddress> previous, Map<String, Object> effective) implements ChangeResult {
        /** Checks the outcome and copies. */
        public Applied {
            if (outcome != Outcome.CREATED && outcome != Outcome.UPDATED && outcome != Outcome.WITHDRAWN) {
                throw new IllegalArgumentException(outcome + " is not an applied change");
            }
            previous = Set.copyOf(previous);
            effective = Map.copyOf(effective);
        }
    }

    /**
     * The provider says that the record set is as wanted; nothing was written.
     *
     * @param effective the attributes as they are, as far as the provider tells
     */
    record AlreadyRight(Map<String, Object> effective) implements ChangeResult {
        /** Copies. */
        public AlreadyRight {
            effective = Map.copyOf(effective);
        }
    }

    /**
     * The provider took the write and will carry it out later; it is read then.
     *
     * @param readAt when to read it at the earliest
     */
    record Accepted(Instant readAt) implements ChangeResult {}

    /**
     * It certainly did not happen.
     *
     * @param problem why
     */
    record Failed(Problem problem) implements ChangeResult {}

    /**
     * A write was sent, and nobody knows whether it happened.
     *
     * @param problem why
     */
    record Unknown(Problem problem) implements ChangeResult {}

    /**
     * No write was sent.
     *
     * @param notBefore when to try again at the earliest
     * @param reason why, for people
     */
    record NotAttempted(Optional<Instant> notBefore, String reason) implements ChangeResult {}
}

package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of a cycle for one record, or its current state. Immutable and thread-safe if its lists are.
 *
 * @param key which record
 * @param outcome the result
 * @param addresses the confirmed addresses, sorted; for a plan, the addresses that would be published; for a check, the
 *     expected addresses
 * @param previous the addresses before a change as far as they are known, sorted; for a check, the current addresses
 * @param notBefore the earliest time of the next attempt; empty if none is known
 * @param problem what is wrong; empty if nothing is
 */
public record RecordReport(
        RecordKey key,
        Outcome outcome,
        List<IpAddress> addresses,
        List<IpAddress> previous,
        Optional<Instant> notBefore,
        Optional<Problem> problem) {

    /**
     * Tells whether nothing is left to do. This is so if the record is unchanged or was changed as wanted. It is also
     * so if this line does not have the family and nothing is published, and if the record is disabled or another node of
     * the cluster keeps it.
     */
    public boolean isRight() {
        return switch (outcome) {
            case UNCHANGED, CREATED, UPDATED, WITHDRAWN -> true;
            case HELD ->
                isHeldBy(ProblemKind.DISABLED)
                        || isHeldBy(ProblemKind.LED_ELSEWHERE)
                        || isHeldBy(ProblemKind.NO_ADDRESS) && addresses.isEmpty();
            default -> false;
        };
    }

    private boolean isHeldBy(ProblemKind kind) {
        return problem.filter(p -> p.kind() == kind).isPresent();
    }
}

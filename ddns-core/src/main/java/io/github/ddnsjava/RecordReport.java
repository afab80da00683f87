package io.github.ddnsjava;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one record fared in a cycle, or where it stands.
 *
 * @param key which record
 * @param outcome how it fared
 * @param addresses what is confirmed now, sorted; for a plan, what would be published; for a check, what should stand
 *     there
 * @param previous what stood there before a change, as far as known, sorted; for a check, what stands there
 * @param notBefore when it will be tried again at the earliest
 * @param problem what is wrong with it
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
     * so if this line does not have the family and nothing is published.
     */
    public boolean isRight() {
        return switch (outcome) {
            case UNCHANGED, CREATED, UPDATED, WITHDRAWN -> true;
            case HELD ->
                addresses.isEmpty()
                        && problem.filter(p -> p.kind() == ProblemKind.NO_ADDRESS)
                                .isPresent();
            default -> false;
        };
    }
}

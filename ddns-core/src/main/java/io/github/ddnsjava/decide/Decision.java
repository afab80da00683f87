package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What should happen to a record. If several policies are combined, the strongest decision counts. The order is hold,
 * ask, withdraw, publish, keep. Immutable and thread-safe.
 */
public sealed interface Decision {
    /**
     * Returns the decision to leave the record alone. Reports say unchanged, whatever address was detected. Where a
     * difference should stay and be seen, {@link #hold} is the decision to return.
     */
    static Decision keep() {
        return new Keep(Optional.empty());
    }

    /**
     * Returns the decision to leave the record alone. The policy is asked again at that time, even if nothing changes.
     */
    static Decision keepUntil(Instant lookAgain) {
        return new Keep(Optional.of(lookAgain));
    }

    /** Returns the decision to bring the record set to these addresses. Nothing is written if it has them already. */
    static Decision publish(Set<IpAddress> addresses, String reason) {
        return new Publish(Set.copyOf(addresses), false, reason);
    }

    /**
     * Returns the decision to write these addresses even if the record set has them already. This keeps names alive
     * that would expire.
     */
    static Decision touch(Set<IpAddress> addresses, String reason) {
        return new Publish(Set.copyOf(addresses), true, reason);
    }

    /** Returns the decision to remove our values. */
    static Decision withdraw(String reason) {
        return new Withdraw(reason);
    }

    /** Returns the decision to send nothing, with the reason. The policy is asked again in the next cycle. */
    static Decision hold(Problem problem) {
        return new Hold(problem, Optional.empty());
    }

    /** Returns the decision to send nothing until that time, with the reason. */
    static Decision holdUntil(Instant until, Problem problem) {
        return new Hold(problem, Optional.of(until));
    }

    /** Returns the decision to request evidence. The policy is asked again in the same cycle, with that evidence. */
    static Decision ask(EvidenceKind kind) {
        return new Ask(kind);
    }

    /**
     * Leaves the record alone.
     *
     * @param lookAgain when the policy is asked again at the latest; empty if there is no such time
     */
    record Keep(Optional<Instant> lookAgain) implements Decision {}

    /**
     * Brings the record in sync.
     *
     * @param addresses the wanted addresses
     * @param touch whether to write even if the record set has these addresses already
     * @param reason the reason in a word or two, for logs and events
     */
    record Publish(Set<IpAddress> addresses, boolean touch, String reason) implements Decision {}

    /**
     * Removes our values.
     *
     * @param reason the reason in a word or two, for logs and events
     */
    record Withdraw(String reason) implements Decision {}

    /**
     * Sends nothing.
     *
     * @param problem the reason
     * @param until when the policy is asked again at the earliest; empty for the next cycle
     */
    record Hold(Problem problem, Optional<Instant> until) implements Decision {}

    /**
     * Requests evidence.
     *
     * @param kind the kind of evidence
     */
    record Ask(EvidenceKind kind) implements Decision {}
}

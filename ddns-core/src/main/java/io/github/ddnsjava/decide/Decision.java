package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What should happen to a record. Where policies are composed, the strongest counts: hold, then ask, withdraw, publish,
 * keep. Immutable and thread-safe.
 */
public sealed interface Decision {
    /** Leaves the record alone. */
    static Decision keep() {
        return new Keep(Optional.empty());
    }

    /** Leaves the record alone, and asks to be heard again then, even if nothing changes. */
    static Decision keepUntil(Instant lookAgain) {
        return new Keep(Optional.of(lookAgain));
    }

    /** Brings the record set to these addresses; nothing is written where it has them already. */
    static Decision publish(Set<IpAddress> addresses, String reason) {
        return new Publish(Set.copyOf(addresses), false, reason);
    }

    /** Writes these addresses although the record set may have them: names that expire when untouched. */
    static Decision touch(Set<IpAddress> addresses, String reason) {
        return new Publish(Set.copyOf(addresses), true, reason);
    }

    /** Removes our values. */
    static Decision withdraw(String reason) {
        return new Withdraw(reason);
    }

    /** Sends nothing, and says why; heard again at the next cycle. */
    static Decision hold(Problem problem) {
        return new Hold(problem, Optional.empty());
    }

    /** Sends nothing until then, and says why. */
    static Decision holdUntil(Instant until, Problem problem) {
        return new Hold(problem, Optional.of(until));
    }

    /** Asks for evidence, and to be heard again with it in this cycle. */
    static Decision ask(EvidenceKind kind) {
        return new Ask(kind);
    }

    /**
     * Leaves the record alone.
     *
     * @param lookAgain when to be heard again at the latest
     */
    record Keep(Optional<Instant> lookAgain) implements Decision {}

    /**
     * Makes the record right.
     *
     * @param addresses the wanted addresses
     * @param touch whether to write although they may stand there already
     * @param reason why, in a word or two, for logs and events
     */
    record Publish(Set<IpAddress> addresses, boolean touch, String reason) implements Decision {}

    /**
     * Removes our values.
     *
     * @param reason why, in a word or two
     */
    record Withdraw(String reason) implements Decision {}

    /**
     * Sends nothing.
     *
     * @param problem why
     * @param until when to be heard again at the earliest; empty for the next cycle
     */
    record Hold(Problem problem, Optional<Instant> until) implements Decision {}

    /**
     * Asks for evidence.
     *
     * @param kind which
     */
    record Ask(EvidenceKind kind) implements Decision {}
}

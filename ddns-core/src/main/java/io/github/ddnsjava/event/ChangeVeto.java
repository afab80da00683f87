package io.github.ddnsjava.event;

import io.github.ddnsjava.publish.RecordChange;
import java.util.Optional;

/**
 * A hook that is called before a change is published, and may object. Unlike a listener, it is synchronous. It has a
 * deadline of 2 seconds. A hook that throws, or does not answer in time, counts as an objection. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface ChangeVeto {
    /**
     * Returns why the change must not be made now; empty if it may be made. After an objection the record is held until
     * the next cycle.
     */
    Optional<String> objection(RecordChange change);
}

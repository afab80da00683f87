package io.github.ddnsjava.event;

import io.github.ddnsjava.publish.RecordChange;
import java.util.Optional;

/**
 * Is asked before a change is published, and may object. Synchronous, unlike a listener, but with a deadline: who does
 * not answer within it, or throws, objects. Thread-safe.
 */
@FunctionalInterface
public interface ChangeVeto {
    /**
     * Returns why the change must not be made now; empty where it may. The record is then held until the next cycle.
     */
    Optional<String> objection(RecordChange change);
}

package io.github.ddnsjava.decide;

/**
 * Decides what should happen to one record. A pure function: equal situations give equal decisions, nothing is read,
 * written or waited for. Thread-safe.
 */
@FunctionalInterface
public interface UpdatePolicy {
    /** Decides. */
    Decision decide(Situation situation);
}

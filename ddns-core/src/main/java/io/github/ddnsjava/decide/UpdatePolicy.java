package io.github.ddnsjava.decide;

/**
 * Decides what should happen to one record. A policy is a pure function: equal situations give equal decisions, and it
 * reads, writes and waits for nothing. Implementations are thread-safe.
 */
@FunctionalInterface
public interface UpdatePolicy {
    /** Returns the decision for that situation. */
    Decision decide(Situation situation);
}

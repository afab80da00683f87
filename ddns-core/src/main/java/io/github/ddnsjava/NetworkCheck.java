package io.github.ddnsjava;

/**
 * Tells whether this host has a network at all; asked only where nothing answers any more. Cheap: it sends nothing.
 * Thread-safe.
 */
@FunctionalInterface
public interface NetworkCheck {
    /** Returns false only where it is certain that nothing outside this host can be reached. */
    boolean isThere();
}

package io.github.ddnsjava;

import java.util.Optional;

/** Tells what this host knows of its own network. Cheap: it sends nothing. Thread-safe. */
@FunctionalInterface
public interface NetworkCheck {
    /**
     * Returns false only where it is certain that nothing outside this host can be reached; asked only where nothing
     * answers any more.
     */
    boolean isThere();

    /**
     * Returns what somebody should know who is told this host's address by others, as that its way out leads through a
     * tunnel; empty where there is nothing to say.
     */
    default Optional<String> advice(IpFamily family) {
        return Optional.empty();
    }
}

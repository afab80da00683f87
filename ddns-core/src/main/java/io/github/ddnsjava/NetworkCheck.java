package io.github.ddnsjava;

import java.util.Optional;

/**
 * Tells what this host knows about its own network. The check is cheap and sends nothing. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface NetworkCheck {
    /**
     * Returns false only if it is certain that this host can reach nothing outside itself. It is called only when
     * nothing answers any more.
     */
    boolean isThere();

    /**
     * Returns a remark for a person who sees an address that others reported for this host: for example, that the
     * default route leads through a tunnel. Empty if there is nothing to say.
     */
    default Optional<String> advice(IpFamily family) {
        return Optional.empty();
    }
}

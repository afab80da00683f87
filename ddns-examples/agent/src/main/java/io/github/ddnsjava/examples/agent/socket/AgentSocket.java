package io.github.ddnsjava.examples.agent.socket;

import io.github.ddnsjava.examples.agent.action.Actions;
import java.nio.file.Path;
import java.util.Optional;

/** Placeholder. */
public final class AgentSocket implements AutoCloseable {
    private AgentSocket() {}

    /** Opens it. */
    public static Optional<AgentSocket> open(Path state, Actions actions) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}

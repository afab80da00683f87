package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Operation;
import picocli.CommandLine.Command;

/** No cycles of the running agent. */
@Command(name = "pause", description = "Have the running agent start no cycles until resume.")
final class PauseVerb extends RemoteVerb {
    PauseVerb() {
        super(Operation.PAUSE);
    }
}

package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Operation;
import picocli.CommandLine.Command;

/** No cycles of the running agent. */
@Command(
        name = "pause",
        exitCodeList = {
            "0:the running agent did it",
            "1:no agent runs, or it refused",
            "2:the command line or the configuration is wrong"
        },
        description = "Have the running agent start no cycles until resume.")
final class PauseVerb extends RemoteVerb {
    PauseVerb() {
        super(Operation.PAUSE);
    }
}

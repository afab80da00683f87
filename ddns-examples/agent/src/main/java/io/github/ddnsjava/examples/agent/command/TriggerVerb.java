package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Operation;
import picocli.CommandLine.Command;

/** A cycle of the running agent. */
@Command(
        name = "trigger",
        exitCodeList = {
            "0:the running agent did it",
            "1:no agent runs, or it refused",
            "2:the command line or the configuration is wrong"
        },
        description = "Have the running agent start a cycle now; do not wait for it.")
final class TriggerVerb extends RemoteVerb {
    TriggerVerb() {
        super(Operation.TRIGGER);
    }
}

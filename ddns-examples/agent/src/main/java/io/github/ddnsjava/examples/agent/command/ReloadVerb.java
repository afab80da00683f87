package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Operation;
import picocli.CommandLine.Command;

/** The configuration of the running agent. */
@Command(
        name = "reload",
        exitCodeList = {
            "0:the running agent did it",
            "1:no agent runs, or it refused",
            "2:the command line or the configuration is wrong"
        },
        description = "Have the running agent read its configuration again, and say whether it uses it.")
final class ReloadVerb extends RemoteVerb {
    ReloadVerb() {
        super(Operation.RELOAD);
    }
}

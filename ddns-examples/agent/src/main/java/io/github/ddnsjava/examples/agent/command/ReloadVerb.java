package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Operation;
import picocli.CommandLine.Command;

/** The configuration of the running agent. */
@Command(
        name = "reload",
        description = "Have the running agent read its configuration again; the result is in its log.")
final class ReloadVerb extends RemoteVerb {
    ReloadVerb() {
        super(Operation.RELOAD);
    }
}

package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Operation;
import picocli.CommandLine.Command;

/** A cycle of the running agent. */
@Command(name = "trigger", description = "Have the running agent start a cycle now; do not wait for it.")
final class TriggerVerb extends RemoteVerb {
    TriggerVerb() {
        super(Operation.TRIGGER);
    }
}

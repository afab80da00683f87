package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Where things stand. */
@Command(
        name = "status",
        description = "Print the status of each record: of the running agent, otherwise of its state.")
final class StatusVerb extends RemoteVerb {
    StatusVerb() {
        super(Operation.STATUS);
    }

    @Override
    int withoutAgent(UpdaterConfiguration configuration, Path state, RemoteOutput output) {
        return output.status(SavedStatus.of(configuration, state));
    }
}

package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Operation;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Where things stand. */
@Command(
        name = "status",
        exitCodeList = {
            "0:every record is in sync",
            "1:some record is not, or the state cannot be read",
            "2:the command line or the configuration is wrong, or a newer version wrote the state"
        },
        description = "Print the status of each record: of the running agent, otherwise of its state.")
final class StatusVerb extends RemoteVerb {
    StatusVerb() {
        super(Operation.STATUS);
    }

    @Override
    int withoutAgent(Path state, RemoteOutput output) {
        UpdaterConfiguration offline = configuration();
        // Whoever asks a database needs its password.
        return output.status(SavedStatus.of(offline.sharesState() ? loaded() : offline, state));
    }
}

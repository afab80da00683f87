package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Operation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cycles and records that were held. */
@Command(
        name = "resume",
        exitCodeList = {
            "0:the running agent did it",
            "1:no agent runs, or it refused",
            "2:the command line or the configuration is wrong"
        },
        description =
                "Have the running agent end its pause. With NAME it ends the holds on that name's records instead,"
                        + " with all the pause and all holds.")
final class ResumeVerb extends RemoteVerb {
    @Parameters(arity = "0..1", paramLabel = "NAME|" + Actions.ALL, description = "The name of a record, or all.")
    private @Nullable String name;

    ResumeVerb() {
        super(Operation.RESUME);
    }

    @Override
    String record() {
        return name == null ? "" : name;
    }
}

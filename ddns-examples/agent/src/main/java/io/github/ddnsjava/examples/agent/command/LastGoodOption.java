package io.github.ddnsjava.examples.agent.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option to start with a former configuration. It stands before or after the verb {@code run}. */
final class LastGoodOption {
    private static final String NAME = "--last-good";

    @Option(
            names = NAME,
            arity = "0..1",
            paramLabel = "DIR",
            fallbackValue = "",
            scope = ScopeType.INHERIT,
            description =
                    "With run: if the configuration cannot be used, start with the newest copy of it that could. Copies"
                            + " are kept in the directory of the state; DIR is that directory. Without DIR: $STATE_DIRECTORY, else"
                            + " the directory of the configuration.")
    private @Nullable Path directory;

    /** Returns the directory that was given, which is empty if the option was given without one; else nothing. */
    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * Refuses the option at another verb.
     *
     * @param line the verb
     */
    void check(CommandLine line) {
        if (directory != null && !(line.getCommand() instanceof RunVerb)) {
            throw new CommandLine.ParameterException(
                    line, NAME + " is for the verb run; " + line.getCommandName() + " reads the configuration itself");
        }
    }
}

package io.github.ddnsjava.examples.agent.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command line that cannot be read. Stateless. */
final class WrongLine {
    private WrongLine() {}

    /** The messages of picocli have the arguments that are too many. One of encrypt is most likely the secret. */
    private static String message(CommandLine.ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException
                        && e.getCommandLine().getCommand() instanceof EncryptVerb
                ? "encrypt takes no secret as an argument, because every user of this host sees arguments; type it, or give"
                        + " it by a pipe"
                : String.valueOf(e.getMessage());
    }

    /** Prints what is wrong, with the usage or as JSON, and returns the exit status. */
    static int refused(CommandLine.ParameterException e, List<String> args) {
        CommandLine line = e.getCommandLine();
        if (!args.contains("--json")) {
            StringWriter usage = new StringWriter();
            line.usage(new PrintWriter(usage));
            line.getErr().println(message(e));
            line.getErr().print(usage);
            line.getErr().flush();
            return CommandLine.ExitCode.USAGE;
        }
        return new Output(line, true).refused("", message(e), allowed(e));
    }

    /** Returns the words that an argument takes; for people they stand in the usage. */
    private static String allowed(CommandLine.ParameterException e) {
        return e.getArgSpec() == null || e.getArgSpec().completionCandidates() == null
                ? ""
                : String.join(", ", e.getArgSpec().completionCandidates());
    }
}

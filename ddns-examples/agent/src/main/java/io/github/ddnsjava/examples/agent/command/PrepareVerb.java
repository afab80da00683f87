package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.prepare.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Command;

/**
 * Does what {@code once} does, with a server of its own, so that a JVM which was told to write an archive of its classes at
 * the end has those that matter.
 */
@Command(
        name = "prepare",
        exitCodeList = {"0:it was done", "1:it could not be done"},
        description =
                "Make later starts faster. The program ddns of the packages writes an archive of the loaded classes;"
                        + " by java -jar this only tries what is written then.")
final class PrepareVerb extends Verb {
    @Override
    public Integer call() throws InterruptedException {
        int first;
        int second;
        try (Rehearsal rehearsal = Rehearsal.begin()) {
            String file = rehearsal.configuration().toString();
            first = once(file); // publishes
            second = once(file); // has nothing to do, and is what most runs are
        } catch (IOException e) {
            return output().failed("prepare", "the rehearsal cannot be done: " + e.getMessage());
        }
        return first == 0 && second == 0
                ? 0
                : output().failed("prepare", "the rehearsal failed; --log-level debug shows why");
    }

    private static int once(String file) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return DdnsAgent.execute(settings -> {}, nowhere, nowhere, "once", "--config", file);
    }
}

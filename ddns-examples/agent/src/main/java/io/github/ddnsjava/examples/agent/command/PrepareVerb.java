package io.github.ddnsjava.examples.agent.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.ddnsjava.examples.agent.prepare.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Does what {@code once} does, and begins what {@code run} does, with a server of its own, so that a JVM which was told to
 * write an archive of its classes at the end has those that matter.
 */
@Command(
        name = "prepare",
        exitCodeList = {"0:it was done", "1:it could not be done"},
        description =
                "Make later starts faster. The program ddns of the packages writes an archive of the loaded classes;"
                        + " by java -jar this only tries what is written then.")
final class PrepareVerb extends Verb {
    private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

    @Override
    public Integer call() throws InterruptedException {
        Logger log = (Logger) LoggerFactory.getLogger("io.github.ddnsjava");
        Level before = log.getLevel();
        if (!log.isDebugEnabled()) {
            log.setLevel(Level.OFF); // whoever reads of a record that was updated would think that it is one of theirs
        }
        try {
            return rehearse();
        } catch (IOException | RuntimeException e) {
            return output().failed(
                            "prepare",
                            "the rehearsal cannot be done (" + e
                                    + "); it needs a directory for temporary files that you may"
                                    + " write (-Djava.io.tmpdir=DIR), keytool of this Java, and a port of the loopback");
        } finally {
            log.setLevel(before);
        }
    }

    private int rehearse() throws IOException, InterruptedException {
        int first;
        int second;
        int run;
        try (Rehearsal rehearsal = Rehearsal.begin()) {
            Path file = rehearsal.configuration();
            first = once(file); // publishes
            second = once(file); // has nothing to do, and is what most runs are
            run = RunVerb.rehearsal().call(file, new Output(NOWHERE, NOWHERE, false));
        }
        if (first != 0 || second != 0 || run != 0) {
            return output().failed("prepare", "the rehearsal failed; --log-level debug shows why");
        }
        String done = "The rehearsal worked. Nothing was published, and nothing is kept.";
        output().answer(Json.object("prepared", done), done);
        return 0;
    }

    private static int once(Path file) {
        return DdnsAgent.execute(settings -> {}, NOWHERE, NOWHERE, "once", "--config", file.toString());
    }
}

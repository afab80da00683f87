package io.github.ddnsjava.examples.agent.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether it could work, and what it would do. */
@Command(
        name = "check",
        exitCodeList = {
            "0:no problem was found",
            "1:a problem was found, or with --strict a warning",
            "2:the command line or the configuration is wrong, or a newer version wrote the state"
        },
        description = "Check the configuration, credentials, zones and values, and explain each record; write nothing.")
final class CheckVerb extends UpdaterVerb {
    @Option(names = "--strict", description = "End with 1 if there are warnings, too.")
    private boolean strict;

    @Option(
            names = "--offline",
            description =
                    "Ask nobody: check and explain the configuration alone. A reference that cannot be read here is"
                            + " no error.")
    private boolean offline;

    @Override
    int run(Path file) throws InterruptedException {
        if (!offline) {
            return super.run(file);
        }
        UpdaterConfiguration configuration = unlogged(() -> AgentConfiguration.loadOffline(file));
        Doors.checkOffline(configuration);
        return new CheckOutput(output()).offline(configuration, strict);
    }

    @Override
    UpdaterConfiguration load(Path file) {
        UpdaterConfiguration configuration = unlogged(() -> super.load(file));
        Doors.check(configuration);
        return configuration;
    }

    /** The result of a check has the warnings, so the log need not have them, too. */
    static UpdaterConfiguration unlogged(Supplier<UpdaterConfiguration> read) {
        Logger log = (Logger) LoggerFactory.getLogger(UpdaterConfiguration.class);
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            return read.get();
        } finally {
            log.setLevel(before);
        }
    }

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        UpdateReport report = updater.check();
        // What was refused is not asked a second time: refused credentials can lock an account.
        List<RecordKey> answered = report.records().stream()
                .filter(record -> record.problem()
                        .filter(problem -> problem.kind() != ProblemKind.DIFFERS)
                        .isEmpty())
                .map(RecordReport::key)
                .toList();
        List<RecordReport> next =
                answered.isEmpty() ? List.of() : updater.plan(answered).records();
        return new CheckOutput(output())
                .check(
                        report,
                        next.stream().collect(Collectors.toMap(RecordReport::key, Function.identity())),
                        configuration,
                        AgentConfiguration.stateProblem(configuration),
                        strict);
    }
}

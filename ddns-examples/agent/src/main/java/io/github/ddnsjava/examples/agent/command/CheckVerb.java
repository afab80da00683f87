package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether it could work, and what it would do. */
@Command(
        name = "check",
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
        return offline ? output().checkOffline(UpdaterConfiguration.loadOffline(file), strict) : super.run(file);
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
        return output().check(
                        report,
                        next.stream().collect(Collectors.toMap(RecordReport::key, Function.identity())),
                        configuration,
                        strict);
    }
}

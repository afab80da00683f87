package io.github.ddnsjava.examples.agent.command;

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
        return offline
                ? new CheckOutput(output()).offline(UpdaterConfiguration.loadOffline(file, AgentSections.all()), strict)
                : super.run(file);
    }

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        UpdateReport report = updater.check();
        boolean wrong = report.records().stream().anyMatch(r -> r.problem().isPresent());
        // What has a problem is not asked a second time: refused credentials can lock an account.
        List<RecordReport> next = wrong ? List.of() : updater.plan().records();
        return new CheckOutput(output())
                .check(
                        report,
                        next.stream().collect(Collectors.toMap(RecordReport::key, Function.identity())),
                        configuration,
                        strict);
    }
}

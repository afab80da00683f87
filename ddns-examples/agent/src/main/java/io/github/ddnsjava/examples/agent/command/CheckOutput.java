package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/** Prints what the verb {@code check} found. */
final class CheckOutput {
    private final Output output;

    CheckOutput(Output output) {
        this.output = output;
    }

    /** Prints what can be said without asking anybody. */
    int offline(UpdaterConfiguration configuration, boolean strict) {
        List<Explained> explained = explained(configuration, Map.of());
        List<ConfigurationException.Entry> warnings = configuration.warnings();
        if (output.isJson()) {
            output.print(Json.check(List.of(), Optional.empty(), warnings, configuration, explained));
        } else {
            output.print("No problem was found. Nobody was asked.");
            warnings.forEach(warning -> output.print("Warning: " + warning));
            configuration.notes().forEach(note -> output.print("Not checked: " + note));
            explained.forEach(record -> output.print(record.toString()));
            output.print(state(configuration));
        }
        return warnings.isEmpty() || !strict ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String state(UpdaterConfiguration configuration) {
        return configuration.sharesState()
                ? "State: in the database of the cluster"
                : "State: " + configuration.stateFile().map(Path::toString).orElse("in memory only");
    }

    private static List<Explained> explained(UpdaterConfiguration configuration, Map<RecordKey, RecordReport> next) {
        return configuration.explain().stream()
                .map(record -> new Explained(record, Optional.ofNullable(next.get(record.key()))))
                .toList();
    }

    /**
     * Prints what a check found.
     *
     * @param next what would be done next with each record; empty if that was not asked
     * @param ofState what is wrong with the place of the state
     */
    int check(
            UpdateReport report,
            Map<RecordKey, RecordReport> next,
            UpdaterConfiguration configuration,
            Optional<ConfigurationException.Entry> ofState,
            boolean strict) {
        List<ConfigurationException.Entry> warnings = configuration.warnings();
        List<Explained> explained = explained(configuration, next);
        List<DetectionReport> failed = report.detections().stream()
                .filter(detection -> detection.verdict() == DetectionReport.Verdict.FAILED)
                .toList();
        List<RecordReport> wrong =
                report.records().stream().filter(r -> r.problem().isPresent()).toList();
        if (output.isJson()) {
            output.print(Json.check(wrong, ofState, warnings, configuration, explained));
        } else {
            if (wrong.isEmpty() && ofState.isEmpty()) {
                output.print(
                        failed.isEmpty() ? "No problem was found." : "No problem was found but that of a detector.");
            }
            warnings.forEach(warning -> output.print("Warning: " + warning));
            ofState.ifPresent(problem -> output.print(problem.toString()));
            wrong.forEach(record ->
                    output.print(record.key() + ": " + record.problem().orElseThrow()));
            failed.forEach(detection -> output.print("The detector " + detection.detector() + " failed for "
                    + detection.family() + ": " + detection.message()));
            report.records().stream()
                    .filter(record ->
                            record.problem().isEmpty() && record.addresses().isEmpty())
                    .forEach(record -> output.print(record.key()
                            + ": not compared, because the provider shows no value of it or no address is known"));
            explained.forEach(record -> output.print(record.toString()));
            output.print(state(configuration));
        }
        return wrong.isEmpty() && ofState.isEmpty() && (warnings.isEmpty() || !strict)
                ? ExitCode.OK
                : ExitCode.SOFTWARE;
    }
}

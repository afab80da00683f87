package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.StateException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One cycle over all records, without jitter. */
@Command(
        name = "once",
        exitCodeList = {
            "0:every record is in sync",
            "1:some record is not",
            "2:the command line or the configuration is wrong, or a newer version wrote the state"
        },
        description = "Bring every record in sync now, and print the result of each.")
final class OnceVerb extends UpdaterVerb {
    private static final String ALL = "all";

    @Option(
            names = "--resume",
            paramLabel = "NAME|all",
            description = "First end the holds on that name's records, or on all.")
    private @Nullable String resume;

    @Option(
            names = "--verify",
            description = "Also read the values at the providers, although no check is due, and repair differences.")
    private boolean verify;

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        AgentConfiguration.requireOwnState(configuration);
        if (resume != null) {
            release(resume, updater, configuration.records());
        }
        return output().report(verify ? updater.verify() : updater.runOnce());
    }

    private void release(String name, Updater updater, List<ManagedRecord> records) {
        try {
            held(name, records).forEach(record -> updater.releaseHold(record.key()));
        } catch (StateException e) {
            if (e.problem().kind() != ProblemKind.STATE_LOCKED) {
                throw e;
            }
            throw StateException.locked(e.problem().message() + "; if an agent runs with it, use: "
                    + OwnProgram.command() + " resume " + name + " --config FILE");
        }
    }

    private static List<ManagedRecord> held(String name, List<ManagedRecord> records) {
        List<ManagedRecord> named = records.stream()
                .filter(record ->
                        name.equals(ALL) || record.name().toString().equalsIgnoreCase(name.replaceFirst("\\.$", "")))
                .toList();
        if (named.isEmpty()) {
            String names = records.stream()
                    .map(record -> record.name().toString())
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new ConfigurationException("--resume", "no record is called \"" + name + "\"", ALL + ", " + names);
        }
        return named;
    }
}

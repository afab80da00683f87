package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One cycle over all records, without jitter. */
@Command(name = "once", description = "Bring every record in sync now, and print the result of each.")
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
        if (resume != null) {
            held(resume, configuration.records()).forEach(record -> updater.releaseHold(record.key()));
        }
        return output().report(verify ? updater.verify() : updater.runOnce());
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

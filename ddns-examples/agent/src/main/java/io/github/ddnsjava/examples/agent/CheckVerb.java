package io.github.ddnsjava.examples.agent;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether it could work. */
@Command(name = "check", description = "Check the configuration, credentials, zones and values; write nothing.")
final class CheckVerb extends UpdaterVerb {
    @Option(names = "--strict", description = "End with 1 if there are warnings, too.")
    private boolean strict;

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        return output().check(updater.check(), configuration.warnings(), strict);
    }
}

package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import picocli.CommandLine.Command;

/** The first of the four steps alone. */
@Command(
        name = "detect",
        exitCodeList = {
            "0:no detector failed",
            "1:some detector failed",
            "2:the command line or the configuration is wrong, or a newer version wrote the state"
        },
        description = "Print the addresses of this host; publish nothing.")
final class DetectVerb extends UpdaterVerb {
    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        return output().detections(updater.detect());
    }
}

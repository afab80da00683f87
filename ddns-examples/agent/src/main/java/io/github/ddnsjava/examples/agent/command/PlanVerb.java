package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import picocli.CommandLine.Command;

/** A cycle in which every write is refused. */
@Command(
        name = "plan",
        exitCodeList = {
            "0:every record is in sync, or once would bring it in sync",
            "1:some record is not, and would not be",
            "2:the command line or the configuration is wrong, or a newer version wrote the state"
        },
        description = "Print what once would do; write nothing and save nothing.")
final class PlanVerb extends UpdaterVerb {
    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        return output().report(updater.plan());
    }
}

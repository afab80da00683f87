package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import picocli.CommandLine.Command;

/** A cycle in which every write is refused. */
@Command(name = "plan", description = "Print what once would do; write nothing and save nothing.")
final class PlanVerb extends UpdaterVerb {
    @Override
    int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException {
        return output().report(updater.plan());
    }
}

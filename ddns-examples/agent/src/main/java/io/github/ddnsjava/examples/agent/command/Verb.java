package io.github.ddnsjava.examples.agent.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all verbs have in common. */
abstract class Verb implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    final WithPlugins plugins() {
        return ((DdnsAgent) spec.root().userObject()).plugins();
    }

    final Optional<Path> lastGood() {
        return ((DdnsAgent) spec.root().userObject()).lastGood().directory();
    }

    final Output output() {
        return new Output(spec.commandLine(), json);
    }
}

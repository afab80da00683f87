package io.github.ddnsjava.examples.agent.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all verbs have in common. */
abstract class Verb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Where the answer goes if picocli did not read the line. */
    private @Nullable Output plain;

    final WithPlugins plugins() {
        return ((DdnsAgent) spec().root().userObject()).plugins();
    }

    final Optional<Path> lastGood() {
        return plain != null
                ? Optional.empty()
                : ((DdnsAgent) spec().root().userObject()).lastGood().directory();
    }

    final void answerTo(Output output) {
        plain = output;
    }

    final Output output() {
        return plain != null ? plain : new Output(spec().commandLine(), json);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "picocli sets it");
    }
}

package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A verb that needs a configuration, and the updater that it describes. */
abstract class UpdaterVerb extends Verb {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration, JSON or YAML.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private Path config;

    /** Does it for a line that picocli did not read. */
    final int call(Path file, Output output) throws InterruptedException {
        config = file;
        answerTo(output);
        return call();
    }

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run(config);
        } catch (ConfigurationException e) {
            return output().refused(e);
        } catch (DdnsException e) {
            return output().failed(e.problem());
        }
    }

    /** Does it with the configuration in that file, and returns the exit status. */
    int run(Path file) throws InterruptedException {
        UpdaterConfiguration configuration = load(file);
        try (Updater updater = setUp(configuration).build()) {
            return run(updater, configuration);
        }
    }

    /** Reads the configuration. */
    UpdaterConfiguration load(Path file) {
        return AgentConfiguration.load(file);
    }

    /** Returns the set-up that the configuration describes. */
    UpdaterBuilder setUp(UpdaterConfiguration configuration) {
        return configuration.toBuilder();
    }

    /** Does it, and returns the exit status. */
    abstract int run(Updater updater, UpdaterConfiguration configuration) throws InterruptedException;
}

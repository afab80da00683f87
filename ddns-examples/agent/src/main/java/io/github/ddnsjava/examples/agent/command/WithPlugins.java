package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Plugins;
import io.github.ddnsjava.config.Plugins.Plugin;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Runs a verb with the plug-ins in reach: they are loaded before, and closed after it. */
final class WithPlugins {
    private static final Logger LOG = LoggerFactory.getLogger(WithPlugins.class);

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Load providers, detectors, secret sources, notifications and JDBC drivers from the jars in this"
                            + " directory; by default from the directory plugins beside this program's jar, if there is one.")
    private @Nullable Path directory;

    private List<Plugin> loaded = List.of();

    /** Returns the plug-in that a provider comes from; empty if it comes with this program. */
    Optional<Plugin> of(String provider) {
        return loaded.stream()
                .filter(plugin -> plugin.providers().contains(provider))
                .findFirst();
    }

    /** Returns the plug-in that a notification comes from; empty if it comes with this program. */
    Optional<Plugin> ofNotification(String type) {
        return loaded.stream()
                .filter(plugin -> plugin.listeners().contains(type))
                .findFirst();
    }

    /**
     * What a verb does.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    interface Work<E extends Exception> {
        /** Does it, and returns the exit status. */
        int done() throws E;
    }

    /** Runs the verb of a line that picocli has read. */
    int execute(CommandLine.ParseResult parsed) {
        CommandLine.IExecutionStrategy verb = new CommandLine.RunLast();
        if (!parsed.hasSubcommand()) {
            return verb.execute(parsed);
        }
        CommandLine.ParseResult inner = parsed.subcommand();
        Output output = new Output(inner.commandSpec().commandLine(), inner.hasMatchedOption("--json"));
        boolean isLong = inner.commandSpec().userObject() instanceof RunVerb;
        return execute(output, isLong, () -> verb.execute(parsed));
    }

    /**
     * Runs a verb whose answers go there.
     *
     * @param isLong whether the log is the place to look up afterwards what this process has loaded
     */
    <E extends Exception> int execute(Output output, boolean isLong, Work<E> verb) throws E {
        Optional<Path> given = Optional.ofNullable(directory).or(WithPlugins::besideTheJar);
        if (given.isEmpty()) {
            return verb.done();
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (Plugins plugins = Plugins.load(given.get())) {
            loaded = plugins.loaded();
            loaded.forEach(plugin -> tell(isLong ? LOG.atInfo() : LOG.atDebug(), plugin));
            plugins.refused().forEach((jar, reason) -> LOG.warn("the plug-in {} was not loaded: {}", jar, reason));
            thread.setContextClassLoader(plugins.classLoader());
            return verb.done();
        } catch (ConfigurationException e) {
            return output.refused(e.problems());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void tell(LoggingEventBuilder line, Plugin plugin) {
        line.log(
                "the plug-in {} was loaded: providers {}, detectors {}, secret sources {}, notifications {}, clusters {},"
                        + " SHA-256 {}",
                plugin.jar(),
                plugin.providers(),
                plugin.detectors(),
                plugin.secretSources(),
                plugin.listeners(),
                plugin.leaderships(),
                plugin.sha256());
    }

    private static Optional<Path> besideTheJar() {
        return OwnProgram.jar().map(jar -> jar.resolveSibling("plugins")).filter(Files::isDirectory);
    }
}

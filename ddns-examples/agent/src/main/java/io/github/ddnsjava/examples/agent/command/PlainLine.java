package io.github.ddnsjava.examples.agent.command;

import ch.qos.logback.classic.Level;
import io.github.ddnsjava.examples.agent.log.LogFormat;
import io.github.ddnsjava.examples.agent.log.LogSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line by which services start: {@code run} or {@code once}, and then {@code --config FILE}. It is read here, and
 * means what it means to picocli, which reads every other line. No archive of the JVM takes picocli's classes, because
 * they have the format of Java 5. They are a fifth of the work of each start, and stay in memory for as long as the
 * agent runs. Immutable.
 *
 * @param verb the verb
 * @param config the configuration
 * @param level what is logged
 */
record PlainLine(UpdaterVerb verb, Path config, LogOptions.LevelName level) {
    /**
     * Returns the line; empty if picocli has to read it, also because something is wrong with it.
     *
     * @param variable the value of the environment variable {@code DDNS_LOG}; null if it is not set
     */
    static Optional<PlainLine> of(@Nullable String variable, String... args) {
        // A first @ stands for a file with arguments, and a first - for an option.
        if (args.length != 3 || !args[1].equals("--config") || args[2].matches("(?s)[@-].*")) {
            return Optional.empty();
        }
        try {
            Path config = GivenPath.usable(args[2]);
            return verb(args[0])
                    .flatMap(verb -> LogOptions.level(variable).map(level -> new PlainLine(verb, config, level)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<UpdaterVerb> verb(String name) {
        return switch (name) {
            case "run" -> Optional.of(new RunVerb());
            case "once" -> Optional.of(new OnceVerb());
            default -> Optional.empty();
        };
    }

    /** Returns how the log is written. */
    LogSettings log() {
        return new LogSettings(LogFormat.text, Level.toLevel(level.name()), Optional.empty());
    }

    /** Runs the verb, and returns the exit status. */
    int execute(Output output) throws InterruptedException {
        return new WithPlugins().execute(output, verb instanceof RunVerb, () -> verb.call(config, output));
    }
}

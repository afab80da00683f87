package io.github.ddnsjava.examples.agent.command;

import ch.qos.logback.classic.Level;
import io.github.ddnsjava.examples.agent.log.LogFormat;
import io.github.ddnsjava.examples.agent.log.LogSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of the log. They stand before or after the verb. */
final class LogOptions {
    static final String VARIABLE = "DDNS_LOG";

    /** The levels that can be asked for. */
    enum LevelName {
        error,
        warn,
        info,
        debug
    }

    @Option(
            names = "--log",
            paramLabel = "FORM",
            scope = ScopeType.INHERIT,
            description = "Log for people (text, the default) or one JSON object a line (json).")
    private LogFormat format = LogFormat.text;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            description = "Log this level and what is worse: error, warn, info or debug. By default the level that the"
                    + " environment variable " + VARIABLE + " names, else info.")
    private @Nullable LevelName level;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Log to this file instead of standard error. At 10 MB a new file begins; five old ones are kept.")
    private @Nullable Path file;

    /**
     * Returns the settings of the log.
     *
     * @param variable the value of the environment variable {@code DDNS_LOG}; null if it is not set
     * @throws CommandLine.ParameterException if the variable names no level
     */
    LogSettings settings(CommandLine line, @Nullable String variable) {
        LevelName wanted = level != null
                ? level
                : level(variable)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                line,
                                "the environment variable " + VARIABLE + " is \"" + variable
                                        + "\"; set it to error, warn, info or debug"));
        return new LogSettings(format, Level.toLevel(wanted.name()), Optional.ofNullable(file));
    }

    /** Returns the level that the environment variable names: {@code info} if it is not set, empty if there is none. */
    static Optional<LevelName> level(@Nullable String variable) {
        if (variable == null || variable.isEmpty()) {
            return Optional.of(LevelName.info);
        }
        return Stream.of(LevelName.values())
                .filter(name -> name.name().equals(variable.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}

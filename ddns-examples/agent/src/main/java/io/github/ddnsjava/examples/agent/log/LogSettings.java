package io.github.ddnsjava.examples.agent.log;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says of the log. Immutable.
 *
 * @param format the form of the lines
 * @param level the lowest level that is logged
 * @param file where the log goes; empty for standard error
 */
public record LogSettings(LogFormat format, Level level, Optional<Path> file) {}

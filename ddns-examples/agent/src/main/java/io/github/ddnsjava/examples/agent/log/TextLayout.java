package io.github.ddnsjava.examples.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A line for people: time (UTC), level, message. The message says everything, so key-value pairs are left out. The lines of
 * an exception are indented, so no text in it can look like a line of the log. Thread-safe.
 */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final String RESET = "\u001b[0m";

    private final boolean colour;

    /**
     * Makes one.
     *
     * @param colour whether levels are coloured, for a terminal
     */
    TextLayout(boolean colour) {
        this.colour = colour;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder text = new StringBuilder()
                .append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.SECONDS))
                .append(' ')
                .append(level(event.getLevel()))
                .append(' ')
                .append(Escapes.visible(event.getFormattedMessage()))
                .append(System.lineSeparator());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown)
                    .lines()
                    .forEach(line ->
                            text.append("    ").append(Escapes.visible(line)).append(System.lineSeparator()));
        }
        return text.toString();
    }

    private String level(Level level) {
        String word = String.format("%-5s", level);
        if (!colour) {
            return word;
        }
        return switch (word) {
            case "ERROR" -> "\u001b[31m" + word + RESET;
            case "WARN " -> "\u001b[33m" + word + RESET;
            default -> word;
        };
    }
}

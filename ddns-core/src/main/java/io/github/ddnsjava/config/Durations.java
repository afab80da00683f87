package io.github.ddnsjava.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as configurations contain them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h},
 * {@code 25d}, or ISO-8601. Stateless and thread-safe.
 */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");

    private Durations() {}

    /** Reads a duration; empty if the text is not a duration, or a negative one. */
    public static Optional<Duration> tryParse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Optional.of(Duration.ofMillis(number));
                case "s" -> Optional.of(Duration.ofSeconds(number));
                case "m" -> Optional.of(Duration.ofMinutes(number));
                case "h" -> Optional.of(Duration.ofHours(number));
                default -> Optional.of(Duration.ofDays(number));
            };
        }
        if (!text.startsWith("P") && !text.startsWith("p")) {
            return Optional.empty();
        }
        try {
            Duration duration = Duration.parse(text.toUpperCase(Locale.ROOT));
            return duration.isNegative() ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns the shortest exact form of a duration that {@link #tryParse} can read. */
    public static String format(Duration duration) {
        String text = shortForm(duration);
        return tryParse(text).filter(duration::equals).isPresent() ? text : duration.toString();
    }

    private static String shortForm(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillisPart() != 0) {
            return seconds * 1000 + duration.toMillisPart() + "ms";
        }
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}

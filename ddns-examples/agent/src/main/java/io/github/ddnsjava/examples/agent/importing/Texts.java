package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of another program's file. Stateless. */
final class Texts {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.@:-]{1,60}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private Texts() {}

    /**
     * Reads a file, with {@code \n} at the ends of its lines and without a byte order mark.
     *
     * @throws IOException if it cannot be read
     * @throws ConfigurationException if it is larger than 1 MiB, or no text in UTF-8
     */
    static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new ConfigurationException("", "the file " + file + " is larger than 1 MiB", "a configuration file");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    "", "the file " + file + " is not encoded as UTF-8", "a file that iconv -t UTF-8 has converted");
        }
        String lines = (text.startsWith("\ufeff") ? text.substring(1) : text).replaceAll("\r\n?", "\n");
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                long line = 1
                        + lines.substring(0, i)
                                .chars()
                                .filter(end -> end == '\n')
                                .count();
                throw new ConfigurationException(
                        "",
                        "the file " + file
                                + String.format(" has the control character U+%04X in line %d", (int) c, line),
                        "a text file");
            }
        }
        return lines;
    }

    /**
     * Returns how our configuration writes a text, so that it stays a text; empty if it has no way to write it, which is so if
     * <code>${…}</code> stands in its middle.
     */
    static Optional<String> escaped(String text) {
        if (text.startsWith("${")) {
            return Optional.of("$" + text);
        }
        boolean isPlain = !REFERENCE.matcher(text).find() && !text.startsWith("$${");
        return isPlain ? Optional.of(text) : Optional.empty();
    }

    /** Returns a word as it may be shown; what does not look like a word may be a secret in the wrong place. */
    static String shown(String word) {
        return WORD.matcher(word).matches() ? word : "a word that is not shown";
    }

    /** Returns the program that a command line names, without its arguments, which may be secrets. */
    static String program(String command) {
        String first = command.strip().split("\\s+", 2)[0];
        return first.matches("[A-Za-z0-9_./\\\\:+-]{1,200}") ? first : "a program";
    }

    /** Reads a number of seconds, or a duration such as {@code 1h30m} or {@code 25d}. */
    static Optional<Duration> duration(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        if (SECONDS.matcher(given).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(given)));
        }
        Matcher parts = PART.matcher(given);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (parts.find() && parts.start() == end) {
            long number = Long.parseLong(parts.group(1));
            sum = sum.plus(
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
            end = parts.end();
        }
        return end > 0 && end == given.length() ? Optional.of(sum) : Optional.empty();
    }

    /** Reads a flag; empty if it is none. */
    static Optional<Boolean> flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "1", "on", "t" -> Optional.of(true);
            case "no", "false", "0", "off", "f" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Returns the items of a list with commas, without those that are empty. */
    static List<String> items(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Splits a list with commas. One within braces does not end a name. */
    static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean braces = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            braces = c == '{' || braces && c != '}';
            if (c == ',' && !braces) {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return names;
    }
}

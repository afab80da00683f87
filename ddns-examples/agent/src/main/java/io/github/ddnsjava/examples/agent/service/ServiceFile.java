package io.github.ddnsjava.examples.agent.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One file of a definition. Immutable.
 *
 * @param path where it belongs; only a name if the place is the administrator's choice
 * @param text what stands in it, with {@code \n} at the end of each line
 * @param form how its reader wants it
 */
public record ServiceFile(String path, String text, Form form) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    /** What may stand in place of a value: a part of a line, or the array of launchd, which has a line for each argument. */
    private static final String VALUE = "[^\n]*(?:\n\\s*<string>[^\n]*)*";

    /** How the text stands in the file. */
    public enum Form {
        /** UTF-8, and LF at the end of each line. */
        UNIX,
        /** UTF-8, and CRLF at the end of each line. */
        WINDOWS,
        /** UTF-16 with a byte order mark, which the Task Scheduler and the registry editor want, and CRLF. */
        WINDOWS_UTF16;

        private static final String MARK = "\ufeff";

        byte[] encode(String text) {
            return switch (this) {
                case UNIX -> text.getBytes(StandardCharsets.UTF_8);
                case WINDOWS -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
                case WINDOWS_UTF16 -> (MARK + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE);
            };
        }

        String decode(byte[] content) {
            return switch (this) {
                case UNIX -> new String(content, StandardCharsets.UTF_8);
                case WINDOWS -> new String(content, StandardCharsets.UTF_8).replace("\r\n", "\n");
                case WINDOWS_UTF16 ->
                    new String(content, StandardCharsets.UTF_16LE)
                            .replace("\r\n", "\n")
                            .replace(MARK, "");
            };
        }
    }

    /** Returns the file that a template makes of these values, which are written for its format already. */
    static ServiceFile of(String path, String template, Map<String, String> values, Form form) {
        Matcher place = PLACE.matcher(read(template));
        String text = place.replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException("the template " + template + " asks for " + found.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
        return new ServiceFile(path, text, form);
    }

    /** Returns what every text matches that the template can make. */
    static Pattern pattern(String template) {
        return Pattern.compile(Arrays.stream(PLACE.split(read(template), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(VALUE)));
    }

    private static String read(String template) {
        try (InputStream in = ServiceFile.class.getResourceAsStream(template)) {
            if (in == null) {
                throw new IllegalStateException("the template " + template + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the last part of the path. */
    public String name() {
        return Program.name(path);
    }

    /** Returns the file as its reader wants it. */
    public byte[] bytes() {
        return form.encode(text);
    }
}

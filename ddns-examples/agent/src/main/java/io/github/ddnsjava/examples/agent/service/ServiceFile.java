package io.github.ddnsjava.examples.agent.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a definition. Immutable.
 *
 * @param path where it belongs; only a name if the place is the administrator's choice
 * @param text what stands in it, with {@code \n} at the end of each line
 */
public record ServiceFile(String path, String text) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** Returns the file that a template makes of these values, which are written for its format already. */
    static ServiceFile of(String path, String template, Map<String, String> values) {
        Matcher place = PLACE.matcher(read(template));
        String text = place.replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException("the template " + template + " asks for " + found.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
        return new ServiceFile(path, text);
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

    /**
     * Returns the file as its reader wants it: Windows wants CRLF, the Task Scheduler and the registry editor want UTF-16 with
     * a byte order mark, and all others UTF-8.
     */
    public byte[] bytes() {
        String name = name();
        if (name.equals("ddns-task.xml") || name.endsWith(".reg")) {
            return ("\ufeff" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE);
        }
        boolean windows = name.endsWith(".cmd") || name.equals("ddns-service.xml");
        return (windows ? text.replace("\n", "\r\n") : text).getBytes(StandardCharsets.UTF_8);
    }
}

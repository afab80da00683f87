package io.github.ddnsjava.examples.agent.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of ddclient's configuration: assignments, then perhaps hosts with a login and a password. A backslash at the end
 * continues a line; quotes and backslashes protect characters; {@code #} begins a comment at the beginning of a word. Stateless.
 */
final class DdclientLines {
    private static final Pattern ASSIGNMENT = Pattern.compile("[,\\s]*([A-Za-z][A-Za-z0-9_-]*)\\s*=\\s*");
    private static final int MAX_LINES_OF_ONE = 1_000;
    private static final String ENV = "_env";

    private DdclientLines() {}

    /**
     * A line.
     *
     * @param number the number of its first line
     * @param settings its assignments, with names in lower case
     * @param repeated names that are assigned more than once; the last value counts
     * @param words the hosts, the login and the password, as far as they are there
     * @param hash whether a value has {@code #} without quotes
     * @param open whether a value has a quote that is not closed
     */
    record Line(
            int number,
            Map<String, String> settings,
            List<String> repeated,
            List<String> words,
            boolean hash,
            boolean open) {
        /** Hides the values, because they may be secrets. */
        @Override
        public String toString() {
            return "line " + number + settings.keySet();
        }
    }

    static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int begin = 1;
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            if (joined.isEmpty()) {
                begin = number;
            }
            String line = uncommented(raw).strip();
            boolean continues = line.endsWith("\\") && number - begin < MAX_LINES_OF_ONE;
            joined.append(continues ? line.substring(0, line.length() - 1) : line)
                    .append(' ');
            if (!continues) {
                if (!joined.toString().isBlank()) {
                    lines.add(parse(begin, joined.toString()));
                }
                joined.setLength(0);
            }
        }
        if (!joined.toString().isBlank()) {
            lines.add(parse(begin, joined.toString()));
        }
        return lines;
    }

    /**
     * Assigns a setting. {@code NAME_env} names the variable that has the value of {@code NAME}, so they are one setting, and
     * the later one counts. Otherwise the secret of one account would be sent to the server of another.
     *
     * @return whether it had a value
     */
    static boolean assign(Map<String, String> settings, String name, String value) {
        boolean other = settings.remove(name.endsWith(ENV) ? base(name) : name + ENV) != null;
        return settings.put(name, value) != null || other;
    }

    /** Returns the name of the setting whose value a variable has; a name that is no {@code NAME_env} as it is. */
    static String base(String name) {
        return name.endsWith(ENV) ? name.substring(0, name.length() - ENV.length()) : name;
    }

    private static String uncommented(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == '\\') {
                i++;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && c == '#' && (i == 0 || " \t,\\".indexOf(line.charAt(i - 1)) >= 0)) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private static Line parse(int number, String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> repeated = new ArrayList<>();
        Matcher assignment = ASSIGNMENT.matcher(text);
        int at = 0;
        boolean hash = false;
        boolean open = false;
        while (assignment.region(at, text.length()).lookingAt()) {
            StringBuilder value = new StringBuilder();
            int end = value(text, assignment.end(), value);
            hash |= text.substring(assignment.end(), end).matches("[^'\"]*#.*");
            String name = assignment.group(1).toLowerCase(Locale.ROOT);
            if (assign(settings, name, value.toString())) {
                repeated.add(name);
            }
            open |= end == text.length() && text.endsWith(" "); // a value without quotes ends before the last blank
            at = end;
        }
        String rest = text.substring(at)
                .replaceAll("\\s+", " ")
                .replaceAll(" ?, ?", ",")
                .strip();
        List<String> words = rest.isEmpty() ? List.of() : Arrays.asList(rest.split(" ", -1));
        return new Line(number, settings, repeated, words, hash, open);
    }

    /** Reads a value, and returns where it ends. */
    private static int value(String text, int begin, StringBuilder value) {
        char quote = 0;
        int i = begin;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote == 0 && (c == ',' || Character.isWhitespace(c))) {
                break;
            } else {
                value.append(c);
            }
        }
        return i;
    }
}

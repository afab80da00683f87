package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What JSON, YAML and the map of a host have in common once they are read: maps, lists, texts, numbers and flags. Makes
 * {@link Settings} of them, with texts as they are written. Stateless.
 */
final class ConfigurationTree {
    /** The maximum nesting. */
    static final int MAX_DEPTH = 64;

    /** In the place of an element of a list that cannot be used, so that those after it keep their paths. */
    static final Map<String, Object> GAP = Map.of();

    static final String BACKSLASH =
            "each backslash of a Windows path twice, as in \"C:\\\\ddns\\\\state\", or \"C:/ddns/state\"";

    private static final int MAX_NAME_LENGTH = 1000;

    /** A drive, and control characters that were meant as names: {@code C:\temp} has a tab. */
    private static final Pattern WINDOWS_PATH =
            Pattern.compile("^(\\$\\{file:)?[A-Za-z]:([\\\\/].*)?[\\x08\\t\\n\\f\\r][A-Za-z0-9._-]", Pattern.DOTALL);

    private final Path directory;
    private final Problems problems;

    private ConfigurationTree(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /** Returns a tree as settings, whose files are relative to that directory. */
    static Settings settings(Map<String, Object> tree, Path directory, Problems problems) {
        return new ConfigurationTree(directory, problems).object("", tree);
    }

    /** Adds the problem that a value is null. */
    static void isNull(String path, Problems problems) {
        problems.addUnresolved(path, "is null", "a value; leave the setting out where none is wanted");
    }

    /**
     * Checks a name: its length, and that it can be shown.
     *
     * @param at where it is, as in {@code at line 5}; empty if it has no place
     */
    static void checkName(String name, String at) {
        if (name.isEmpty()) {
            throw new ConfigurationException("", "has an empty name" + at, "names of one character or more");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("", "has a name with a control character" + at, "names without it");
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw new ConfigurationException(
                    "", "has a name of more than " + MAX_NAME_LENGTH + " characters" + at, "shorter names");
        }
    }

    private Settings object(String path, Map<?, ?> tree) {
        Map<String, Object> values = new TreeMap<>();
        tree.forEach((name, value) -> value(path.isEmpty() ? "" + name : path + "." + name, value)
                .ifPresent(made -> values.put("" + name, made)));
        return Settings.ofLiterals(path, directory, values);
    }

    private Optional<Object> value(String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            return Optional.of(object(path, map));
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                items.add(value(path + "[" + i + "]", list.get(i)).orElse(Settings.none()));
            }
            return Optional.of(List.copyOf(items));
        }
        return value instanceof String text ? text(path, text) : Optional.of(value);
    }

    private Optional<Object> text(String path, String text) {
        if (WINDOWS_PATH.matcher(text).find()) {
            problems.addUnresolved(path, "is a Windows path with a backslash that was taken for an escape", BACKSLASH);
            return Optional.empty();
        }
        return Optional.of(text);
    }
}

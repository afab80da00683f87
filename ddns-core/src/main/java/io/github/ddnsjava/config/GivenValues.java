package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks and completes the values that a program supplies, at all levels. Stateless. */
final class GivenValues {
    private GivenValues() {}

    /**
     * Returns settings with these values. A text that is a reference is refused; the texts of the result are literal.
     */
    static Settings settings(String path, Path directory, Map<?, ?> given) {
        Map<String, Object> values = new TreeMap<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        given.forEach((key, value) -> {
            String name = String.valueOf(key);
            try {
                values.put(name, value(path.isEmpty() ? name : path + "." + name, directory, value));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return Settings.ofLiterals(path, directory, values);
    }

    /** Returns a value in the form that settings keep. */
    static Object value(String path, Path directory, Object given) {
        if (given instanceof String text) {
            return text(path, text);
        }
        if (given instanceof Map<?, ?> map) {
            return settings(path, directory, map);
        }
        if (given instanceof Settings nested) {
            return nested.movedTo(path, directory);
        }
        if (given instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                items.add(value(path + "[" + i + "]", directory, list.get(i)));
            }
            return List.copyOf(items);
        }
        return given;
    }

    private static String text(String path, String text) {
        try {
            return Reference.literal(text);
        } catch (IllegalArgumentException e) {
            String message = Reference.of(text).isPresent()
                    ? "is a reference, which only a configuration file replaces"
                    : String.valueOf(e.getMessage());
            throw new ConfigurationException(
                    path, message, "Secret.env(\"NAME\"), Secret.file(path), or the value itself");
        }
    }

    /** Returns settings whose values were checked before at another place. */
    static Settings moved(String path, Path directory, Map<String, Object> checked) {
        Map<String, Object> values = new TreeMap<>();
        checked.forEach(
                (name, value) -> values.put(name, moved(path.isEmpty() ? name : path + "." + name, directory, value)));
        return Settings.ofLiterals(path, directory, values);
    }

    private static Object moved(String path, Path directory, Object value) {
        if (value instanceof Settings nested) {
            return nested.movedTo(path, directory);
        }
        if (value instanceof List<?> list) {
            return IntStream.range(0, list.size())
                    .mapToObj(i -> moved(path + "[" + i + "]", directory, list.get(i)))
                    .toList();
        }
        return value;
    }

    /** Returns the type of a value in words. */
    static String type(Object value) {
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Secret) {
            return "a secret";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "a flag";
        }
        if (value instanceof Duration) {
            return "a duration";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof Settings ? "an object" : "a " + value.getClass().getName();
    }

    /** Returns a value in a form that fits into a message. */
    static String show(@Nullable Object value) {
        String text = value instanceof String ? "\"" + value + "\"" : value == null ? "missing" : value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}

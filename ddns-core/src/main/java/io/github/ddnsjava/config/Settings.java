package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one provider or detector: names with texts, numbers, flags, {@link Secret}s, lists of those, or
 * nested settings. Immutable and thread-safe; its text shows no secret.
 */
public final class Settings {
    private static final Settings NONE = new Settings("", Path.of(""), Map.of());

    private final String path;
    private final Path directory;
    private final Map<String, Object> values;

    private Settings(String path, Path directory, Map<String, Object> values) {
        this.path = path;
        this.directory = directory;
        this.values = values;
    }

    /** No settings. */
    public static Settings none() {
        return NONE;
    }

    /** One setting. */
    public static Settings of(String name, Object value) {
        return NONE.with(name, value);
    }

    /** Two settings. */
    public static Settings of(String name1, Object value1, String name2, Object value2) {
        return of(name1, value1).with(name2, value2);
    }

    /** Three settings. */
    public static Settings of(String name1, Object value1, String name2, Object value2, String name3, Object value3) {
        return of(name1, value1, name2, value2).with(name3, value3);
    }

    /**
     * Any number of settings, read at that place of a configuration.
     *
     * @param path where they stand, as in {@code providers.cf}; messages begin with it
     * @param values the settings
     */
    public static Settings at(String path, Map<String, ?> values) {
        return at(path, Path.of(""), values);
    }

    /**
     * Any number of settings, read at that place of a configuration that lies in that directory.
     *
     * @param path where they stand, as in {@code providers.cf}; messages begin with it
     * @param directory what relative file names are relative to
     * @param values the settings
     */
    public static Settings at(String path, Path directory, Map<String, ?> values) {
        return new Settings(path, directory, Collections.unmodifiableMap(new TreeMap<>(values)));
    }

    /** Returns these settings with one more, or with another value of that name. */
    public Settings with(String name, Object value) {
        Map<String, Object> copy = new TreeMap<>(values);
        copy.put(name, value);
        return new Settings(path, directory, Collections.unmodifiableMap(copy));
    }

    /** Returns the names that are set. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Returns where a setting stands in the configuration, as in {@code providers.cf.token}. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Returns a value as it was given, for settings that take more than one form. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns a text that must be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** Returns a text. */
    public Optional<String> optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw wrong(name, value, "a text");
    }

    /** Returns the name of a file; a relative one is resolved against the configuration's directory. */
    public Optional<Path> file(String name) {
        return optionalText(name).map(text -> {
            try {
                return directory.resolve(text);
            } catch (InvalidPathException e) {
                throw wrong(name, text, "the name of a file");
            }
        });
    }

    /** Returns nested settings. */
    public Optional<Settings> nested(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Settings) {
            return Optional.ofNullable((Settings) value);
        }
        throw wrong(name, value, "an object: {…}");
    }

    /** Returns a secret that must be there; a plain text counts as one. */
    public Secret secret(String name) {
        return optionalSecret(name).orElseThrow(() -> missing(name));
    }

    /** Returns a secret; a plain text counts as one. */
    public Optional<Secret> optionalSecret(String name) {
        Object value = values.get(name);
        if (value instanceof String string) {
            return Optional.of(Secret.of(string));
        }
        if (value == null || value instanceof Secret) {
            return Optional.ofNullable((Secret) value);
        }
        throw new ConfigurationException(path(name), "is not a text", "\"${env:NAME}\" or \"${file:PATH}\"");
    }

    /** Returns a flag. */
    public Optional<Boolean> flag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return Optional.ofNullable((Boolean) value);
        }
        throw wrong(name, value, "true or false");
    }

    /** Returns a whole number within bounds. */
    public Optional<Integer> number(String name, int min, int max) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
        if (number != Math.rint(number) || number < min || number > max) {
            throw wrong(name, value, "a whole number from " + min + " to " + max);
        }
        return Optional.of((int) number);
    }

    /** Returns a duration within bounds: a {@link Duration}, or a text as {@link Durations} reads it. */
    public Optional<Duration> duration(String name, Duration min, Duration max) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Duration> duration = value instanceof Duration given
                ? Optional.of(given)
                : value instanceof String text ? Durations.tryParse(text) : Optional.empty();
        return Optional.of(duration.filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0)
                .orElseThrow(() -> wrong(
                        name,
                        value,
                        "a duration from " + Durations.format(min) + " to " + Durations.format(max) + ", as in 5m")));
    }

    /** Returns a list; a single value counts as a list of one, an absent one as empty. */
    public List<Object> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List ? List.copyOf((List<?>) value) : List.of(value);
    }

    /** Returns a list of texts; a single text counts as a list of one. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof String string)) {
                throw wrong(name, value, "a text or a list of texts");
            }
            texts.add(string);
        }
        return texts;
    }

    /** Returns a complaint about a value: its path, the value unless it is a secret, and what is allowed. */
    public ConfigurationException wrong(String name, @Nullable Object value, String allowed) {
        return new ConfigurationException(path(name), "is " + show(value), allowed);
    }

    private static String show(@Nullable Object value) {
        String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private ConfigurationException missing(String name) {
        return new ConfigurationException(path(name), "is missing", "a value");
    }

    /**
     * Returns a hash of all settings, the present values of secrets included: it changes when any of them changes. A
     * secret that cannot be read counts as empty.
     */
    public String fingerprint() {
        StringBuilder all = new StringBuilder();
        append(all, values);
        return hash(all.toString());
    }

    private static void append(StringBuilder all, Object value) {
        if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((name, inner) -> {
                all.append(name).append('=');
                append(all, inner);
                all.append('\n');
            });
        } else if (value instanceof Secret secret) {
            try {
                all.append(hash(secret.reveal()));
            } catch (RuntimeException unreadable) {
                all.append("unreadable");
            }
        } else if (value instanceof List<?> items) {
            items.forEach(item -> {
                append(all, item);
                all.append(',');
            });
        } else if (value instanceof Settings settings) {
            append(all, settings.values);
        } else {
            all.append(value);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + " ") + values.keySet();
    }
}

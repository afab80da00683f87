package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.OutsideText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one provider or detector: names with texts, numbers, flags, {@link Secret}s, lists of those, or
 * nested settings. Immutable and thread-safe; its text shows no secret.
 *
 * <p>A host whose configuration has only texts can give numbers, flags, durations and lists as texts: {@code "5"},
 * {@code "true"}, {@code "5m"}, {@code "A, AAAA"}.
 *
 * <p>Only a configuration file replaces references as {@code ${env:NAME}}. Here a text that is one is refused, because
 * the values of a program may come from others: use {@link Secret#env} and {@link Secret#file}. As in a file, a text
 * that begins with <code>${</code> itself is written with <code>$${</code>.
 */
public final class Settings {
    private static final Settings NONE = new Settings("", Path.of(""), Map.of());

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern BETWEEN_URLS = Pattern.compile("\\s*,\\s*(?=[A-Za-z][A-Za-z0-9+.-]*://)");

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

    /**
     * One setting.
     *
     * @throws ConfigurationException if the value is a reference, or contains one
     */
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
     * @param values the settings; maps among them become nested settings
     * @throws ConfigurationException with every value that is a reference, or contains one
     */
    public static Settings at(String path, Map<String, ?> values) {
        return at(path, Path.of(""), values);
    }

    /**
     * Any number of settings, read at that place of a configuration that lies in that directory.
     *
     * @param path where they stand, as in {@code providers.cf}; messages begin with it
     * @param directory what relative file names are relative to
     * @param values the settings; maps among them become nested settings
     * @throws ConfigurationException with every value that is a reference, or contains one
     */
    public static Settings at(String path, Path directory, Map<String, ?> values) {
        return GivenValues.settings(path, directory, values);
    }

    /**
     * Any number of settings whose texts are meant as they are: what stood for another value was replaced already, and
     * nothing in them is read for references.
     *
     * @param path where they stand, as in {@code providers.cf}; messages begin with it
     * @param directory what relative file names are relative to
     * @param values the settings
     */
    public static Settings ofLiterals(String path, Path directory, Map<String, ?> values) {
        return new Settings(path, directory, Collections.unmodifiableMap(new TreeMap<>(values)));
    }

    /**
     * Returns these settings with one more, or with another value of that name.
     *
     * @throws ConfigurationException if the value is a reference, or contains one
     */
    public Settings with(String name, Object value) {
        Map<String, Object> copy = new TreeMap<>(values);
        copy.put(name, GivenValues.value(path(name), directory, value));
        return new Settings(path, directory, Collections.unmodifiableMap(copy));
    }

    /** Returns these settings without the one of that name. */
    public Settings without(String name) {
        Map<String, Object> copy = new TreeMap<>(values);
        copy.remove(name);
        return new Settings(path, directory, Collections.unmodifiableMap(copy));
    }

    Map<String, Object> values() {
        return values;
    }

    /** Returns these settings at another place. */
    Settings movedTo(String newPath, Path newDirectory) {
        return GivenValues.moved(newPath, newDirectory, values);
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
        return value == null ? Optional.empty() : Optional.of(scalar(name, value, "a text", "a text"));
    }

    /** Returns the name of a file; a relative one is resolved against the configuration's directory. */
    public Optional<Path> file(String name) {
        return optionalText(name).map(text -> {
            try {
                if (text.chars().anyMatch(Character::isISOControl)) {
                    throw new InvalidPathException(text, "control character");
                }
                return directory.resolve(text);
            } catch (InvalidPathException e) {
                throw wrong(
                        name,
                        text.replaceAll("\\p{Cntrl}", "?"),
                        "the name of a file, without control characters; in JSON a backslash is written twice");
            }
        });
    }

    /** Returns nested settings. */
    public Optional<Settings> nested(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Settings) {
            return Optional.ofNullable((Settings) value);
        }
        throw wrongType(name, value, "an object", "an object: {…}");
    }

    /** Returns a secret that must be there; a plain text counts as one. */
    public Secret secret(String name) {
        return optionalSecret(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a secret; a plain text counts as one.
     *
     * @throws ConfigurationException if it is neither, or a text that cannot be a secret: one that begins or ends with
     *     white space or an invisible character; the message names that character, and shows nothing else
     */
    public Optional<Secret> optionalSecret(String name) {
        Object value = values.get(name);
        if (value instanceof String text) {
            OutsideText.flaw(OutsideText.value(text)).ifPresent(flaw -> {
                throw new ConfigurationException(path(name), flaw + "; remove that character", "");
            });
            return Optional.of(Secret.from("given", () -> text));
        }
        if (value == null || value instanceof Secret) {
            return Optional.ofNullable((Secret) value);
        }
        throw new ConfigurationException(
                path(name), "is " + type(value) + ", not a text", "\"${env:NAME}\" or \"${file:PATH}\"");
    }

    /** Returns a flag: true or false, or a text that says so. */
    public Optional<Boolean> flag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return Optional.ofNullable((Boolean) value);
        }
        String allowed = "true or false";
        return switch (scalar(name, value, "a flag", allowed)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw wrong(name, value, allowed);
        };
    }

    /** Returns a whole number within bounds; a text may say it. */
    public Optional<Integer> number(String name, int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        Optional<Double> number = decimal(name, min, max, allowed);
        if (number.filter(n -> n != Math.rint(n)).isPresent()) {
            throw wrong(name, values.get(name), allowed);
        }
        return number.map(Double::intValue);
    }

    /** Returns a number within bounds; a text may say it. */
    public Optional<Double> decimal(String name, double min, double max) {
        return decimal(name, min, max, "a number from " + plain(min) + " to " + plain(max));
    }

    private Optional<Double> decimal(String name, double min, double max, String allowed) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        double number = Double.NaN;
        if (value instanceof Number given) {
            number = given.doubleValue();
        } else {
            String text = scalar(name, value, "a number", allowed);
            number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : number;
        }
        if (!(number >= min && number <= max)) {
            throw wrong(name, value, allowed);
        }
        return Optional.of(number);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** Returns the text of a value that must be one. */
    private String scalar(String name, Object value, String wanted, String allowed) {
        if (!(value instanceof String text)) {
            throw wrongType(name, value, wanted, allowed);
        }
        return text;
    }

    /** Returns a duration within bounds: a {@link Duration}, or a text as {@link Durations} reads it. */
    public Optional<Duration> duration(String name, Duration min, Duration max) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String allowed = "a duration from " + Durations.format(min) + " to " + Durations.format(max) + ", as in 5m";
        Optional<Duration> duration = value instanceof Duration given
                ? Optional.of(given)
                : Durations.tryParse(scalar(name, value, "a duration", allowed));
        return Optional.of(duration.filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0)
                .orElseThrow(() -> wrong(name, value, allowed)));
    }

    /**
     * Returns a list; an absent one as empty. A single value counts as a list of one, and a text with commas as a list of
     * texts. In a text with a URL, only a comma before another URL counts.
     */
    public List<Object> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of((Object[]) (text.contains("://") ? BETWEEN_URLS : COMMA).split(text, -1));
        }
        return value instanceof List ? List.copyOf((List<?>) value) : List.of(value);
    }

    /** Returns a list of texts, as {@link #list} does. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof String string)) {
                throw wrongType(name, value, "a text", "a text or a list of texts");
            }
            texts.add(string);
        }
        return texts;
    }

    /** Returns a complaint about a value: its path, the value unless it is a secret, and what is allowed. */
    public ConfigurationException wrong(String name, @Nullable Object value, String allowed) {
        return new ConfigurationException(path(name), "is " + show(value), allowed);
    }

    /**
     * Returns a complaint about a value that is of another type than the setting.
     *
     * @param wanted the type of the setting, as in {@code a text}
     */
    public ConfigurationException wrongType(String name, Object value, String wanted, String allowed) {
        boolean shown = value instanceof Number || value instanceof Boolean || value instanceof String;
        return new ConfigurationException(
                path(name), "is " + type(value) + (shown ? " (" + show(value) + ")" : "") + ", not " + wanted, allowed);
    }

    private static String type(Object value) {
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
        return Fingerprint.of(values);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + " ") + values.keySet();
    }
}

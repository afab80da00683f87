package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.Identity;
import io.github.ddnsjava.internal.text.LocalFile;
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
import org.jspecify.annotations.Nullable;

/**
 * The settings of one provider or detector. A value is a text, a number, a flag, a duration, a {@link Secret}, a list
 * of these, or nested settings. Immutable and thread-safe. The text form contains no values.
 *
 * <p>A host whose configuration has only texts can give numbers, flags, durations and lists as texts: {@code "5"},
 * {@code "true"}, {@code "5m"}, {@code "A, AAAA"}.
 *
 * <p>Only a configuration file resolves references such as {@code ${env:NAME}}. Here a text that is a reference is
 * refused, because the values of a program may come from others. Use {@link Secret#env} and {@link Secret#file}
 * instead. As in a file, a text that begins with <code>${</code> itself is written with <code>$${</code>.
 *
 * <p>A method that returns one value throws a {@link ConfigurationException} if the value is of another type or out of
 * bounds, or if it is missing and the result is not optional. The message names the path of the setting and what is
 * allowed.
 */
public final class Settings {
    private static final Settings NONE = new Settings("", Path.of(""), Map.of());

    private static final String QUOTED = "; quote it";

    private final String path;
    private final Path directory;
    private final Map<String, Object> values;

    private Settings(String path, Path directory, Map<String, Object> values) {
        this.path = path;
        this.directory = directory;
        this.values = values;
    }

    /** Returns no settings. */
    public static Settings none() {
        return NONE;
    }

    /**
     * Returns one setting.
     *
     * @throws ConfigurationException if the value is a reference, or contains one
     */
    public static Settings of(String name, Object value) {
        return NONE.with(name, value);
    }

    /** Returns two settings, as {@link #of(String, Object)}. */
    public static Settings of(String name1, Object value1, String name2, Object value2) {
        return of(name1, value1).with(name2, value2);
    }

    /** Returns three settings, as {@link #of(String, Object)}. */
    public static Settings of(String name1, Object value1, String name2, Object value2, String name3, Object value3) {
        return of(name1, value1, name2, value2).with(name3, value3);
    }

    /** Returns any number of settings, as {@link #at(String, Path, Map)} in the working directory. */
    public static Settings at(String path, Map<String, ?> values) {
        return at(path, Path.of(""), values);
    }

    /**
     * Returns any number of settings, as if they were read at that path of a configuration in that directory.
     *
     * @param path the path of the settings, as in {@code providers.cf}; messages begin with it
     * @param directory the directory that relative file names are relative to
     * @param values the settings; maps among them become nested settings
     * @throws ConfigurationException with every value that is a reference, or contains one
     */
    public static Settings at(String path, Path directory, Map<String, ?> values) {
        return GivenValues.settings(path, directory, values);
    }

    /**
     * Returns any number of settings whose texts are used as they are. References were resolved before, and texts are
     * not searched for them.
     *
     * @param path the path of the settings, as in {@code providers.cf}; messages begin with it
     * @param directory the directory that relative file names are relative to
     * @param values the settings
     */
    public static Settings ofLiterals(String path, Path directory, Map<String, ?> values) {
        return new Settings(path, directory, Collections.unmodifiableMap(new TreeMap<>(values)));
    }

    /**
     * Returns these settings with that value added. An earlier value of that name is replaced.
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

    /** Returns the directory that relative file names are relative to. */
    public Path directory() {
        return directory;
    }

    /** Returns these settings with another path and directory. */
    Settings movedTo(String newPath, Path newDirectory) {
        return GivenValues.moved(newPath, newDirectory, values);
    }

    /** Returns the names of all settings that are given. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Returns the path of a setting in the configuration, as in {@code providers.cf.token}. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Returns a value as it was given, for settings with more than one form; empty if it is not given. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns a text that must be given. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a text; empty if it is not given. White space or an invisible character at either end is refused: nobody
     * means it, and as a part of a user name it would be sent.
     */
    public Optional<String> optionalText(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String text = scalar(name, value, "a text");
        Optional<String> flaw = text.isBlank() ? Optional.empty() : OutsideText.flaw(text);
        if (flaw.isPresent()) {
            throw new ConfigurationException(path(name), flaw.get() + "; remove that character", "a text without it");
        }
        return Optional.of(text);
    }

    /**
     * Returns a text that must be given and have the form of its description. Where it has another one, the message does not
     * show it, because it may be a secret in the wrong place.
     */
    public String text(SettingSpec spec) {
        return optionalText(spec).orElseThrow(() -> missing(spec.name()));
    }

    /** Returns a text, as {@link #text(SettingSpec)}; empty if it is not given. */
    public Optional<String> optionalText(SettingSpec spec) {
        Optional<String> text = optionalText(spec.name());
        spec.form().ifPresent(form -> {
            if (!text.map(given -> form.pattern().matcher(given).matches()).orElse(true)) {
                throw new ConfigurationException(path(spec.name()), "has the wrong form", form.allowed());
            }
        });
        return text;
    }

    /**
     * Returns the name of a file; empty if it is not given. A relative name is resolved against the configuration's
     * directory.
     */
    public Optional<Path> file(String name) {
        return optionalText(name).map(text -> {
            try {
                if (text.chars().noneMatch(Character::isISOControl)) {
                    return directory.resolve(text);
                }
                throw new InvalidPathException("", "control character");
            } catch (InvalidPathException e) {
                // The value is not shown: it may be what the file contains.
                throw new ConfigurationException(
                        path(name),
                        "is no name of a file: " + LocalFile.noName(text),
                        "the name of a file; in JSON a backslash is written twice");
            }
        });
    }

    /** Returns nested settings; empty if they are not given. */
    public Optional<Settings> nested(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Settings) {
            return Optional.ofNullable((Settings) value);
        }
        throw wrongType(name, value, "an object", "an object: {…}");
    }

    /** Returns the value if it is a text. A number or a flag is not made one: {@code 0123} would lose its zero. */
    private String scalar(String name, Object value, String allowed) {
        if (!(value instanceof String text)) {
            throw wrongType(name, value, "a text", allowed + QUOTED);
        }
        return text;
    }

    /** Returns a secret that must be given. A plain text is converted. */
    public Secret secret(String name) {
        return optionalSecret(name).orElseThrow(() -> missing(name));
    }

    /**
     * Returns a secret that must be given and have the form of its description. The form is checked whenever the secret is
     * read, so that another kind of credential, or half of one, is never sent.
     */
    public Secret secret(SettingSpec spec) {
        return optionalSecret(spec).orElseThrow(() -> missing(spec.name()));
    }

    /** Returns a secret, as {@link #secret(SettingSpec)}; empty if it is not given. */
    public Optional<Secret> optionalSecret(SettingSpec spec) {
        Optional<Secret> secret = optionalSecret(spec.name());
        return spec.form()
                .map(form -> secret.map(given -> given.inForm(path(spec.name()), form.pattern(), form.allowed())))
                .orElse(secret);
    }

    /**
     * Returns a secret; empty if it is not given. A plain text is converted.
     *
     * @throws ConfigurationException if the value is neither a secret nor a text, or the text begins or ends with white
     *     space or an invisible character; the message names that character and shows nothing else
     */
    public Optional<Secret> optionalSecret(String name) {
        Object value = values.get(name);
        if (value instanceof String text) {
            if (text.isEmpty()) {
                throw new ConfigurationException(path(name), "is empty", "a value; leave the setting out for none");
            }
            OutsideText.flaw(OutsideText.value(text)).ifPresent(flaw -> {
                throw new ConfigurationException(path(name), flaw + "; remove that character", "");
            });
            return Optional.of(Secret.from("given", () -> text));
        }
        if (value == null || value instanceof Secret) {
            return Optional.ofNullable((Secret) value);
        }
        throw new ConfigurationException(
                path(name),
                "is " + GivenValues.type(value) + ", not a text",
                "\"${env:NAME}\" or \"${file:PATH}\"; or a text in quotes");
    }

    /**
     * Returns the value that the type of its description makes of what is given; empty if it is not given. The items of a
     * list and the members of an object are not looked at.
     */
    public Optional<Object> value(SettingSpec spec) {
        return read(spec.name(), spec.type());
    }

    /** Returns a flag: true or false, or a text with that word; empty if it is not given. */
    public Optional<Boolean> flag(String name) {
        return read(name, SettingType.flag()).map(Boolean.class::cast);
    }

    /** Returns a flag, as {@link #flag(String)}. */
    public Optional<Boolean> flag(SettingSpec spec) {
        return flag(spec.name());
    }

    /** Returns a whole number within bounds, which are inclusive; empty if it is not given. A text is converted. */
    public Optional<Integer> number(String name, int min, int max) {
        return read(name, SettingType.number(min, max)).map(Integer.class::cast);
    }

    /** Returns a whole number within the bounds of its description, as {@link #number(String, int, int)}. */
    public Optional<Integer> number(SettingSpec spec) {
        return read(spec.name(), spec.type()).map(Integer.class::cast);
    }

    /** Returns a number within bounds, which are inclusive; empty if it is not given. A text is converted. */
    public Optional<Double> decimal(String name, double min, double max) {
        return read(name, SettingType.decimal(min, max)).map(Double.class::cast);
    }

    /** Returns a number within the bounds of its description, as {@link #decimal(String, double, double)}. */
    public Optional<Double> decimal(SettingSpec spec) {
        return read(spec.name(), spec.type()).map(Double.class::cast);
    }

    /**
     * Returns a duration within bounds, which are inclusive; empty if it is not given. A text is read as {@link
     * Durations} describes.
     */
    public Optional<Duration> duration(String name, Duration min, Duration max) {
        return read(name, SettingType.duration(min, max)).map(Duration.class::cast);
    }

    /** Returns a duration within the bounds of its description, as {@link #duration(String, Duration, Duration)}. */
    public Optional<Duration> duration(SettingSpec spec) {
        return read(spec.name(), spec.type()).map(Duration.class::cast);
    }

    /** Returns the value that the type makes of what is given; empty if nothing is. */
    private Optional<Object> read(String name, SettingType type) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Object> read = type.convert(value);
        if (read.isEmpty()) {
            boolean ofType = value instanceof String || type.noun().equals(GivenValues.type(value));
            throw ofType ? wrong(name, value, type.allowed()) : wrongType(name, value, type.noun(), type.allowed());
        }
        return read;
    }

    /**
     * Returns a list; empty if it is not given. A single value becomes a list of one. A text with commas becomes a list
     * of texts. If the text contains a URL, only a comma before another URL separates.
     */
    public List<Object> list(String name) {
        Object value = values.get(name);
        return value == null
                ? List.of()
                : SettingType.list(SettingType.any()).convert(value).stream()
                        .flatMap(list -> ((List<?>) list).stream())
                        .map(Object.class::cast)
                        .toList();
    }

    /** Returns a list of texts, converted as {@link #list} describes. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            texts.add(scalar(name, value, "a text or a list of texts"));
        }
        return texts;
    }

    /** Returns an exception about a value, or one that is null and so missing, with its path and what is allowed. */
    public ConfigurationException wrong(String name, @Nullable Object value, String allowed) {
        return new ConfigurationException(path(name), "is " + GivenValues.show(value), allowed);
    }

    /**
     * Returns an exception about a value that has another type than the setting.
     *
     * @param wanted the type of the setting, as in {@code a text}
     */
    public ConfigurationException wrongType(String name, Object value, String wanted, String allowed) {
        boolean shown = value instanceof Number || value instanceof Boolean || value instanceof String;
        return new ConfigurationException(
                path(name),
                "is " + GivenValues.type(value) + (shown ? " (" + GivenValues.show(value) + ")" : "") + ", not "
                        + wanted,
                allowed);
    }

    private ConfigurationException missing(String name) {
        return new ConfigurationException(path(name), "is missing", "a value");
    }

    /**
     * Returns a hash of all settings. It contains the current values of secrets, so it changes when any value changes.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if a secret cannot be read
     */
    public String fingerprint() {
        return Identity.fingerprint(this);
    }

    /** Drops what sources remember of these secrets, because they were refused. They are read anew at the next use. */
    public void forgetSecrets() {
        Identity.secrets(this).forEach(Secret::forget);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + " ") + values.keySet();
    }
}

package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives every value the form that its setting declares: a reference is replaced by its text where the setting is no secret,
 * and a text that stands for a number, a flag or a list becomes one. The same settings thus come out whichever way they
 * were written, and so does their fingerprint. What does not fit stays as it is; its reader says so. Not thread-safe.
 */
final class Shape {
    private final References references;
    private final Problems problems;

    private Shape(References references, Problems problems) {
        this.references = references;
        this.problems = problems;
    }

    /** Returns the settings in their declared form. */
    static Settings of(Settings raw, List<SettingSpec> settings, References references, Problems problems) {
        return of("", raw, settings, references, problems);
    }

    /** The same for settings that have that path. */
    static Settings of(
            String path, Settings raw, List<SettingSpec> settings, References references, Problems problems) {
        return new Shape(references, problems).fields(path, raw, settings, false);
    }

    private Settings fields(String path, Settings raw, List<SettingSpec> settings, boolean secret) {
        Map<String, Object> values = new TreeMap<>();
        for (String name : raw.names()) {
            Object value = raw.value(name).orElseThrow();
            Optional<SettingSpec> spec =
                    settings.stream().filter(s -> s.name().equals(name)).findFirst();
            boolean isSecret = spec.filter(SettingSpec::secret).isPresent();
            if (isUnknown(raw.path(name), value, secret || isSecret)) {
                continue;
            }
            values.put(
                    name,
                    value(
                            raw.path(name),
                            value,
                            spec.map(SettingSpec::type).orElse(SettingType.any()),
                            secret || isSecret));
        }
        return Settings.ofLiterals(path, references.directory(), values);
    }

    /** Tells whether the value of what is no secret cannot be read here. It is left out, and is not told to be missing. */
    private boolean isUnknown(String path, Object value, boolean secret) {
        boolean unknown = !secret
                && (references.isStandIn(value)
                        || value instanceof List<?> list && list.stream().anyMatch(references::isStandIn));
        if (unknown) {
            problems.unresolved(path);
        }
        return unknown;
    }

    private Object value(String path, Object given, SettingType type, boolean secret) {
        if (secret && given instanceof Secret) {
            return given;
        }
        if (secret && (given instanceof String || given instanceof Number)) {
            problems.hide(given.toString(), "(secret)");
            references.addLiteralSecret();
        }
        Object value = plain(path, given);
        if (value instanceof Settings settings) {
            return object(path, settings, type, secret);
        }
        Optional<SettingType> list = HostMap.ofKind(SettingType.Items.class, type);
        if (list.isPresent() && !(value instanceof List) && isPlain(((SettingType.Items) list.get()).item())) {
            return items(path, (List<?>) list.get().convert(value).orElseThrow(), list.get(), secret);
        }
        if (value instanceof List<?> items) {
            return items(path, items, list.orElse(SettingType.list(SettingType.any())), secret);
        }
        if (HostMap.ofKind(SettingType.FileName.class, type).isPresent()) {
            references.isFileName(path);
        }
        boolean becomesAnother = type instanceof SettingType.Numeric || type instanceof SettingType.Flag;
        return becomesAnother ? type.convert(value).orElse(value) : value;
    }

    /** Returns the text of a secret whose setting is none; an empty one if it cannot be read, which is told then. */
    private Object plain(String path, Object value) {
        if (!(value instanceof Secret secret)) {
            return value;
        }
        try {
            problems.hide(secret, "(secret)");
            return secret.reveal();
        } catch (ConfigurationException e) {
            problems.addAll(path, e);
            problems.unresolved(path);
        } catch (TransientException e) {
            problems.unreachable(path, e);
        }
        return "";
    }

    /** Tells whether a single value can stand for a list of one. A list of objects that is a text is only wrong. */
    private static boolean isPlain(SettingType item) {
        return !(item instanceof SettingType.Fields || item instanceof SettingType.Typed);
    }

    private List<Object> items(String path, List<?> items, SettingType list, boolean secret) {
        SettingType item = ((SettingType.Items) list).item();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String at = path + "[" + i + "]";
            if (!isUnknown(at, items.get(i), secret)) {
                values.add(value(at, items.get(i), item, secret));
            }
        }
        return List.copyOf(values);
    }

    private Settings object(String path, Settings given, SettingType type, boolean secret) {
        Optional<List<TypeDescriptor>> types = HostMap.types(type);
        if (types.isPresent()) {
            Object id = given.value("type")
                    .filter(value -> !references.isStandIn(value))
                    .map(value -> plain(given.path("type"), value))
                    .orElse("");
            List<SettingSpec> settings = types.get().stream()
                    .filter(descriptor -> descriptor.id().equals(id))
                    .flatMap(descriptor -> descriptor.settings().stream())
                    .toList();
            return fields(path, given, settings, secret);
        }
        Optional<SettingType> fields = HostMap.ofKind(SettingType.Fields.class, type);
        if (fields.isPresent()) {
            return fields(path, given, ((SettingType.Fields) fields.get()).settings(), secret);
        }
        Map<String, Object> values = new TreeMap<>();
        for (String name : given.names()) {
            Object value = given.value(name).orElseThrow();
            if (!isUnknown(given.path(name), value, secret)) {
                values.put(name, value(given.path(name), value, HostMap.member(type, name), secret));
            }
        }
        return Settings.ofLiterals(path, references.directory(), values);
    }
}

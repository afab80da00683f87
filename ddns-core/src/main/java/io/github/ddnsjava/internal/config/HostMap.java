package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree of a configuration out of the map of a host, as Spring, MicroProfile or a {@code .properties} file gives
 * it: {@code records[0].name}, {@code providers.cf.token}, or nested maps. Hosts can have lost the case, dashes and
 * underscores of names ({@code accesskeysecret}), so known settings are found without them. Not thread-safe.
 */
final class HostMap {
    /** One step of a flat name: {@code name}, {@code [0]}, {@code [any.name]} or {@code "any.name"}. */
    private static final Pattern STEP = Pattern.compile("\\.?\"([^\"]*)\"|\\[([^]]*)]|\\.?([^.\\[\\]\"]+)");

    private static final Pattern INDEX = Pattern.compile("\\[?([0-9]{1,6})]?");

    private final Problems problems;
    private int depth;

    private HostMap(Problems problems) {
        this.problems = problems;
    }

    /** A level of the tree while names are put together. The flat names of one host come in any order. */
    private static final class Level extends TreeMap<String, Object> {
        private static final long serialVersionUID = 1L;
    }

    /** Returns the tree. */
    static Map<String, Object> tree(Map<?, ?> given, List<SettingSpec> settings, Problems problems) {
        return new HostMap(problems).fields("", given, settings);
    }

    private Map<String, Object> fields(String path, Map<?, ?> given, List<SettingSpec> settings) {
        Map<String, String> asGiven = new TreeMap<>();
        Level known = new Level();
        level(path, given).forEach((name, value) -> {
            String setting = spec(name, settings).map(SettingSpec::name).orElse(name);
            String first = asGiven.putIfAbsent(setting, name);
            put(path, known, setting, value, first == null ? "" : ": " + first + " and " + name);
        });
        Map<String, Object> values = new TreeMap<>();
        known.forEach((name, value) -> {
            SettingType type = spec(name, settings).map(SettingSpec::type).orElse(SettingType.any());
            value(path(path, name), value, type).ifPresent(made -> values.put(name, made));
        });
        return values;
    }

    /** Returns the setting of that name. A name that is right as it stands wins. */
    private static Optional<SettingSpec> spec(String name, List<SettingSpec> settings) {
        return settings.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .or(() -> settings.stream()
                        .filter(spec -> squashed(spec.name()).equals(squashed(name)))
                        .findFirst());
    }

    private static String squashed(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** A careless host can give what contains itself, in a map, a list, an array or an {@code Optional}. */
    private Optional<Object> value(String path, @Nullable Object value, SettingType type) {
        if (depth >= ConfigurationTree.MAX_DEPTH) {
            throw new ConfigurationException("", "is nested deeper than " + ConfigurationTree.MAX_DEPTH, "");
        }
        depth++;
        try {
            return made(path, value, type);
        } finally {
            depth--;
        }
    }

    private Optional<Object> made(String path, @Nullable Object value, SettingType type) {
        if (value == null) {
            ConfigurationTree.isNull(path, problems);
            return Optional.empty();
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? Optional.empty() : value(path, optional.get(), type);
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(object(path, map, type));
        }
        if (value instanceof Collection<?> || value instanceof Object[]) {
            return Optional.of(
                    list(path, value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value, type));
        }
        return plain(path, value);
    }

    private Object object(String path, Map<?, ?> map, SettingType type) {
        Optional<SettingType> list = ofKind(SettingType.Items.class, type);
        boolean indexed = !map.isEmpty()
                && map.keySet().stream().allMatch(key -> INDEX.matcher("" + key).matches())
                && (list.isPresent() || map.keySet().stream().allMatch(key -> ("" + key).startsWith("[")));
        if (indexed) {
            return indexed(path, map, type);
        }
        if (list.isPresent()) { // a single object stands for a list of one
            return object(path, map, ((SettingType.Items) list.get()).item());
        }
        Optional<List<SettingSpec>> settings = settings(map, type);
        if (settings.isPresent()) {
            return fields(path, map, settings.get());
        }
        Map<String, Object> values = new TreeMap<>();
        map.forEach((key, value) -> value(path(path, "" + key), value, member(type, "" + key))
                .ifPresent(made -> values.put("" + key, made)));
        return values;
    }

    /** Returns the type of a value in an object whose names are free. */
    static SettingType member(SettingType type, String name) {
        return ofKind(SettingType.Entries.class, type)
                .map(entries -> ((SettingType.Entries) entries).value())
                .or(() -> ofKind(SettingType.Named.class, type).map(named -> ((SettingType.Named) named).of(name)))
                .orElse(SettingType.any());
    }

    /** Returns the settings that an object has by its type; nothing if its names are free. */
    private Optional<List<SettingSpec>> settings(Map<?, ?> map, SettingType type) {
        return ofKind(SettingType.Fields.class, type)
                .map(fields -> ((SettingType.Fields) fields).settings())
                .or(() -> types(type).map(types -> {
                    List<SettingSpec> all = new ArrayList<>(TypedSection.COMMON);
                    map.forEach((key, value) -> {
                        if (squashed("" + key).equals("type")) {
                            types.stream()
                                    .filter(descriptor -> descriptor.id().equals(word(value)))
                                    .forEach(descriptor -> all.addAll(descriptor.settings()));
                        }
                    });
                    return all;
                }));
    }

    /** Returns a text; empty for what is none, and may contain itself. */
    private static String word(@Nullable Object value) {
        Object word = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return word instanceof CharSequence || word instanceof Enum ? word.toString() : "";
    }

    /** Returns the types that an object can have by its {@code "type"}. */
    static Optional<List<TypeDescriptor>> types(SettingType type) {
        return ofKind(SettingType.Typed.class, type)
                .map(typed -> ((SettingType.Typed) typed).types())
                .or(() -> ofKind(SettingType.DetectorOf.class, type).map(detector -> IpDetectors.descriptors()));
    }

    /** Returns the type itself, or that of its forms, which is of this kind. */
    static Optional<SettingType> ofKind(Class<? extends SettingType> kind, SettingType type) {
        return type instanceof SettingType.OneOf oneOf
                ? oneOf.forms().stream()
                        .flatMap(form -> ofKind(kind, form).stream())
                        .findFirst()
                : Optional.of(type).filter(kind::isInstance);
    }

    private List<Object> indexed(String path, Map<?, ?> map, SettingType type) {
        Level elements = new Level();
        map.forEach((key, value) -> {
            Matcher matcher = INDEX.matcher("" + key);
            if (matcher.matches() && value != null) {
                put(path, elements, "[" + Integer.valueOf(matcher.group(1)) + "]", value, "");
            }
        });
        TreeMap<Integer, Object> byIndex = new TreeMap<>();
        elements.forEach((step, value) -> byIndex.put(Integer.valueOf(step.substring(1, step.length() - 1)), value));
        int next = 0;
        for (int index : byIndex.keySet()) {
            if (index != next) {
                problems.addUnresolved(
                        path + "[" + next + "]", "is missing, and [" + index + "] is there", "all in turn");
                break;
            }
            next++;
        }
        return list(path, byIndex.values(), type);
    }

    private List<Object> list(String path, Collection<?> items, SettingType type) {
        SettingType item = ofKind(SettingType.Items.class, type)
                .map(list -> ((SettingType.Items) list).item())
                .orElse(type);
        List<Object> values = new ArrayList<>();
        int i = 0;
        for (Object each : items) {
            Optional<Object> made = value(path + "[" + i++ + "]", each, item);
            boolean isLeftOut = made.isEmpty() && each instanceof Optional; // a host may have none of it
            if (!isLeftOut) {
                values.add(made.orElse(ConfigurationTree.GAP));
            }
        }
        return values;
    }

    private Optional<Object> plain(String path, Object value) {
        if (value instanceof Number || value instanceof Boolean || value instanceof Secret) {
            return Optional.of(value);
        }
        if (value instanceof Duration duration) {
            return Optional.of(Durations.format(duration));
        }
        boolean isText = value instanceof CharSequence
                || value instanceof Character
                || value instanceof Enum
                || value instanceof Path
                || value instanceof URI
                || value instanceof URL;
        if (!isText) {
            problems.addUnresolved(
                    path,
                    "is a " + value.getClass().getName(),
                    "a text, a number, a flag, a duration, a secret, a list or a map");
        }
        return isText ? Optional.of(value.toString()) : Optional.empty();
    }

    /** Returns one level of names, with what flat names say below it. */
    private Level level(String path, Map<?, ?> given) {
        Level level = new Level();
        given.forEach((key, value) -> {
            List<String> steps = steps(path, "" + key);
            Level at = level;
            String inner = path;
            for (String step : steps.subList(0, Math.max(0, steps.size() - 1))) {
                inner = path(inner, step);
                Object below = at.computeIfAbsent(step, none -> new Level());
                if (below instanceof Map<?, ?> map && !(below instanceof Level)) {
                    below = copy(map);
                    at.put(step, below);
                }
                if (!(below instanceof Level next)) {
                    isBoth(inner);
                    return;
                }
                at = next;
            }
            if (!steps.isEmpty()) {
                put(inner, at, steps.get(steps.size() - 1), value, "");
            }
        });
        return level;
    }

    /**
     * Puts a value there. The settings of two objects are put together, because a host can spell the name of the object
     * in two ways: {@code records[0]} and {@code records.0}, or {@code web} and {@code WEB}.
     *
     * @param spellings what to say of the two names if both have a value
     */
    private void put(String path, Level at, String step, @Nullable Object value, String spellings) {
        @Nullable Object first = at.get(step);
        if (!at.containsKey(step)) {
            at.put(step, value);
        } else if (first instanceof Map<?, ?> map && value instanceof Map<?, ?> more) {
            Level both = copy(map);
            more.forEach((key, inner) -> put(path(path, step), both, "" + key, inner, ""));
            at.put(step, both);
        } else if (first instanceof Map || value instanceof Map) {
            isBoth(path(path, step));
        } else {
            // What follows from the value that is left out is not told.
            problems.addUnresolved(path(path, step), "is configured twice" + spellings, "one of the two");
        }
    }

    private void isBoth(String path) {
        problems.addUnresolved(path, "has a value, and other settings are below it", "one of the two");
    }

    private static Level copy(Map<?, ?> map) {
        Level level = new Level();
        map.forEach((key, value) -> level.put("" + key, value));
        return level;
    }

    private List<String> steps(String path, String name) {
        ConfigurationTree.checkName(name, "");
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(name);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            String bracket = matcher.group(2);
            if (bracket != null) {
                steps.add(INDEX.matcher(bracket).matches() ? "[" + bracket + "]" : bracket);
            } else {
                steps.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(3));
            }
            end = matcher.end();
        }
        if (end != name.length() || steps.size() > ConfigurationTree.MAX_DEPTH) {
            problems.add(path(path, name), "is no name of a setting", "names with dots, as in records[0].name");
            return List.of();
        }
        return steps;
    }

    private static String path(String path, String name) {
        return path.isEmpty() || name.startsWith("[") ? path + name : path + "." + name;
    }
}

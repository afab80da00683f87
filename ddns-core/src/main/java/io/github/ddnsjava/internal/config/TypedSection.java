package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A section of keys, each with a type and that type's settings: {@code detectors}, {@code providers}. */
final class TypedSection {
    private static final String SHAPE = "an object with at least one: {\"key\": {\"type\": …}}";

    /** The setting by which anything can be left unused. */
    static final String ENABLED = "enabled";

    private final Set<String> keys;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final References references;
    private final Problems problems;

    /**
     * One thing of the section.
     *
     * @param type its type
     * @param settings its other settings: {@code Secret}s or texts for those that are secret, otherwise plain values
     * @param enabled whether it is used
     */
    record Member(String type, Settings settings, boolean enabled) {}

    /** Reads the section of that name; {@code known} are the types on the path. */
    TypedSection(Settings root, String name, List<TypeDescriptor> known, References references, Problems problems) {
        this.references = references;
        this.problems = problems;
        Settings section = problems.read(() -> root.nested(name)).orElse(Settings.none());
        this.keys = section.names();
        if (root.value(name).isEmpty() || root.value(name).get() instanceof Settings && keys.isEmpty()) {
            problems.add(name, keys.isEmpty() && root.value(name).isPresent() ? "is empty" : "is missing", SHAPE);
        }
        String types = known.stream().map(TypeDescriptor::id).collect(Collectors.joining(", "));
        for (String key : keys) {
            problems.read(() -> section.nested(key)).ifPresent(settings -> {
                Optional<String> type = type(settings, types);
                Optional<TypeDescriptor> descriptor = known.stream()
                        .filter(d -> type.equals(Optional.of(d.id())))
                        .findFirst();
                boolean enabled = enabled(settings);
                type.ifPresent(id -> members.put(
                        key,
                        new Member(
                                id,
                                resolve(section.path(key), settings, descriptor, references, problems),
                                enabled)));
            });
        }
    }

    private Optional<String> type(Settings settings, String types) {
        Optional<Object> type = settings.value("type").map(value -> references.plain(settings.path("type"), value));
        if (type.isEmpty()) {
            problems.add(settings.path("type"), "is missing", types);
        } else if (!(type.get() instanceof String)) {
            problems.add(settings.wrongType("type", type.get(), "a text", types));
        }
        return type.filter(String.class::isInstance).map(String.class::cast);
    }

    private boolean enabled(Settings settings) {
        Settings plain = settings.value(ENABLED)
                .map(value -> settings.with(ENABLED, references.plain(settings.path(ENABLED), value)))
                .orElse(settings);
        return problems.read(() -> plain.flag(ENABLED)).orElse(true);
    }

    /** Returns settings in which only those that a type declares as secret may still be secrets; without {@code type}. */
    static Settings resolve(
            String path,
            Settings settings,
            Optional<TypeDescriptor> descriptor,
            References references,
            Problems problems) {
        Map<String, Object> values = new TreeMap<>();
        for (String name : settings.names()) {
            Object value = settings.value(name).orElseThrow();
            boolean secret = descriptor
                    .flatMap(d -> d.setting(name))
                    .filter(SettingSpec::secret)
                    .isPresent();
            if (secret && value instanceof String text) {
                problems.hide(text, "(secret)");
            }
            if (!name.equals("type") && !name.equals(ENABLED)) {
                values.put(name, secret ? value : references.plain(settings.path(name), value));
            }
        }
        return Settings.ofLiterals(path, references.directory(), values);
    }

    /** Returns every key, also of what is wrong. */
    Set<String> keys() {
        return keys;
    }

    /** Returns the keys of what is not used. */
    Set<String> disabled() {
        return members.entrySet().stream()
                .filter(member -> !member.getValue().enabled())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns the directory that relative file names are relative to. */
    String directory() {
        return references.directory().toString();
    }

    /** Returns what could be read, by key. */
    Map<String, Member> members() {
        return members;
    }
}

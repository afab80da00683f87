package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks settings by their declarations alone, so that a wrong value is refused even if no code reads it. Not thread-safe. */
public final class SettingChecks {
    private final Problems problems;

    private SettingChecks(Problems problems) {
        this.problems = problems;
    }

    /** Returns the sections of the host, as settings at the top level, and adds what is wrong with them. */
    static Settings sections(Settings root, List<SettingSpec> sections, Path directory, Problems problems) {
        Map<String, Object> values = new TreeMap<>();
        SettingChecks checks = new SettingChecks(problems);
        for (SettingSpec section : sections) {
            checks.setting(root, section);
            root.value(section.name()).ifPresent(value -> values.put(section.name(), value));
        }
        return Settings.ofLiterals("", directory, values);
    }

    /**
     * Returns what is missing among these settings, and each value that is not what its setting declares. A text without a
     * form is left to its factory, which may accept other forms.
     */
    public static List<ConfigurationException.Entry> problems(Settings settings, List<SettingSpec> specs) {
        Problems problems = new Problems();
        SettingChecks checks = new SettingChecks(problems);
        for (SettingSpec spec : specs) {
            Optional<Object> value = settings.value(spec.name());
            boolean hasType = !spec.type().equals(SettingType.text())
                    || spec.form().isPresent()
                    || spec.secret() && !(value.orElse("") instanceof Settings || value.orElse("") instanceof List);
            if (hasType || value.isEmpty()) {
                checks.setting(settings, spec);
            }
        }
        return problems.entries();
    }

    private void fields(Settings settings, List<SettingSpec> specs) {
        problems.addUnknown(settings, Sections.names(specs));
        specs.forEach(spec -> setting(settings, spec));
    }

    private void setting(Settings settings, SettingSpec spec) {
        Optional<Object> value = settings.value(spec.name());
        if (value.isEmpty() && spec.required()) {
            String allowed = spec.secret()
                    ? "\"${env:NAME}\" or \"${file:PATH}\""
                    : spec.type().allowed();
            problems.add(settings.path(spec.name()), "is missing: " + spec.help(), allowed);
        } else if (value.isPresent()) {
            value(settings, spec.name(), value.get(), spec);
        }
    }

    /** Checks a value that is at that place in its settings: a setting, an item of a list or a member of a map. */
    private void value(Settings settings, String name, Object value, SettingSpec spec) {
        String path = settings.path(name);
        SettingType type = spec.type();
        Settings alone = Settings.ofLiterals("", settings.directory(), Map.of(path, value));
        if (spec.secret() && type instanceof SettingType.Text) {
            problems.read(() -> alone.optionalSecret(path));
        } else if (type instanceof SettingType.Items list) {
            items(settings, name, value, spec, list);
        } else if (value instanceof Settings nested) {
            object(alone, path, nested, spec);
        } else if (!(value instanceof Secret) && type.convert(value).isEmpty()) {
            problems.add(wrong(alone, path, value, spec));
        } else if (type instanceof SettingType.Text && value instanceof String) {
            problems.read(() -> alone.optionalText(called(path, spec)));
        }
    }

    /** A single value stands for a list of one, and a text with commas for a list of texts. */
    private void items(Settings settings, String name, Object value, SettingSpec spec, SettingType.Items list) {
        List<?> items = (List<?>) list.convert(value).orElseThrow();
        for (int i = 0; i < items.size(); i++) {
            String at = value instanceof List ? name + "[" + i + "]" : name;
            value(settings, at, items.get(i), spec.as(list.item()));
        }
    }

    private static SettingSpec called(String path, SettingSpec spec) {
        return new SettingSpec(
                path, false, spec.secret(), spec.help(), spec.form(), spec.type(), List.of(), spec.needsRestart());
    }

    private static ConfigurationException wrong(Settings alone, String path, Object value, SettingSpec spec) {
        SettingType type = spec.type();
        if (spec.secret()) {
            return new ConfigurationException(
                    path, "is not " + type.noun() + "; its value is not shown, because it is a secret", type.allowed());
        }
        boolean outOfBounds = value instanceof String
                || value instanceof Number && type instanceof SettingType.Numeric
                || value instanceof Duration && type instanceof SettingType.Period;
        String quoted = type instanceof SettingType.Text ? "; quote it" : "";
        return outOfBounds
                ? alone.wrong(path, value, type.allowed())
                : alone.wrongType(path, value, type.noun(), type.allowed() + quoted);
    }

    private void object(Settings alone, String path, Settings value, SettingSpec spec) {
        SettingType type = spec.type();
        Optional<List<TypeDescriptor>> types = HostMap.types(type);
        Optional<SettingType> fields = HostMap.ofKind(SettingType.Fields.class, type);
        boolean isFree = HostMap.ofKind(SettingType.Entries.class, type).isPresent()
                || HostMap.ofKind(SettingType.Named.class, type).isPresent();
        if (types.isPresent()) {
            typed(value, types.get());
        } else if (fields.isPresent()) {
            fields(value, ((SettingType.Fields) fields.get()).settings());
        } else if (isFree) {
            for (String key : value.names()) {
                value(value, key, value.value(key).orElseThrow(), spec.as(HostMap.member(type, key)));
            }
        } else if (type.convert(value).isEmpty()) {
            problems.add(wrong(alone, path, value, spec));
        }
    }

    private void typed(Settings value, List<TypeDescriptor> types) {
        List<String> ids = types.stream().map(TypeDescriptor::id).toList();
        Optional<String> id = problems.read(() -> value.optionalText("type"));
        Optional<TypeDescriptor> descriptor =
                types.stream().filter(type -> id.equals(Optional.of(type.id()))).findFirst();
        if (id.isEmpty() && value.value("type").isEmpty()) {
            problems.add(value.path("type"), "is missing", String.join(", ", ids));
        } else if (id.isPresent() && descriptor.isEmpty()) {
            problems.add(
                    value.path("type"),
                    "there is no type \"" + id.get() + "\"" + Spelling.hint(id.get(), ids),
                    String.join(", ", ids));
        }
        descriptor.ifPresent(type -> {
            List<SettingSpec> specs = new ArrayList<>(TypedSection.COMMON);
            specs.addAll(type.settings());
            fields(value, specs);
        });
    }
}

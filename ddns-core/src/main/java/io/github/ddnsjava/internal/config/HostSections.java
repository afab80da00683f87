package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks the sections that a host declares, by their declarations alone. Not thread-safe. */
final class HostSections {
    private final Problems problems;

    private HostSections(Problems problems) {
        this.problems = problems;
    }

    /** Returns the sections of the host, as settings at the top level, and adds what is wrong with them. */
    static Settings check(Settings root, List<SettingSpec> sections, Path directory, Problems problems) {
        Map<String, Object> values = new TreeMap<>();
        HostSections checks = new HostSections(problems);
        for (SettingSpec section : sections) {
            checks.setting(root, section);
            root.value(section.name()).ifPresent(value -> values.put(section.name(), value));
        }
        return Settings.ofLiterals("", directory, values);
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

    private void value(Settings settings, String name, Object value, SettingSpec spec) {
        SettingType type = spec.type();
        if (spec.secret() && type instanceof SettingType.Text) {
            problems.read(() -> settings.optionalSecret(spec));
        } else if (value instanceof Settings nested) {
            object(settings, name, nested, spec);
        } else if (value instanceof List<?> items && type instanceof SettingType.Items list) {
            for (int i = 0; i < items.size(); i++) {
                value(settings, name + "[" + i + "]", items.get(i), spec.as(list.item()));
            }
        } else if (!(value instanceof Secret) && type.convert(value).isEmpty()) {
            boolean outOfBounds =
                    value instanceof String || value instanceof Number && type instanceof SettingType.Numeric;
            String quoted = type instanceof SettingType.Text ? "; quote it" : "";
            problems.add(
                    outOfBounds
                            ? settings.wrong(name, value, type.allowed())
                            : settings.wrongType(name, value, type.noun(), type.allowed() + quoted));
        } else if (type instanceof SettingType.Text && value instanceof String && name.equals(spec.name())) {
            problems.read(() -> settings.optionalText(spec));
        }
    }

    private void object(Settings settings, String name, Settings value, SettingSpec spec) {
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
            value.names()
                    .forEach(key ->
                            value(value, key, value.value(key).orElseThrow(), spec.as(HostMap.member(type, key))));
        } else if (!(type instanceof SettingType.Any)) {
            problems.add(settings.wrongType(name, value, type.noun(), type.allowed()));
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

package io.github.ddnsjava.internal.discovery;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.Spelling;
import java.util.ArrayList;
import java.util.List;

/** Checks the settings of one type by their declarations, before its factory is asked. Stateless. */
public final class SettingChecks {
    private SettingChecks() {}

    /** Returns unknown names, missing required settings, and values that are not what their settings declare. */
    static List<ConfigurationException.Entry> check(
            String noun, String id, List<SettingSpec> specs, Settings settings) {
        List<ConfigurationException.Entry> problems = unknownNames(noun, id, specs, settings);
        for (SettingSpec spec : specs) {
            if (spec.required() && !settings.names().contains(spec.name())) {
                problems.add(new ConfigurationException.Entry(
                        settings.path(spec.name()),
                        "is missing: " + spec.help(),
                        spec.secret()
                                ? "\"${env:NAME}\" or \"${file:PATH}\""
                                : spec.type().allowed()));
                continue;
            }
            try {
                read(spec, settings);
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        return problems;
    }

    /**
     * Reads a single value as it is declared, because its factory may not read it today. What is within a list or an
     * object, and a text that is declared as nothing else, is left to the factory, which may accept more.
     */
    private static void read(SettingSpec spec, Settings settings) {
        Object value = settings.value(spec.name()).orElse("");
        boolean isSecret = value instanceof Secret;
        boolean isText = spec.type().equals(SettingType.text());
        if (spec.secret()) {
            if (!isSecret && !(value instanceof Settings) && !(value instanceof List)) {
                settings.optionalSecret(spec.name());
            }
        } else if (isText && spec.form().isPresent() && !isSecret) {
            settings.optionalText(spec);
        } else if (!isText && !isSecret) {
            settings.value(spec);
        }
    }

    /** Returns the problems of names that are none of these settings, in a list that can be changed. */
    public static List<ConfigurationException.Entry> unknownNames(
            String noun, String id, List<SettingSpec> specs, Settings settings) {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<String> allowed = specs.stream().map(SettingSpec::name).toList();
        for (String name : settings.names()) {
            if (!allowed.contains(name)) {
                problems.add(new ConfigurationException.Entry(
                        settings.path(name),
                        noun + " " + id + " has no such setting" + Spelling.hint(name, allowed),
                        String.join(", ", allowed)));
            }
        }
        return problems;
    }
}

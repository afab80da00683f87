package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Settings that several detectors take. Stateless. */
public final class DetectorSettings {
    /** The setting {@code allow}. */
    public static final SettingSpec ALLOW = SettingSpec.optional(
            "allow",
            "Blocks, as in 10.0.0.0/8, whose addresses are published although they are not globally routable.");

    private DetectorSettings() {}

    /** Reads {@code allow}. */
    public static Set<Cidr> allow(Settings settings) {
        return cidrs(settings, ALLOW.name());
    }

    /** Reads a block or a list of blocks. */
    static Set<Cidr> cidrs(Settings settings, String name) {
        Set<Cidr> cidrs = new LinkedHashSet<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        for (String text : settings.texts(name)) {
            try {
                cidrs.add(Cidr.parse(text));
            } catch (IllegalArgumentException e) {
                problems.addAll(settings.wrong(name, text, "an address block, as in 10.0.0.0/8 or fd00::/8")
                        .problems());
            }
        }
        throwIfAny(problems);
        return Set.copyOf(cidrs);
    }

    /**
     * Reads the settings that stand at a place of a list.
     *
     * @return empty where there is something else
     */
    static Optional<Settings> nested(Settings parent, String name, Object value) {
        Map<String, Object> values = new TreeMap<>();
        if (value instanceof Settings settings) {
            settings.names()
                    .forEach(each -> values.put(each, settings.value(each).orElseThrow()));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((each, inner) -> values.put(String.valueOf(each), inner));
        } else {
            return Optional.empty();
        }
        return Optional.of(Settings.at(parent.path(name), values));
    }

    /** Returns the settings without the one of that name. */
    static Settings without(Settings settings, String name) {
        Map<String, Object> values = new TreeMap<>();
        settings.names().stream()
                .filter(each -> !each.equals(name))
                .forEach(each -> values.put(each, settings.value(each).orElseThrow()));
        String inside = settings.path("");
        return Settings.at(inside.isEmpty() ? "" : inside.substring(0, inside.length() - 1), values);
    }

    static void throwIfAny(List<ConfigurationException.Entry> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}

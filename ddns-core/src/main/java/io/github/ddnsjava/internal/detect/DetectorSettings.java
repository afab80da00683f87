package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Settings that several detectors take. Stateless. */
public final class DetectorSettings {
    /** The setting {@code allow}. */
    public static final SettingSpec ALLOW = SettingSpec.optional(
            "allow",
            "Blocks, as in 10.0.0.0/8, whose addresses are published although they are not globally routable.");

    static final SettingSpec QUORUM =
            SettingSpec.optional("quorum", "How many independent operators must name the same address; 1 by default.");

    static final SettingSpec HEDGE = SettingSpec.optional(
            "hedge", "How long an answer may take before the next source is asked too, as in 500ms; never by default.");

    static final SettingSpec WATCH = SettingSpec.optional(
            "watch", "false stops looking for changes between the cycles; true by default, as it sends nothing.");

    static final SettingSpec DETECTORS = SettingSpec.required(
            "detectors", "The detectors that are asked: keys of others, or their settings with a \"type\".");

    private DetectorSettings() {}

    /**
     * Reads the detectors of a combination: keys of others, or settings with a type.
     *
     * @param byKey returns another configured detector, or throws
     * @throws ConfigurationException with every problem
     */
    static List<IpDetector> detectors(Settings settings, String name, Function<String, IpDetector> byKey) {
        List<IpDetector> detectors = new ArrayList<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        List<Object> values = settings.list(name);
        for (int i = 0; i < values.size(); i++) {
            try {
                detectors.add(detector(settings, name + "[" + i + "]", values.get(i), byKey));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        throwIfAny(problems);
        if (detectors.isEmpty()) {
            throw new ConfigurationException(settings.path(name), "is empty", "at least one detector");
        }
        return detectors;
    }

    /** Reads one detector: another's key, or settings with a type. */
    static IpDetector detector(Settings settings, String name, Object value, Function<String, IpDetector> byKey) {
        if (value instanceof String key) {
            return byKey.apply(key);
        }
        Settings inline = nested(settings, name, value)
                .orElseThrow(() -> settings.wrong(name, value, "a detector's key, or its settings with a \"type\""));
        String type = inline.text("type");
        return IpDetectors.create(type, without(inline, "type"), byKey);
    }

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

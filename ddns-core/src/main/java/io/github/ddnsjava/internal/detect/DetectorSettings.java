package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Settings that several detectors take. Stateless. */
public final class DetectorSettings {
    /** The setting {@code allow}. */
    public static final SettingSpec ALLOW = SettingSpec.optional(
                    "allow",
                    "Address blocks, for example 10.0.0.0/8. Their addresses are published although they are not"
                            + " globally routable.")
            .as(SettingType.list(SettingType.text()))
            .example(List.of("10.0.0.0/8"));

    static final SettingSpec QUORUM = SettingSpec.optional(
                    "quorum", "How many independent operators must give the same address. Default: 1.")
            .as(SettingType.number(1, 9));

    static final SettingSpec HEDGE = SettingSpec.optional(
                    "hedge",
                    "If no answer has come after this time, for example 500ms, the next source is asked too."
                            + " Default: never.")
            .as(SettingType.duration(Duration.ofMillis(50), Duration.ofMinutes(1)))
            .example("500ms");

    static final SettingSpec WATCH = SettingSpec.optional(
                    "watch",
                    "false: changes are noticed only by a cycle. Default: true, changes are noticed between the"
                            + " cycles too. This sends nothing.")
            .as(SettingType.flag());

    static final SettingSpec DETECTORS = SettingSpec.required(
                    "detectors",
                    "The detectors that are asked. Each is the key of another detector, or settings with a \"type\".")
            .as(SettingType.list(SettingType.detector()));

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
        if (!(value instanceof Settings inline)) {
            throw settings.wrong(name, value, "a detector's key, or its settings with a \"type\"");
        }
        return IpDetectors.create(inline.text("type"), inline.without("type"), byKey);
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

    static void throwIfAny(List<ConfigurationException.Entry> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}

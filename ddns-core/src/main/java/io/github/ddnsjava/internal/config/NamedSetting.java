package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * A setting that is no part of an updater, or that does not tell whether it changed. It is compared when the set-up is
 * replaced. Immutable.
 *
 * @param name the name, as in {@code http.listen}
 * @param value the value, or what stands for it: of a secret the identity, say
 * @param needsRestart whether a change needs a restart
 */
public record NamedSetting(String name, Object value, boolean needsRestart) {
    /** Returns those of the sections that a host declares, by the settings that are declared in them. */
    static List<NamedSetting> of(Settings sections, List<SettingSpec> declared) {
        List<NamedSetting> named = new ArrayList<>();
        add(named, sections, declared);
        return named;
    }

    private static void add(List<NamedSetting> named, Settings settings, List<SettingSpec> declared) {
        for (SettingSpec spec : declared) {
            settings.value(spec.name()).ifPresent(value -> {
                if (!spec.needsRestart()
                        && value instanceof Settings nested
                        && spec.type() instanceof SettingType.Fields fields) {
                    add(named, nested, fields.settings());
                } else {
                    named.add(new NamedSetting(settings.path(spec.name()), Identity.of(value), spec.needsRestart()));
                }
            });
        }
    }
}

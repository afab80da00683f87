package io.github.ddnsjava.config;

import java.util.List;
import java.util.Optional;

/**
 * Describes one provider or detector type, by itself: from it come early checks, the agent's help and the manual's
 * tables. Immutable and thread-safe.
 *
 * @param id the word of configurations: lower case letters, digits and hyphens
 * @param name the name for people
 * @param url the vendor's page or the standard; empty where there is none
 * @param settings the settings it takes
 * @param limits its limits, as in {@code 1,200 requests in 5 minutes}; empty where none are known
 * @param evidence what the implementation rests on, as in {@code vendor documentation, recorded traffic}
 * @param notes notable behaviour, a sentence each
 */
public record TypeDescriptor(
        String id,
        String name,
        String url,
        List<SettingSpec> settings,
        String limits,
        String evidence,
        List<String> notes) {
    /** Checks the id and copies the lists. */
    public TypeDescriptor {
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("not an id: \"" + id + "\"");
        }
        settings = List.copyOf(settings);
        notes = List.copyOf(notes);
    }

    /** Returns the setting of that name. */
    public Optional<SettingSpec> setting(String settingName) {
        return settings.stream().filter(s -> s.name().equals(settingName)).findFirst();
    }
}

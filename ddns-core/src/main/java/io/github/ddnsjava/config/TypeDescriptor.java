package io.github.ddnsjava.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The description of one type of provider or detector. Early checks, the agent's help, the tables of the manual and
 * the JSON Schema are made from it. Immutable and thread-safe.
 *
 * @param id the word of configurations: lower case letters, digits and hyphens
 * @param name the name for people
 * @param url the vendor's page or the standard; empty if there is none
 * @param settings the settings that it has
 * @param abilities what it can do, in a few words each; empty if that depends on the settings
 * @param limits its limits, as in {@code 1,200 requests in 5 minutes}; empty if none are known
 * @param evidence what the implementation is based on, as in {@code vendor documentation, recorded traffic}
 * @param notes notable behaviour, one sentence each
 * @param attributes the attributes of records that a provider can set, as far as that does not depend on the settings
 */
public record TypeDescriptor(
        String id,
        String name,
        String url,
        List<SettingSpec> settings,
        List<String> abilities,
        String limits,
        String evidence,
        List<String> notes,
        List<SettingSpec> attributes) {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /**
     * Checks the id and copies the lists.
     *
     * @throws IllegalArgumentException if the id has other characters
     */
    public TypeDescriptor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id: \"" + id + "\"");
        }
        settings = List.copyOf(settings);
        abilities = List.copyOf(abilities);
        notes = List.copyOf(notes);
        attributes = List.copyOf(attributes);
    }

    /** Describes a type that sets no attributes of records. */
    public TypeDescriptor(
            String id,
            String name,
            String url,
            List<SettingSpec> settings,
            List<String> abilities,
            String limits,
            String evidence,
            List<String> notes) {
        this(id, name, url, settings, abilities, limits, evidence, notes, List.of());
    }

    /** Describes a type whose abilities depend on the settings, or that has none. */
    public TypeDescriptor(
            String id,
            String name,
            String url,
            List<SettingSpec> settings,
            String limits,
            String evidence,
            List<String> notes) {
        this(id, name, url, settings, List.of(), limits, evidence, notes);
    }

    /** Returns this type with the attributes of records that it can set. */
    public TypeDescriptor withAttributes(List<SettingSpec> can) {
        return new TypeDescriptor(id, name, url, settings, abilities, limits, evidence, notes, can);
    }

    /** Returns the setting of that name; empty if there is none. */
    public Optional<SettingSpec> setting(String settingName) {
        return settings.stream().filter(s -> s.name().equals(settingName)).findFirst();
    }
}

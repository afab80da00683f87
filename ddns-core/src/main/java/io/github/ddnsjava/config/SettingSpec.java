package io.github.ddnsjava.config;

/**
 * The description of one setting of a provider or detector. It is used for checks, for help and for the tables of the
 * manual. Immutable and thread-safe.
 *
 * @param name the name: the vendor's own word in camelCase
 * @param required whether it must be given
 * @param secret whether its value must never be shown
 * @param help a description of one sentence
 */
public record SettingSpec(String name, boolean required, boolean secret, String help) {
    /** Describes a setting that must be given. */
    public static SettingSpec required(String name, String help) {
        return new SettingSpec(name, true, false, help);
    }

    /** Describes a setting that may be given. */
    public static SettingSpec optional(String name, String help) {
        return new SettingSpec(name, false, false, help);
    }

    /** Describes a secret that must be given. */
    public static SettingSpec secret(String name, String help) {
        return new SettingSpec(name, true, true, help);
    }

    /** Describes a secret that may be given. */
    public static SettingSpec optionalSecret(String name, String help) {
        return new SettingSpec(name, false, true, help);
    }
}

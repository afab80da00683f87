package io.github.ddnsjava.config;

/**
 * One setting of a provider or detector, for checks, help and the manual's tables.
 *
 * @param name the name, the vendor's own word in camelCase
 * @param required whether it must be given
 * @param secret whether its value must never be shown
 * @param help one sentence
 */
public record SettingSpec(String name, boolean required, boolean secret, String help) {
    /** A setting that must be given. */
    public static SettingSpec required(String name, String help) {
        return new SettingSpec(name, true, false, help);
    }

    /** A setting that may be given. */
    public static SettingSpec optional(String name, String help) {
        return new SettingSpec(name, false, false, help);
    }

    /** A secret that must be given. */
    public static SettingSpec secret(String name, String help) {
        return new SettingSpec(name, true, true, help);
    }

    /** A secret that may be given. */
    public static SettingSpec optionalSecret(String name, String help) {
        return new SettingSpec(name, false, true, help);
    }
}

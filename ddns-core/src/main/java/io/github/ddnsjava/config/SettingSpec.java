package io.github.ddnsjava.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The description of one setting of a provider or detector. It is used for checks, for help and for the tables of the
 * manual. Immutable and thread-safe.
 *
 * @param name the name: the vendor's own word in camelCase
 * @param required whether it must be given
 * @param secret whether its value must never be shown
 * @param help a description of one sentence
 * @param form the form that its text must have; empty if it may have any
 */
public record SettingSpec(String name, boolean required, boolean secret, String help, Optional<Form> form) {
    /**
     * The form of a text.
     *
     * @param pattern what the whole text must match
     * @param allowed what is needed and how it is made, for the message
     */
    public record Form(Pattern pattern, String allowed) {}

    /** Describes a setting that must be given. */
    public static SettingSpec required(String name, String help) {
        return new SettingSpec(name, true, false, help, Optional.empty());
    }

    /** Describes a setting that may be given. */
    public static SettingSpec optional(String name, String help) {
        return new SettingSpec(name, false, false, help, Optional.empty());
    }

    /** Describes a secret that must be given. */
    public static SettingSpec secret(String name, String help) {
        return new SettingSpec(name, true, true, help, Optional.empty());
    }

    /** Describes a secret that may be given. */
    public static SettingSpec optionalSecret(String name, String help) {
        return new SettingSpec(name, false, true, help, Optional.empty());
    }

    /**
     * Returns this setting with a form, so that another kind of credential, or half of one, is never sent. The form should
     * refuse only what is certainly wrong, because vendors change the forms of their credentials. It counts where the
     * setting is read by {@link Settings#secret(SettingSpec)} or {@link Settings#text(SettingSpec)}.
     *
     * @param pattern the regular expression that the whole text must match
     * @param allowed what is needed and how it is made, for the message
     */
    public SettingSpec inForm(String pattern, String allowed) {
        return new SettingSpec(name, required, secret, help, Optional.of(new Form(Pattern.compile(pattern), allowed)));
    }
}

package io.github.ddnsjava.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The description of one setting: of a provider, of a detector, of a record, or of a section of the configuration. It is
 * used for reading, for help, for the tables of the manual and for the JSON Schema. Immutable and thread-safe.
 *
 * @param name the name: the vendor's own word in camelCase
 * @param required whether it must be given
 * @param secret whether its value must never be shown
 * @param help a description of one sentence
 * @param form the form that its text must have; empty if it may have any
 * @param type the type of its value
 * @param examples values that show what is meant; for the JSON Schema
 * @param needsRestart whether a change of it, in a section of the application, needs a restart of the application
 */
public record SettingSpec(
        String name,
        boolean required,
        boolean secret,
        String help,
        Optional<Form> form,
        SettingType type,
        List<Object> examples,
        boolean needsRestart) {
    /** The form of a GUID, as in {@code 01234567-89ab-cdef-0123-456789abcdef}, for {@link #inForm}. */
    public static final String GUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    /** The form of an IPv4 address, as in {@code 192.0.2.1}, for {@link #inForm}. */
    public static final String IPV4 =
            "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}";

    private static final String PRINTABLE = "[\\x21-\\x7e]+";

    /**
     * The form of a text.
     *
     * @param pattern what the whole text must match
     * @param allowed what is needed and how it is made, for the message
     */
    public record Form(Pattern pattern, String allowed) {}

    /** Copies the examples. */
    public SettingSpec {
        examples = List.copyOf(examples);
    }

    private static SettingSpec of(String name, boolean required, boolean secret, String help) {
        return new SettingSpec(name, required, secret, help, Optional.empty(), SettingType.text(), List.of(), false);
    }

    /** Describes a setting that must be given. It is a text, unless {@link #as} says otherwise. */
    public static SettingSpec required(String name, String help) {
        return of(name, true, false, help);
    }

    /** Describes a setting that may be given. It is a text, unless {@link #as} says otherwise. */
    public static SettingSpec optional(String name, String help) {
        return of(name, false, false, help);
    }

    /** Describes a secret that must be given. */
    public static SettingSpec secret(String name, String help) {
        return of(name, true, true, help);
    }

    /** Describes a secret that may be given. */
    public static SettingSpec optionalSecret(String name, String help) {
        return of(name, false, true, help);
    }

    /**
     * Returns this setting with a form, so that another kind of credential, or half of one, is never sent. The form should
     * refuse only what is certainly wrong, because vendors change the forms of their credentials. The form of a text is
     * checked before the factory is asked, that of a secret where it is read by {@link Settings#secret(SettingSpec)}.
     *
     * @param pattern the regular expression that the whole text must match
     * @param allowed what is needed and how it is made, for the message
     */
    public SettingSpec inForm(String pattern, String allowed) {
        Form made = new Form(Pattern.compile(pattern), allowed);
        return new SettingSpec(name, required, secret, help, Optional.of(made), type, examples, needsRestart);
    }

    /**
     * Returns this setting as a text of printable ASCII characters without spaces, of any length: a copied line break, an
     * umlaut or the word before a token is refused.
     *
     * @param allowed what is needed and how it is made, for the message
     */
    public SettingSpec withoutSpaces(String allowed) {
        return inForm(PRINTABLE, allowed);
    }

    /**
     * The same, but a text that begins in that form is refused, because it is certainly another kind of credential.
     *
     * @param other the regular expression of the beginning; with {@code $} at its end, of the whole text
     */
    public SettingSpec withoutSpacesAndNot(String other, String allowed) {
        return inForm("(?!" + other + ")" + PRINTABLE, allowed);
    }

    /**
     * Returns this setting as a GUID: the same as {@link #inForm} with {@link #GUID}.
     *
     * @param allowed what is needed and where it is shown, for the message
     */
    public SettingSpec guid(String allowed) {
        return inForm(GUID, allowed);
    }

    /** Returns this setting with that type. */
    public SettingSpec as(SettingType newType) {
        return new SettingSpec(name, required, secret, help, form, newType, examples, needsRestart);
    }

    /** Returns this setting with examples: texts, numbers, flags, lists or maps. */
    public SettingSpec example(Object... values) {
        return new SettingSpec(name, required, secret, help, form, type, List.of(values), needsRestart);
    }

    /**
     * Returns this setting, of a section of the application, as one of which a change needs a restart. The report of a
     * {@linkplain io.github.ddnsjava.ReconfigurationReport#needsRestart reconfiguration} names it then.
     */
    public SettingSpec takenAtStart() {
        return new SettingSpec(name, required, secret, help, form, type, examples, true);
    }
}

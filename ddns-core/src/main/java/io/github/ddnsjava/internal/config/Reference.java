package io.github.ddnsjava.internal.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of a text in a configuration or in settings that were made by code. The text is either a reference as a
 * whole, or it means itself. A text that begins with <code>${</code> is written with another {@code $} before it. The
 * value of a reference is never searched for references again. Immutable and thread-safe.
 *
 * @param source the word that says where, as in {@code env}
 * @param name what is read there
 */
public record Reference(String source, String name) {
    /** What may be written instead. */
    public static final String ALLOWED =
            "${env:NAME} or ${file:PATH}, say, as the whole value; a text that begins with ${ itself is written with $${";

    private static final String START = "${";
    private static final String ESCAPED = "$${";
    private static final Pattern ANY = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9-]*):([^}]+)}");

    /** Returns the reference that a text is, of a known or an unknown kind; empty where it is none. */
    public static Optional<Reference> of(String text) {
        Matcher matcher = WHOLE.matcher(text);
        return matcher.matches() ? Optional.of(new Reference(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /**
     * Returns the text that is meant by one that is no reference.
     *
     * @throws IllegalArgumentException if it has the beginnings of a reference, and nothing that can be replaced; the
     *     message begins with a verb, and quotes nothing
     */
    public static String literal(String text) {
        if (text.startsWith(ESCAPED)) {
            return text.substring(1);
        }
        if (text.startsWith(START) || ANY.matcher(text).find()) {
            throw new IllegalArgumentException("contains ${…} that cannot be replaced");
        }
        return text;
    }
}

package io.github.ddnsjava.internal.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text of a configuration, or of settings made by code, stands for: a reference, which is always the whole text,
 * or itself. A text that begins with <code>${</code> is written with another {@code $} before it. A value that a
 * reference stands for is never read for references again. Immutable and thread-safe.
 *
 * @param source {@code env} or {@code file}
 * @param name what is read there
 */
public record Reference(String source, String name) {
    /** What may be written instead. */
    public static final String ALLOWED =
            "${env:NAME} or ${file:PATH}, as the whole value; a text that begins with ${ itself is written with $${";

    private static final String START = "${";
    private static final String ESCAPED = "$${";
    private static final Pattern ANY = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
    private static final Pattern OF_ANY_KIND = Pattern.compile("\\$\\{[A-Za-z][A-Za-z0-9-]*:[^}]*}");

    /** Returns the reference that a text is; empty where it is none. */
    public static Optional<Reference> of(String text) {
        Matcher matcher = WHOLE.matcher(text);
        return matcher.matches() ? Optional.of(new Reference(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Tells whether a text is a reference as a whole, of a kind that is known or of another. */
    public static boolean isReference(String text) {
        return OF_ANY_KIND.matcher(text).matches();
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

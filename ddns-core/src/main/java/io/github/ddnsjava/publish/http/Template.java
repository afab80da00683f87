package io.github.ddnsjava.publish.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A text with placeholders, as in {@code name={name}}; a brace that is meant is doubled. What is filled in is never
 * searched for placeholders. Immutable and thread-safe.
 */
public final class Template {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** A literal text, or a placeholder. */
    private record Part(String text, boolean placeholder) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Tells whether a text can be the name of a placeholder. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if a brace belongs to no placeholder; the message begins with a verb, and quotes
     *     nothing
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && text.startsWith(String.valueOf(c), i + 1)) {
                literal.append(c);
                i += 2;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                if (end < 0 || !isName(text.substring(i + 1, end))) {
                    throw new IllegalArgumentException("has a brace that begins no placeholder; double it, as in {{");
                }
                parts.add(new Part(literal.toString(), false));
                parts.add(new Part(text.substring(i + 1, end), true));
                literal.setLength(0);
                i = end + 1;
            } else if (c == '}') {
                throw new IllegalArgumentException("has a brace that ends no placeholder; double it, as in }}");
            } else {
                literal.append(c);
                i++;
            }
        }
        parts.add(new Part(literal.toString(), false));
        parts.removeIf(part -> part.text().isEmpty());
        return new Template(parts);
    }

    /** Returns the names of the placeholders. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        parts.stream().filter(Part::placeholder).map(Part::text).forEach(names::add);
        return names;
    }

    /** Returns what stands between the placeholders. */
    List<String> literals() {
        return parts.stream()
                .filter(part -> !part.placeholder())
                .map(Part::text)
                .toList();
    }

    /** Returns the name of the placeholder that is the whole text; empty if the text is anything else. */
    Optional<String> only() {
        return parts.size() == 1 && parts.get(0).placeholder()
                ? Optional.of(parts.get(0).text())
                : Optional.empty();
    }

    /**
     * Returns the text with values in place of placeholders; empty if one of them has no value.
     *
     * @param values returns the text that a placeholder stands for; empty if it has none now
     * @param literals is applied to what stands between placeholders
     * @param escape is applied to each value
     */
    public Optional<String> fill(
            Function<String, Optional<String>> values, UnaryOperator<String> literals, UnaryOperator<String> escape) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            if (part.placeholder()) {
                Optional<String> value = values.apply(part.text());
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                filled.append(escape.apply(value.get()));
            } else {
                filled.append(literals.apply(part.text()));
            }
        }
        return Optional.of(filled.toString());
    }
}

package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.exception.ProtocolException;
import java.util.function.Function;

/** Paths such as {@code /zones/{zone}/records}: arguments replace the braces in order, encoded. Stateless. */
final class PathTemplate {
    private PathTemplate() {}

    /** Checks, when a request is built, that each brace gets its argument. */
    static void check(String template, int arguments) {
        if (!template.isEmpty() && template.charAt(0) != '/') {
            throw new IllegalArgumentException("the path " + template + " does not begin with a slash");
        }
        long braces = template.chars().filter(c -> c == '{').count();
        if (braces != arguments) {
            throw new IllegalArgumentException(
                    (braces < arguments ? "more" : "fewer") + " arguments than braces in " + template);
        }
    }

    /**
     * Fills in the arguments.
     *
     * @param text returns an argument's text
     * @throws ProtocolException if an argument would lead to another resource
     */
    static String expand(String template, Function<Object, String> text, Object... arguments) {
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (Object argument : arguments) {
            int open = template.indexOf('{', from);
            String segment = text.apply(argument);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                // Such an id, which only an answer can have brought here, would lead to another resource.
                throw new ProtocolException("nothing in " + template + " can be called \"" + segment + "\"");
            }
            expanded.append(template, from, open).append(Encoding.percent(segment));
            from = template.indexOf('}', open) + 1;
        }
        return expanded.append(template.substring(from)).toString();
    }
}

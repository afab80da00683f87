package io.github.ddnsjava.examples.agent.importing;

import java.util.Optional;

/**
 * A value that the other program has. Immutable.
 *
 * @param text the value itself, which may be a secret; or a reference of ours to the place where the other program reads it
 * @param isReference whether it is such a reference
 */
record Given(String text, boolean isReference) {
    static Given text(String text) {
        return new Given(text, false);
    }

    /** Returns a reference; empty if the name has a brace, which would end it, or a control character such as a line end. */
    static Optional<Given> reference(String source, String name) {
        return name.chars().anyMatch(c -> c == '{' || c == '}' || Character.isISOControl(c))
                ? Optional.empty()
                : Optional.of(new Given("${" + source + ":" + name + "}", true));
    }

    /** Hides the value, because it may be a secret. */
    @Override
    public String toString() {
        return isReference ? text : "***";
    }
}

package io.github.ddnsjava;

import org.jspecify.annotations.Nullable;

/** Stands in for the real sources. */
public final class Placeholder {
    private Placeholder() {}

    /**
     * A length, or nothing.
     *
     * @param text the text, or null
     * @return its length, or null where there is none
     */
    public static @Nullable Integer length(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text.length());
    }
}

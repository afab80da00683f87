package io.github.ddnsjava.providers;

import io.github.ddnsjava.Placeholder;
import org.jspecify.annotations.Nullable;

/** Stands in for the real sources. */
public final class PlaceholderHttp {
    private PlaceholderHttp() {}

    static @Nullable Integer twice(String text) {
        Integer length = Placeholder.length(text);
        return length == null ? null : Integer.valueOf(2 * length);
    }
}

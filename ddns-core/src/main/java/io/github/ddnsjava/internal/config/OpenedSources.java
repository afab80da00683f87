package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The secret sources that a configuration uses. Whoever reads the configuration again hands them over: a source that has
 * the same settings goes on with its login, with what it remembers, and with what took it long to compute. Thread-safe.
 */
public final class OpenedSources {
    private final Map<String, Source> byKey = new HashMap<>();

    /**
     * A source.
     *
     * @param type its type
     * @param identity by what it is recognised: what it was opened with, and the sources to which its settings refer
     * @param secrets makes the secret of a name
     */
    record Source(String type, Identity identity, Function<String, Secret> secrets) {}

    /** Returns the source that was opened as this one would be, else opens it. */
    synchronized Source get(String key, String type, Identity identity, Supplier<Function<String, Secret>> open) {
        Source known = byKey.get(key);
        if (known == null || !known.identity().equals(identity)) {
            known = new Source(type, identity, open.get());
            byKey.put(key, known);
        }
        return known;
    }
}

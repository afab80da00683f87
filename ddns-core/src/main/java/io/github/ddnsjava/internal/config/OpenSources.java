package io.github.ddnsjava.internal.config;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The sources of secrets that readings of one configuration have opened. A source stays open as long as its settings are
 * equal, because each one may log in by itself, and limits how often it does. Thread-safe.
 */
public final class OpenSources {
    private record Known(Identity identity, SecretSources.Open source) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** Returns the source of that key, which is opened unless one with the same identity is there. */
    SecretSources.Open get(String key, Identity identity, Supplier<SecretSources.Open> open) {
        Known there = known.get(key);
        if (there == null || !there.identity().equals(identity)) {
            there = new Known(identity, open.get());
            known.put(key, there);
        }
        return there.source();
    }
}

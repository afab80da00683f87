package io.github.ddnsjava.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies values of attributes, so that the caller cannot change them any more. A value can be a list, and {@code
 * Map.copyOf} alone would share it. Stateless and thread-safe.
 */
public final class AttributeValues {
    private AttributeValues() {}

    /** Returns an unmodifiable copy of a map of values by name. Lists in it are copied too. */
    public static Map<String, Object> frozen(Map<String, Object> values) {
        Map<String, Object> copy = Map.copyOf(values);
        if (copy.values().stream().noneMatch(List.class::isInstance)) {
            return copy;
        }
        Map<String, Object> deep = new HashMap<>(copy);
        deep.replaceAll((name, value) -> frozen(value));
        return Map.copyOf(deep);
    }

    /** Returns the value, or an unmodifiable copy if it is a list. */
    public static Object frozen(Object value) {
        return value instanceof List<?> list ? List.copyOf(list) : value;
    }
}

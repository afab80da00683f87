package io.github.ddnsjava.examples.agent.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The detectors of a configuration that is being made. Not thread-safe. */
final class DraftDetectors {
    private static final Pattern QUERY = Pattern.compile("(?is)https?:.*\\?.*");
    private static final Pattern LOGIN = Pattern.compile("(?is)https?:.*[@#].*");

    private final Draft draft;
    /** The key of each, by its settings. */
    private final Map<Map<String, Object>, String> keys = new LinkedHashMap<>();

    private final Map<String, Object> entries = new LinkedHashMap<>();

    DraftDetectors(Draft draft) {
        this.draft = draft;
    }

    Map<String, Object> entries() {
        return entries;
    }

    /** Returns the key of a detector, which is a new one if there is none with the same settings. */
    String key(Map<String, Object> settings, String place) {
        return keys.computeIfAbsent(settings, added -> {
            String key = keys.isEmpty() ? "wan" : "wan-" + (keys.size() + 1);
            if (added.containsKey("allowInsecure")) {
                draft.note(
                        "detectors." + key,
                        "a page is asked without encryption, as before. Anybody on the path can change its answer: use one"
                                + " with https, then remove \"allowInsecure\"");
            }
            entries.put(key, hidden(added, key, place));
            return key;
        });
    }

    /** Returns a value whose URLs with a query are references: a query may have a key, which belongs to the secrets. */
    private Object hidden(Object value, String key, String place) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(name, hidden(inner, key, place)));
            return copy;
        } else if (value instanceof List<?> list) {
            return list.stream().map(inner -> hidden(inner, key, place)).toList();
        }
        return value instanceof String text && QUERY.matcher(text).matches()
                ? draft.secret(key + "-url", text, place, "the URL of a page")
                : value;
    }

    /** Returns why a detector cannot have these settings; empty if it can. */
    static Optional<String> flaw(Object value) {
        if (value instanceof Map<?, ?> map) {
            return flaw(List.copyOf(map.values()));
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(DraftDetectors::flaw)
                    .flatMap(Optional::stream)
                    .findFirst();
        } else if (!DraftText.isWritable(value)) {
            return Optional.of("it has ${…} in a text");
        }
        return value instanceof String text && LOGIN.matcher(text).matches()
                ? Optional.of("its URL has a login or a fragment (@ or #), which no page here can have")
                : Optional.empty();
    }
}

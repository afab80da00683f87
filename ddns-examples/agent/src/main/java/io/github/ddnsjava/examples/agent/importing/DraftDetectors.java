package io.github.ddnsjava.examples.agent.importing;

import java.util.LinkedHashMap;
import java.util.Map;

/** The detectors of a configuration that is being made. Not thread-safe. */
final class DraftDetectors {
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
            entries.put(key, added);
            return key;
        });
    }
}

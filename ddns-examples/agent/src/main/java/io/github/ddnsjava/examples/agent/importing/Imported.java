package io.github.ddnsjava.examples.agent.importing;

import java.util.List;
import java.util.Map;

/**
 * What became of another program's configuration. Immutable.
 *
 * @param configuration our configuration, as JSON on many lines
 * @param secrets the secrets that it refers to, by name, in the order in which they were found
 * @param notes what was not carried over, or was carried over with a difference
 */
public record Imported(String configuration, Map<String, String> secrets, List<Note> notes) {
    /**
     * Something that a person should know.
     *
     * @param place where it stands in the other program's file, as in {@code line 12}
     * @param message what it is, why, and what to do; it contains no secret
     */
    public record Note(String place, String message) {
        @Override
        public String toString() {
            return place.isEmpty() ? message : place + ": " + message;
        }
    }

    /** Hides the secrets, of which only the names are shown. */
    @Override
    public String toString() {
        return "Imported" + secrets.keySet() + notes;
    }
}

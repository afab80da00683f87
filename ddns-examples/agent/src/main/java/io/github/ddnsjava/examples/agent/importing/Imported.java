package io.github.ddnsjava.examples.agent.importing;

import java.util.List;

/**
 * What became of another program's configuration. Immutable.
 *
 * @param configuration our configuration, as JSON on many lines
 * @param secrets the secrets that it refers to, in the order in which they were found
 * @param notes what was not carried over, or was carried over with a difference
 */
public record Imported(String configuration, List<Secret> secrets, List<Note> notes) {
    /**
     * A secret of the other program's file. Immutable.
     *
     * @param name its name in our configuration, of small letters, digits and hyphens
     * @param value the secret
     * @param place where it stands in the other file
     * @param setting its name there
     */
    public record Secret(String name, String value, String place, String setting) {
        /** Hides the value. */
        @Override
        public String toString() {
            return name;
        }
    }

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
}

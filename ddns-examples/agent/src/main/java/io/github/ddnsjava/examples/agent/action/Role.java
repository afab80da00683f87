package io.github.ddnsjava.examples.agent.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    /** Reads. */
    AUDITOR("reads the status, the metrics and the events"),
    /** Acts on the updater. */
    OPERATOR("also starts cycles and plans, pauses and resumes"),
    /** Changes the configuration that is in use. */
    ADMINISTRATOR("also has the configuration file read again");

    private final String meaning;

    Role(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the role of that name; empty if there is none. */
    public static Optional<Role> named(String name) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equals(name))
                .findFirst();
    }

    /** Returns the names, in the order of the roles. */
    public static String[] names() {
        return Arrays.stream(values()).map(Role::toString).toArray(String[]::new);
    }

    /** Tells whether who has this role may do what that role may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** Returns what the role may do, for the manual. */
    public String meaning() {
        return meaning;
    }

    /** Returns the word of the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

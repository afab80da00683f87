package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import java.util.List;
import java.util.stream.Collectors;

/** Settings are wrong. The exception lists all problems, each with its path and what is allowed. */
public final class ConfigurationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient List<Entry> problems;
    private final transient List<Entry> notes;

    /**
     * One problem. Immutable and thread-safe.
     *
     * @param path the path of the setting, as in {@code records[0].ttl}; empty for the whole configuration
     * @param message what is wrong, with the value unless it is a secret, and the remedy
     * @param allowed what is allowed; empty if the message says it
     */
    public record Entry(String path, String message, String allowed) {
        @Override
        public String toString() {
            String where = path.isEmpty() ? "" : path + ": ";
            return where + message + (allowed.isEmpty() ? "" : " (allowed: " + allowed + ")");
        }
    }

    /** Creates an exception with all problems that were found, at least one. */
    public ConfigurationException(List<Entry> problems) {
        this(problems, List.of());
    }

    /**
     * Creates an exception with all problems that were found, at least one.
     *
     * @param notes what was not checked, each with the reason
     */
    public ConfigurationException(List<Entry> problems, List<Entry> notes) {
        super(problems.stream().map(Entry::toString).collect(Collectors.joining("; ")), null);
        this.problems = List.copyOf(problems);
        this.notes = List.copyOf(notes);
    }

    /** Creates an exception with a single problem. */
    public ConfigurationException(String path, String message, String allowed) {
        this(List.of(new Entry(path, message, allowed)));
    }

    /** Returns all problems. */
    public List<Entry> problems() {
        return problems;
    }

    /**
     * Returns the references that could not be read by {@link io.github.ddnsjava.config.UpdaterConfiguration#loadOffline},
     * each with the reason. A problem of another setting may follow from one of them. Otherwise empty.
     */
    public List<Entry> notes() {
        return notes;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.CONFIGURATION;
    }
}

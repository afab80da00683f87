package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings are wrong. {@link #problems} lists all problems, each with its path and what is allowed. */
public final class ConfigurationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** The message becomes a line of the log, a part of an event and of the status. */
    private static final int MOST_IN_MESSAGE = 20;

    private final transient List<Entry> problems;
    private final transient Optional<Reading> reading;
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

    /**
     * What was read of a configuration that is refused, so that it need not be read again before that changes. Immutable
     * and thread-safe.
     *
     * @param files the files that its references name, each with a digest, as {@link
     *     io.github.ddnsjava.config.UpdaterConfiguration#files} has them
     * @param mayPass whether the same files may be good later, because a source of secrets refused something
     */
    public record Reading(Map<Path, String> files, boolean mayPass) {
        /** Copies the files. */
        public Reading {
            files = Map.copyOf(files);
        }
    }

    /** Creates an exception with all problems that were found, at least one. Its message has the first 20 of them. */
    public ConfigurationException(List<Entry> problems) {
        this(problems, Optional.empty(), List.of());
    }

    /**
     * Creates an exception with all problems that were found, at least one.
     *
     * @param notes what was not checked, each with the reason
     */
    public ConfigurationException(List<Entry> problems, List<Entry> notes) {
        this(problems, Optional.empty(), notes);
    }

    /**
     * Creates an exception with all problems that were found in a configuration, at least one.
     *
     * @param reading what was read
     * @param notes what was not checked, each with the reason
     */
    public ConfigurationException(List<Entry> problems, Reading reading, List<Entry> notes) {
        this(problems, Optional.of(reading), notes);
    }

    private ConfigurationException(List<Entry> problems, Optional<Reading> reading, List<Entry> notes) {
        super(message(problems), null);
        this.problems = List.copyOf(problems);
        this.reading = reading;
        this.notes = List.copyOf(notes);
    }

    /** Creates an exception with a single problem. */
    public ConfigurationException(String path, String message, String allowed) {
        this(List.of(new Entry(path, message, allowed)));
    }

    private static String message(List<Entry> problems) {
        int more = problems.size() - MOST_IN_MESSAGE;
        return problems.stream()
                .limit(MOST_IN_MESSAGE)
                .map(Entry::toString)
                .collect(Collectors.joining("; ", "", more > 0 ? "; … and " + more + " more" : ""));
    }

    /** Returns all problems. */
    public List<Entry> problems() {
        return problems;
    }

    /** Returns what was read; empty if this is not about a configuration, or not even its text can be read. */
    public Optional<Reading> reading() {
        return reading;
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

package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import java.util.List;
import java.util.stream.Collectors;

/** Settings are wrong. {@link #problems} lists all problems, each with its path and what is allowed. */
public final class ConfigurationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** The message becomes a line of the log, a part of an event and of the status. */
    private static final int MOST_IN_MESSAGE = 20;

    private final transient List<Entry> problems;

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

    /** Creates an exception with all problems that were found, at least one. Its message has the first 20 of them. */
    public ConfigurationException(List<Entry> problems) {
        super(message(problems), null);
        this.problems = List.copyOf(problems);
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

    @Override
    public ProblemKind kind() {
        return ProblemKind.CONFIGURATION;
    }
}

package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import java.util.List;
import java.util.stream.Collectors;

/** Settings are wrong. Lists every problem at once, each with its path and what is allowed. */
public final class ConfigurationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient List<Entry> problems;

    /**
     * One problem.
     *
     * @param path where, as in {@code records[0].ttl}; empty for the whole
     * @param message what is wrong, with the value unless it is a secret, and the remedy
     * @param allowed what would be right; empty where the message says it
     */
    public record Entry(String path, String message, String allowed) {
        @Override
        public String toString() {
            String where = path.isEmpty() ? "" : path + ": ";
            return where + message + (allowed.isEmpty() ? "" : " (allowed: " + allowed + ")");
        }
    }

    /** Makes one of all the problems found, at least one. */
    public ConfigurationException(List<Entry> problems) {
        super(problems.stream().map(Entry::toString).collect(Collectors.joining("; ")), null);
        this.problems = List.copyOf(problems);
    }

    /** Makes one of a single problem. */
    public ConfigurationException(String path, String message, String allowed) {
        this(List.of(new Entry(path, message, allowed)));
    }

    /** Returns every problem. */
    public List<Entry> problems() {
        return problems;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.CONFIGURATION;
    }
}

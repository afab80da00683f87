package io.github.ddnsjava.exception;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The root of this library's exceptions. Messages are for people and never contain a secret. */
public abstract class DdnsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemScope scope;

    /** For subclasses whose problem concerns one record. */
    protected DdnsException(String message, @Nullable Throwable cause) {
        this(ProblemScope.RECORD, message, cause);
    }

    /** For subclasses. */
    protected DdnsException(ProblemScope scope, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.scope = scope;
    }

    /** Returns the kind, which decides the reaction. */
    public abstract ProblemKind kind();

    /** Returns how long the other side asked us to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** Returns what this concerns: nothing else is held because of it. */
    public final ProblemScope scope() {
        return scope;
    }

    /** Tells whether a write that failed so certainly did not happen. */
    public boolean certainlyNotApplied() {
        return true;
    }

    /** Returns this as a value. */
    public Problem problem() {
        String message = getMessage();
        return new Problem(kind(), message == null ? kind().toString() : message, retryAfter(), scope);
    }
}

package io.github.ddnsjava.exception;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The base class of the exceptions of this library. Messages are written for people and never contain a secret. The
 * properties that these exceptions add to a {@link RuntimeException} are immutable, except for {@link #initStatus}.
 */
public abstract class DdnsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemScope scope;
    private volatile int status;

    /** Creates an exception whose problem concerns one record. */
    protected DdnsException(String message, @Nullable Throwable cause) {
        this(ProblemScope.RECORD, message, cause);
    }

    /** Creates an exception with that scope. */
    protected DdnsException(ProblemScope scope, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.scope = scope;
    }

    /** Returns the kind, which decides the reaction. */
    public abstract ProblemKind kind();

    /** Returns how long the server asked us to wait; empty if it did not. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** Returns what this exception concerns. Nothing outside this scope is held because of it. */
    public final ProblemScope scope() {
        return scope;
    }

    /** Returns the HTTP status of the answer that this exception is about; empty if there was none, or no HTTP. */
    public final Optional<Integer> status() {
        return status == 0 ? Optional.empty() : Optional.of(status);
    }

    /** Notes the HTTP status of the answer that this exception is about, unless one was noted before. */
    public final void initStatus(int answered) {
        if (status == 0) {
            status = answered;
        }
    }

    /** Tells whether a write that ended with this exception certainly did not happen. */
    public boolean certainlyNotApplied() {
        return true;
    }

    /** Returns this exception as a value. */
    public Problem problem() {
        String message = getMessage();
        return new Problem(kind(), message == null ? kind().toString() : message, retryAfter(), scope);
    }
}

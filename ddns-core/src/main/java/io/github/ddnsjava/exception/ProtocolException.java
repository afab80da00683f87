package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer does not conform to the protocol: HTML instead of JSON, a missing field, a redirect, a body that is too
 * large. Often it comes from a proxy or a captive portal and not from the provider, so the request is repeated after a
 * while. A write may have happened.
 */
public class ProtocolException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Creates an exception. */
    public ProtocolException(String message) {
        this(message, null);
    }

    /** Creates an exception with its cause. */
    public ProtocolException(String message, @Nullable Throwable cause) {
        this(ProblemScope.RECORD, message, cause, Optional.empty());
    }

    private ProtocolException(
            ProblemScope scope, String message, @Nullable Throwable cause, Optional<Duration> retryAfter) {
        super(scope, message, cause);
        this.retryAfter = retryAfter;
    }

    /** Creates an exception that concerns all records of the account. */
    public static ProtocolException ofAccount(String message) {
        return new ProtocolException(ProblemScope.ACCOUNT, message, null, Optional.empty());
    }

    /**
     * Creates an exception for an answer after which an attempt is useless for that time, such as the error page of a
     * web server.
     */
    public static ProtocolException retryAfter(String message, Duration wait) {
        return new ProtocolException(ProblemScope.RECORD, message, null, Optional.of(wait));
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.PROTOCOL;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    @Override
    public boolean certainlyNotApplied() {
        return false;
    }
}

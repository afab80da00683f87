package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer is not one that the protocol knows: HTML where JSON is due, a field that is missing, a redirect, a body
 * over its cap. Often not the provider spoke, but a proxy or a captive portal; so it is tried again, with patience.
 */
public final class ProtocolException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Makes one. */
    public ProtocolException(String message) {
        this(message, null);
    }

    /** Makes one with its cause. */
    public ProtocolException(String message, @Nullable Throwable cause) {
        this(message, cause, Optional.empty());
    }

    private ProtocolException(String message, @Nullable Throwable cause, Optional<Duration> retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** An answer after which another try is worth nothing for that long, as an error page of a web server. */
    public static ProtocolException retryAfter(String message, Duration wait) {
        return new ProtocolException(message, null, Optional.of(wait));
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

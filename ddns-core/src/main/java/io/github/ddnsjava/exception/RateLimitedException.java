package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;

/**
 * Too many requests were sent. This concerns the whole account, unless the provider limits zones or records separately.
 */
public final class RateLimitedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Creates an exception for the whole account. The wait is empty if the server did not name one. */
    public RateLimitedException(String message, Optional<Duration> retryAfter) {
        this(ProblemScope.ACCOUNT, message, retryAfter);
    }

    /** Creates an exception with that scope. The wait is empty if the server did not name one. */
    public RateLimitedException(ProblemScope scope, String message, Optional<Duration> retryAfter) {
        super(scope, message, null);
        this.retryAfter = retryAfter;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.RATE_LIMITED;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}

package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;

/** Too many requests; of the whole account, unless the provider limits zones or records by themselves. */
public final class RateLimitedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Makes one of the whole account; the time to stay away is empty where the server did not say. */
    public RateLimitedException(String message, Optional<Duration> retryAfter) {
        this(ProblemScope.ACCOUNT, message, retryAfter);
    }

    /** Makes one; the time to stay away is empty where the server did not say. */
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

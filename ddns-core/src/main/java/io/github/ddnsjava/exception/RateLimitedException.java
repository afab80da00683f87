package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import java.time.Duration;
import java.util.Optional;

/** Too many requests. Concerns the whole account. */
public final class RateLimitedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Makes one; the time to stay away is empty where the server did not say. */
    public RateLimitedException(String message, Optional<Duration> retryAfter) {
        super(message, null);
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

    @Override
    public boolean wholeAccount() {
        return true;
    }
}

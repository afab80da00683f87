package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The failure may pass without intervention: no connection, a timeout, a 5xx, a server that asks for patience.
 */
public final class TransientException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final transient Optional<Duration> retryAfter;

    private TransientException(
            ProblemScope scope,
            String message,
            @Nullable Throwable cause,
            boolean sent,
            Optional<Duration> retryAfter) {
        super(scope, message, cause);
        this.sent = sent;
        this.retryAfter = retryAfter;
    }

    /**
     * Creates an exception for a request that was never sent, or was refused unread. A write certainly did not happen.
     */
    public static TransientException notSent(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, false, Optional.empty());
    }

    /** Creates an exception for a request that was sent and whose result is unknown. A write may have happened. */
    public static TransientException unknownOutcome(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, true, Optional.empty());
    }

    /**
     * Creates an exception for a server that is temporarily unable to answer. Nothing is sent for the whole account for
     * that time. A write may have happened.
     */
    public static TransientException askedToWait(String message, Duration retryAfter) {
        return askedToWait(ProblemScope.ACCOUNT, message, retryAfter);
    }

    /**
     * Creates an exception for a server that is temporarily unable to answer. Nothing is sent in that scope for that
     * time. A write may have happened.
     */
    public static TransientException askedToWait(ProblemScope scope, String message, Duration retryAfter) {
        return new TransientException(scope, message, null, true, Optional.of(retryAfter));
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.TRANSIENT;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    @Override
    public boolean certainlyNotApplied() {
        return !sent;
    }
}

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
    private final boolean conflict;
    private final transient Optional<Duration> retryAfter;

    private TransientException(
            ProblemScope scope,
            String message,
            @Nullable Throwable cause,
            boolean sent,
            boolean conflict,
            Optional<Duration> retryAfter) {
        super(scope, message, cause);
        this.sent = sent;
        this.conflict = conflict;
        this.retryAfter = retryAfter;
    }

    /**
     * Creates an exception for a request that was never sent, or was refused unread. A write certainly did not happen.
     */
    public static TransientException notSent(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, false, false, Optional.empty());
    }

    /**
     * Creates an exception for a write that was refused because what it would create is there already, or because nothing
     * would change. The write did not happen. A new look at the provider tells whether all is right.
     */
    public static TransientException conflict(String message) {
        return new TransientException(ProblemScope.RECORD, message, null, false, true, Optional.empty());
    }

    /** Creates an exception for a request that was sent and whose result is unknown. A write may have happened. */
    public static TransientException unknownOutcome(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, true, false, Optional.empty());
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
        return new TransientException(scope, message, null, true, false, Optional.of(retryAfter));
    }

    /**
     * Creates an exception for a server that refuses for a while. Nothing is sent in that scope for that time. A write
     * certainly did not happen.
     */
    public static TransientException notBefore(ProblemScope scope, String message, Duration retryAfter) {
        return new TransientException(scope, message, null, false, false, Optional.of(retryAfter));
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.TRANSIENT;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Tells whether what was to be written is there already, in whole or in part. */
    public boolean isConflict() {
        return conflict;
    }

    @Override
    public boolean certainlyNotApplied() {
        return !sent;
    }
}

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

    /** What is known of the other side. */
    private enum Heard {
        /** Nothing: it may not have been reached, or is not well. */
        NOTHING,
        /** It has answered that it is not available. */
        UNAVAILABLE,
        /** It has dealt with the request, though not as was asked. */
        BUSY,
        /** As {@link #BUSY}: what was to be written is there already. */
        CONFLICT
    }

    private final boolean sent;
    private final Heard heard;
    private final transient Optional<Duration> retryAfter;

    private TransientException(
            ProblemScope scope,
            String message,
            @Nullable Throwable cause,
            boolean sent,
            Heard heard,
            Optional<Duration> retryAfter) {
        super(scope, message, cause);
        this.sent = sent;
        this.heard = heard;
        this.retryAfter = retryAfter;
    }

    /**
     * Creates an exception for a request that never reached the server. A write certainly did not happen. A missing network
     * can be the cause. For a server that has answered there are {@link #busy} and {@link #unavailable}.
     */
    public static TransientException notSent(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, false, Heard.NOTHING, Optional.empty());
    }

    /**
     * Creates an exception for a write that was refused because what it would create is there already, or because nothing
     * would change. The write did not happen. A new look at the provider tells whether all is right.
     */
    public static TransientException conflict(String message) {
        return new TransientException(ProblemScope.RECORD, message, null, false, Heard.CONFLICT, Optional.empty());
    }

    /**
     * Creates an exception for a server that has answered that it does not carry out this request now, for example because
     * the zone is locked. A write certainly did not happen. The server is well, so other requests are sent.
     */
    public static TransientException busy(String message) {
        return new TransientException(ProblemScope.RECORD, message, null, false, Heard.BUSY, Optional.empty());
    }

    /**
     * Creates an exception for a server that has answered that it is not available. A write certainly did not happen. If
     * this comes several times in a row, the account waits.
     */
    public static TransientException unavailable(String message) {
        return new TransientException(ProblemScope.RECORD, message, null, false, Heard.UNAVAILABLE, Optional.empty());
    }

    /** Creates an exception for a request that was sent and whose result is unknown. A write may have happened. */
    public static TransientException unknownOutcome(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, true, Heard.NOTHING, Optional.empty());
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
        return new TransientException(scope, message, null, true, Heard.UNAVAILABLE, Optional.of(retryAfter));
    }

    /**
     * Creates an exception for a server that refuses for a while. Nothing is sent in that scope for that time. A write
     * certainly did not happen.
     */
    public static TransientException notBefore(ProblemScope scope, String message, Duration retryAfter) {
        return new TransientException(scope, message, null, false, Heard.UNAVAILABLE, Optional.of(retryAfter));
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
        return heard == Heard.CONFLICT;
    }

    /** Tells whether the server has dealt with the request, though not as was asked: so it is well. */
    public boolean isAnswer() {
        return heard == Heard.BUSY || heard == Heard.CONFLICT;
    }

    /** Tells whether the request never reached the server, as far as is known. A missing network can be the cause. */
    public boolean isUnreached() {
        return !sent && heard == Heard.NOTHING;
    }

    @Override
    public boolean certainlyNotApplied() {
        return !sent;
    }
}

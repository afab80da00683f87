package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** It may pass by itself: no connection, a timeout, a 5xx, a server that asks for patience. */
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

    /** The request never left, or was refused unread: a write did certainly not happen. */
    public static TransientException notSent(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, false, Optional.empty());
    }

    /** The request left, but how it ended is unknown: a write may have happened. */
    public static TransientException unknownOutcome(String message, @Nullable Throwable cause) {
        return new TransientException(ProblemScope.RECORD, message, cause, true, Optional.empty());
    }

    /** The server answered that it cannot now; it asks the whole account to stay away for that long. */
    public static TransientException askedToWait(String message, Duration retryAfter) {
        return askedToWait(ProblemScope.ACCOUNT, message, retryAfter);
    }

    /** The server answered that it cannot now; for that long it asks to leave alone what is concerned. */
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

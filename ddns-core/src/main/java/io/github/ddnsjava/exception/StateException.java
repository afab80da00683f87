package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import org.jspecify.annotations.Nullable;

/** The state belongs to another process, or cannot be written. */
public final class StateException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final boolean locked;

    private StateException(String message, @Nullable Throwable cause, boolean locked) {
        super(message, cause);
        this.locked = locked;
    }

    /** Another process, or another updater of this one, owns the state. */
    public static StateException locked(String message) {
        return new StateException(message, null, true);
    }

    /** The state could not be written; what was to be remembered is known only until the process ends. */
    public static StateException unwritable(String message, Throwable cause) {
        return new StateException(message, cause, false);
    }

    @Override
    public ProblemKind kind() {
        return locked ? ProblemKind.STATE_LOCKED : ProblemKind.STATE_UNWRITABLE;
    }
}

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

    /** Creates an exception for a state that another process, or another updater of this process, owns. */
    public static StateException locked(String message) {
        return new StateException(message, null, true);
    }

    /**
     * Creates an exception for a state that could not be written. What should be remembered is known only until the
     * process ends.
     */
    public static StateException unwritable(String message, Throwable cause) {
        return new StateException(message, cause, false);
    }

    @Override
    public ProblemKind kind() {
        return locked ? ProblemKind.STATE_LOCKED : ProblemKind.STATE_UNWRITABLE;
    }
}

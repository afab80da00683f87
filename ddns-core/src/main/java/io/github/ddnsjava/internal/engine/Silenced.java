package io.github.ddnsjava.internal.engine;

import org.jspecify.annotations.Nullable;

/** Where foreign code failed, without its messages: one may quote a secret. For a log. */
final class Silenced extends Throwable {
    private static final long serialVersionUID = 1L;

    /** Causes can be a circle. */
    private static final int DEEPEST = 8;

    private Silenced(String type, @Nullable Throwable cause) {
        super(type, cause, false, true);
    }

    /** Returns the stack trace of a failure and of its causes, with the names of their classes. */
    static Throwable of(Throwable failure) {
        return of(failure, DEEPEST);
    }

    private static Throwable of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        Throwable silenced =
                new Silenced(failure.getClass().getName(), cause == null || depth == 0 ? null : of(cause, depth - 1));
        silenced.setStackTrace(failure.getStackTrace());
        return silenced;
    }
}

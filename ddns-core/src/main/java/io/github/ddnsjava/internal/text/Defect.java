package io.github.ddnsjava.internal.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is told of code of others that failed in a way that it should not. Stateless. */
public final class Defect {
    private static final int MOST_CAUSES = 5;

    private Defect() {}

    /**
     * Returns the class of what was thrown and where it was. The message is left out, because it may quote a setting that is
     * secret.
     */
    public static String where(Throwable thrown) {
        return thrown.getClass().getName()
                + Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> !frame.getClassName().startsWith("java."))
                        .findFirst()
                        .map(frame -> " at " + frame.getClassName() + "." + frame.getMethodName() + " (line "
                                + frame.getLineNumber() + ")")
                        .orElse("");
    }

    /**
     * Returns the stack traces of what was thrown and of its causes, for a log. The messages are left out, because they may
     * quote a setting that is secret: there are only the names of the classes.
     */
    public static Throwable trace(Throwable thrown) {
        return trace(thrown, MOST_CAUSES);
    }

    private static Throwable trace(Throwable thrown, int depth) {
        Throwable cause = thrown.getCause();
        return new Trace(
                thrown, cause == null || depth == 0 ? null : trace(cause, depth - 1)); // causes can be a circle
    }

    /** A stack trace without its message. */
    private static final class Trace extends Throwable {
        private static final long serialVersionUID = 1L;

        Trace(Throwable thrown, @Nullable Throwable cause) {
            super(thrown.getClass().getName(), cause, false, true);
            setStackTrace(thrown.getStackTrace());
        }
    }

    /** Returns what was thrown with its message and its causes, for code that knows no secret yet. */
    public static String whole(Throwable thrown) {
        StringBuilder all = new StringBuilder(thrown.toString());
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
            all.append(", because of ").append(cause);
        }
        return all.toString();
    }

    /** Throws an error of which the machine does not recover; an overflow of the stack ends with the call. */
    public static void failIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}

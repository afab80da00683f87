package io.github.ddnsjava.internal.text;

import java.util.Arrays;

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

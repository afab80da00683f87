package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.event.UpdateEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process whose memory ran out, at once, with the exit status 3, so that a service manager starts it
 * again. What is left of such a process works only by luck; the state file loses nothing by a sudden end. The option {@code
 * -XX:+ExitOnOutOfMemoryError} of the JVM does the same sooner, but a jar cannot set it for itself. Thread-safe.
 *
 * <p>Each library on the way may catch the error, and goes on. While the memory is full, nothing can be told of it either. So
 * a thread looks at the memory itself, and needs none for that.
 */
public final class MemoryGuard {
    private static final long LOOK_MILLIS = 2_000;
    /** So often in a row the memory is full: a configuration that is read needs twice its memory for a moment. */
    private static final int LOOKS = 4;
    /** The part of the memory that is never used, by the serial collector for one, is half of this. */
    private static final int FULL_BELOW = 16;

    /** Made beforehand, because later there is no memory for it. */
    private static final byte[] WORDS = ("ddns-agent: memory ran out, and the process ends with status "
                    + ExitStatus.RESTART + ", to be started again; if that happens again, give it"
                    + " more memory by -Xmx\n")
            .getBytes(StandardCharsets.US_ASCII);

    private static final String OUT_OF_MEMORY = OutOfMemoryError.class.getName();
    private static final int MAX_CAUSES = 20;

    private MemoryGuard() {}

    /** From now on the process ends if its memory stays full, or if any thread of it ends because memory ran out. */
    public static void begin() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            on(thrown);
            print(thread, thrown, System.err);
        });
        Thread looks = new Thread(MemoryGuard::look, "ddns-agent-memory");
        looks.setDaemon(true);
        looks.start();
    }

    /** Prints what the JVM itself prints where there is no handler. */
    static void print(Thread thread, Throwable thrown, PrintStream err) {
        err.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace(err);
    }

    /** Ends the process if this is a failure because memory ran out. */
    static void on(Throwable thrown) {
        if (isOfMemory(thrown)) {
            end();
        }
    }

    /**
     * Returns whether it is, or comes from, an error of memory. A class whose initialisation such an error has ended is not
     * found later, and the JVM names the error only in the text of a cause.
     */
    static boolean isOfMemory(Throwable thrown) {
        int depth = 0;
        for (@Nullable Throwable one = thrown; one != null && depth < MAX_CAUSES; one = one.getCause()) {
            String message = one.getMessage();
            if (one instanceof OutOfMemoryError || message != null && message.contains(OUT_OF_MEMORY)) {
                return true;
            }
            depth++;
        }
        return false;
    }

    /** Ends the process if this event says that memory ran out. */
    static void on(UpdateEvent event) {
        if (event instanceof UpdateEvent.Defect defect && defect.problem().equals(OUT_OF_MEMORY)) {
            end();
        }
    }

    private static void look() {
        Runtime memory = Runtime.getRuntime();
        int full = 0;
        try {
            while (full < LOOKS) {
                Thread.sleep(LOOK_MILLIS);
                if (isFull(memory)) {
                    System.gc(); // what is full of garbage is not full
                    full = isFull(memory) ? full + 1 : 0;
                } else {
                    full = 0;
                }
            }
        } catch (InterruptedException e) {
            return; // nobody does that
        }
        end();
    }

    private static boolean isFull(Runtime memory) {
        return isFull(memory.maxMemory(), memory.totalMemory(), memory.freeMemory());
    }

    /** Returns whether so little memory is free that it does not suffice. */
    static boolean isFull(long max, long total, long free) {
        return max - total + free < max / FULL_BELOW;
    }

    private static void end() {
        System.err.write(WORDS, 0, WORDS.length);
        System.err.flush();
        Runtime.getRuntime().halt(ExitStatus.RESTART); // hooks would need memory
    }
}

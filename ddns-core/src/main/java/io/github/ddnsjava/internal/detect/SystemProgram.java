package io.github.ddnsjava.internal.detect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Programs that belong to the operating system, asked for what the JDK does not tell. Named by their whole path, so
 * that nothing else of that name is run. Stateless.
 */
public final class SystemProgram {
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final int MAX_SECONDS = 3;

    private SystemProgram() {}

    /** Tells whether this is Windows. */
    public static boolean onWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Returns the whole path of a program in the system's folder. */
    public static String ofWindows(String program) {
        return Optional.ofNullable(System.getenv("SystemRoot")).orElse("C:\\Windows") + "\\System32\\" + program;
    }

    /**
     * Runs a program, and kills it if it does not end within three seconds.
     *
     * @return what it writes, errors too, as ISO-8859-1 text; 64 KiB at most
     * @throws IOException if there is no such program
     */
    public static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        // Ends the program, and with it the reading, should it hang; never one that has ended, whose output would be
        // lost.
        CompletableFuture<Process> watchdog = process.onExit()
                .orTimeout(MAX_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        try (InputStream in = process.getInputStream()) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
            watchdog.cancel(false);
        }
    }
}

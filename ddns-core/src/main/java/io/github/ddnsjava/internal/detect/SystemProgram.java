package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.internal.text.LocalProgram;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Programs that belong to the operating system, asked for what the JDK does not tell. Named by their whole path, so
 * that nothing else of that name is run. Stateless.
 */
public final class SystemProgram {
    /** A host of containers has thousands of addresses, of about a hundred bytes each. */
    private static final int MAX_OUTPUT = 4 << 20;

    /** A cold PowerShell takes some seconds, and on a busy host everything does. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

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
     * Runs a program, and ends it if it does not end within ten seconds.
     *
     * @return what it writes to standard output, as ISO-8859-1 text; 4 MiB at most
     * @throws LocalProgram.NotStarted if there is no such program, or it may not be run
     * @throws IOException if it does not end in time or writes more, or the thread is interrupted
     */
    public static String output(String... command) throws IOException {
        try {
            byte[] output = LocalProgram.run(List.of(command), Map.of(), new byte[0], MAX_OUTPUT, LONGEST)
                    .output();
            return OutsideText.decode(output, StandardCharsets.ISO_8859_1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the program was interrupted", e);
        }
    }
}

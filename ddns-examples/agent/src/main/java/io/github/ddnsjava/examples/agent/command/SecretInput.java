package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Secret;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads one secret from the terminal or from a pipe. Stateless. */
final class SecretInput {
    private static final int MAX_BYTES = 64 * 1024;

    private SecretInput() {}

    /**
     * Reads it.
     *
     * @throws IOException if there is none, it is too long, or it would be shown while it is typed
     */
    @SuppressWarnings("SystemConsoleNull") // isTerminal() sees to later versions, where it is never null
    static Secret read() throws IOException {
        Console console = System.console();
        if (console != null && isTerminal(console)) {
            char[] typed = console.readPassword("Secret: ");
            if (typed == null) {
                throw new IOException("the input has ended");
            }
            return secret(new String(typed));
        }
        if (isTerminalOfLinux()) {
            throw new IOException("the terminal would show it, because the output is redirected; do not redirect the"
                    + " output, or give the secret by a pipe");
        }
        byte[] bytes = System.in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it is larger than 64 KiB");
        }
        return secret(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Secret secret(String value) {
        return Secret.from("standard input", () -> value);
    }

    /** From Java 22 on there is a console without a terminal, too. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static boolean isTerminalOfLinux() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // another system
        }
    }
}

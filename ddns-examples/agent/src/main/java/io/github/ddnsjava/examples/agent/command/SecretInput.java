package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads one secret from the terminal or from a pipe. Stateless. */
final class SecretInput {
    private static final int MAX_BYTES = 64 * 1024;

    private SecretInput() {}

    /**
     * Returns a secret that is read when it is revealed, which must happen once. It throws {@link UncheckedIOException} if
     * there is none, it is too long or no UTF-8, or it would be shown while it is typed.
     */
    static Secret secret() {
        return Secret.from("standard input", () -> {
            try {
                return read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @SuppressWarnings("SystemConsoleNull") // isTerminal() sees to later versions, where it is never null
    private static String read() throws IOException {
        Console console = System.console();
        if (console != null && isTerminal(console)) {
            char[] typed = console.readPassword("Secret: ");
            if (typed == null) {
                throw new IOException("the input has ended");
            }
            return new String(typed);
        }
        if (isTerminalOfLinux()) {
            throw new IOException("the terminal would show it, because the output is redirected; do not redirect the"
                    + " output, or give the secret by a pipe");
        }
        byte[] bytes = System.in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("it is larger than 64 KiB");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not encoded as UTF-8; convert it, for example with iconv -t UTF-8", e);
        }
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

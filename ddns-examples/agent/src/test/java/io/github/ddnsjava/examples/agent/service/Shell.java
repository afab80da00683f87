package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The shell of this host. Stateless. */
final class Shell {
    private Shell() {}

    /** Returns the words that {@code "$@"} has at the end of a script, or that the script gives to the function {@code words}. */
    static List<String> words(String script) throws IOException, InterruptedException {
        String words = "words() { for word; do printf '%s\\0' \"$word\"; done; }\n";
        return Arrays.asList(run(words + script + "\nwords \"$@\"\n", "sh").split("\0"));
    }

    /** Checks the syntax of a script. */
    static void accepts(String script) throws IOException, InterruptedException {
        run(script, "sh", "-n");
    }

    /** The script goes by standard input, because arguments have the encoding of the locale. */
    private static String run(String script, String... shell) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

package io.github.ddnsjava.program;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.LocalProgram;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A program of this host with its arguments, as the setting {@code command} names it. There is no shell: the arguments
 * reach the program as they stand. Its time and its output are bounded. When it has ended, or at the end of the time, all
 * that it started is ended too. Immutable and thread-safe.
 *
 * <p>Arguments are seen by every user of the host, in the list of processes. Secrets therefore go into the environment or
 * to standard input.
 */
public final class LocalCommand {
    /** The setting that {@link #of} reads. */
    public static final SettingSpec SPEC = SettingSpec.required(
                    "command",
                    "The command and its arguments, as a list. There is no shell: quotes, pipes and variables have no special"
                            + " meaning.")
            .as(SettingType.list(SettingType.text()))
            .example(List.of("/usr/local/bin/program", "argument"));

    private final List<String> words;

    private LocalCommand(List<String> words) {
        this.words = List.copyOf(words);
    }

    /** What a program did. */
    public static final class Result {
        private final LocalProgram.Result result;

        private Result(LocalProgram.Result result) {
            this.result = result;
        }

        /** Returns its exit status. */
        public int status() {
            return result.status();
        }

        /** Returns what it wrote to standard output. */
        public byte[] output() {
            return result.output();
        }

        /** Returns what it wrote to standard output as text. What is no UTF-8 is replaced. */
        public String text() {
            return OutsideText.decode(output(), StandardCharsets.UTF_8);
        }
    }

    /** The program cannot be started, so it has done nothing. */
    public static final class NotStartedException extends IOException {
        private static final long serialVersionUID = 1L;

        private NotStartedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Reads the setting.
     *
     * @throws ConfigurationException if it names no program, or one that only a shell can run
     */
    public static LocalCommand of(Settings settings) {
        List<String> words = settings.texts(SPEC.name());
        String allowed = "a list: the program, then each argument";
        if (words.isEmpty() || words.get(0).isBlank() || words.stream().anyMatch(word -> word.indexOf(0) >= 0)) {
            throw wrong(settings, "names no program", allowed);
        }
        String program = words.get(0).toLowerCase(Locale.ROOT);
        if (program.endsWith(".bat") || program.endsWith(".cmd")) {
            throw wrong(settings, "names a batch file, which Windows runs by a shell", "a program");
        }
        if (words.size() == 1
                && program.contains(" ")
                && !Path.of(words.get(0)).toFile().exists()) {
            throw wrong(
                    settings,
                    "is one text with a space, and there is no such program",
                    allowed + ", as in [\"/usr/bin/my-ip\", \"--wan\"]");
        }
        return new LocalCommand(words);
    }

    /** Says what is wrong without the value: its arguments may hold a secret all the same. */
    private static ConfigurationException wrong(Settings settings, String what, String allowed) {
        return new ConfigurationException(settings.path(SPEC.name()), what, allowed);
    }

    /** Returns the program's file name, without its arguments: these may hold a secret all the same. */
    public String program() {
        Path file = Path.of(words.get(0)).getFileName();
        return file == null ? words.get(0) : file.toString();
    }

    /** Returns the program and its arguments. They are not for messages. */
    public List<String> words() {
        return words;
    }

    /**
     * Returns why the program cannot be started now, as far as that can be told without starting it: there is no such file,
     * or no right to run it. Empty if nothing is known against it. The message begins with "there is" or "the program", and
     * has no argument.
     */
    public Optional<String> notRunnable() {
        return LocalProgram.notRunnable(words.get(0));
    }

    /**
     * Runs it. Its error output is discarded.
     *
     * @param environment what it gets beside the few variables that every program needs, such as PATH and HOME. The rest of
     *     this process's environment can hold credentials of others, so it does not get that
     * @param input what it can read from standard input, in UTF-8; empty for nothing
     * @param maxBytes the largest output
     * @param atMost the longest time
     * @throws NotStartedException if it cannot be started
     * @throws IOException if it does not end in time, or writes more; the message begins with "it"
     * @throws InterruptedException if the calling thread is interrupted; the program is ended
     */
    public Result run(Map<String, String> environment, String input, int maxBytes, Duration atMost)
            throws IOException, InterruptedException {
        try {
            return new Result(
                    LocalProgram.run(words, environment, input.getBytes(StandardCharsets.UTF_8), maxBytes, atMost));
        } catch (LocalProgram.NotStarted e) {
            throw new NotStartedException(e);
        }
    }

    /** Returns the program's file name. */
    @Override
    public String toString() {
        return program();
    }
}

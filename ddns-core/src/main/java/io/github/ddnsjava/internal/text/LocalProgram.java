package io.github.ddnsjava.internal.text;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs programs of this host, bounded in time and size, without a shell. When the program has ended, or at the end of
 * the time, whatever it started and left running is ended too. Stateless.
 *
 * <p>What it started is found as its descendants while it runs. A child whose parent has ended belongs to nobody; on
 * Linux it is found all the same, by a variable in its environment ({@value #MARK}).
 */
public final class LocalProgram {
    static final String MARK = "DDNS_RUN";

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final int SWEEPS = 50;
    private static final Duration SWEEP_EVERY = Duration.ofMillis(10);
    private static final Duration CLOSED_WAIT = Duration.ofMillis(1);
    private static final int CLOSED_TRIES = 500;
    private static final int MAX_ENVIRONMENT = 256 * 1024;
    private static final Set<String> INHERITED = Set.of(
            // POSIX, and where shared libraries and certificates are
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "LD_LIBRARY_PATH",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            // Windows
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "COMSPEC",
            "PATHEXT",
            "TEMP",
            "TMP",
            "USERNAME",
            "USERPROFILE",
            "APPDATA",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)");

    /**
     * Where the processes of the host stand, and how long they are searched. A process that hangs in the kernel can hold up
     * whoever reads its environment.
     */
    record Search(Path processes, Duration atMost) {
        static final Search USUAL = new Search(Path.of("/proc"), SWEEP);
    }

    private LocalProgram() {}

    /**
     * Returns why a program cannot be started now, as far as that can be told without starting it; empty if nothing is known
     * against it. A name without a separator is searched as the system does it. Windows adds endings, so there nothing is
     * said of it.
     */
    public static Optional<String> notRunnable(String program) {
        try {
            if (File.separatorChar == '\\') {
                return Optional.empty();
            }
            if (program.indexOf('/') >= 0) {
                return notRunnable(Path.of(program));
            }
            // An empty member is the working directory (execvp).
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            List<Path> found = Stream.of(path.split(File.pathSeparator, -1))
                    .flatMap(member -> LocalFile.path(member).stream())
                    .map(directory -> directory.resolve(program))
                    .filter(Files::isRegularFile)
                    .toList();
            return found.isEmpty()
                    ? Optional.of("there is no program " + program
                            + " in the directories of PATH; check the spelling, or" + " name it with its directory")
                    : found.stream().anyMatch(Files::isExecutable) ? Optional.empty() : notRunnable(found.get(0));
        } catch (InvalidPathException e) {
            return Optional.of("the program's name is none that a file can have: " + LocalFile.noName(program));
        }
    }

    private static Optional<String> notRunnable(Path program) {
        if (!Files.exists(program)) {
            return Optional.of("there is no program " + program + "; check the spelling");
        }
        if (!Files.isRegularFile(program)) {
            return Optional.of("the program " + program + " is no file");
        }
        return Files.isExecutable(program)
                ? Optional.empty()
                : Optional.of("the program " + program + " may not be run by this user; chmod +x " + program);
    }

    /** What a program did. */
    public static final class Result {
        private final int status;
        private final byte[] output;

        private Result(int status, byte[] output) {
            this.status = status;
            this.output = output;
        }

        /** Returns its exit status. */
        public int status() {
            return status;
        }

        /** Returns what it wrote to standard output. */
        public byte[] output() {
            return output;
        }
    }

    /** The system does not start it, so it has done nothing. */
    public static final class NotStarted extends IOException {
        private static final long serialVersionUID = 1L;
        /** As in {@code error=2, No such file} of JDK 17, and {@code error: 2 (No such file)} of JDK 25. */
        private static final Pattern ERROR =
                Pattern.compile(".*error(?:=|: )([0-9]+)(?:, | \\()(.*?)\\)?\\s*", Pattern.DOTALL);

        private NotStarted(IOException cause) {
            super("it cannot be started: " + reason(cause), cause);
        }

        /** Explains the number that the JDK quotes (errno.h). Its message names the program, too, and so is not shown. */
        private static String reason(IOException cause) {
            Matcher error = ERROR.matcher(String.valueOf(cause.getMessage()));
            if (!error.matches()) {
                return "no such program, or no right to run it";
            }
            return switch (error.group(1)) {
                case "2" -> "there is no such program, or not the interpreter that its first line names";
                case "7" -> "its arguments and its environment are too large together";
                case "13" -> "no right to run it";
                default -> "the system says \"" + OneLine.of(error.group(2)) + "\"";
            };
        }
    }

    /**
     * Runs a program; its error output is discarded. Of this process's environment it gets only what programs need to run:
     * the rest can hold credentials that are none of its business, and that it would print.
     *
     * @param environment what it gets besides
     * @param input what it can read from standard input
     * @throws IOException if it cannot be started, does not end in time, or writes more; the message says which
     */
    public static Result run(
            List<String> command, Map<String, String> environment, byte[] input, int maxBytes, Duration atMost)
            throws IOException, InterruptedException {
        return run(command, environment, input, maxBytes, atMost, Search.USUAL);
    }

    static Result run(
            List<String> command,
            Map<String, String> environment,
            byte[] input,
            int maxBytes,
            Duration atMost,
            Search search)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !isInherited(name));
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark);
        Process process;
        try {
            process = start(builder);
        } catch (IOException e) {
            throw new NotStarted(e);
        }
        Output output = new Output(process.getInputStream(), maxBytes);
        Set<ProcessHandle> started = new HashSet<>();
        try {
            give(input, process.getOutputStream());
            output.start();
            boolean ended = false;
            while (!ended && !output.tooLarge() && end - System.nanoTime() > 0) {
                long wait = Math.min(LOOK_EVERY.toNanos(), end - System.nanoTime());
                ended = process.waitFor(Math.max(1, wait), TimeUnit.NANOSECONDS);
                process.descendants().forEach(started::add);
            }
            if (output.tooLarge()) {
                throw LocalFile.tooLarge(maxBytes);
            }
            if (!ended) {
                throw new IOException("it did not end within " + atMost.toMillis() + " ms, and was killed");
            }
        } finally {
            endAll(process, started, mark, search);
        }
        // Nobody holds the pipe any more, so this ends, too.
        boolean whole = output.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        if (output.tooLarge()) {
            throw LocalFile.tooLarge(maxBytes);
        }
        if (!whole) {
            throw new IOException("it ended, but a process that it started still holds its output after "
                    + atMost.toMillis() + " ms");
        }
        return new Result(process.exitValue(), output.bytes());
    }

    /** Tells whether programs get a variable of that name, whatever its case, as Windows writes some in another. */
    static boolean isInherited(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return INHERITED.contains(upper) || upper.startsWith("LC_");
    }

    /**
     * Starts a program. The JDK's thread that awaits its end inherits the context class loader, and is used again for
     * the next program of the host: a plug-in's loader would never be unloaded.
     */
    private static Process start(ProcessBuilder builder) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return builder.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A program that does not read its input fills the pipe, and then blocks whoever writes. */
    private static void give(byte[] input, OutputStream to) throws IOException {
        if (input.length == 0) {
            to.close();
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try (to) {
                        to.write(input);
                    } catch (IOException e) {
                        // It has ended, or has closed its input: it does not want to know.
                    }
                },
                "ddnsjava-command-input");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the children first. After the end of their parent they can no longer be found. */
    private static void endAll(Process process, Set<ProcessHandle> started, String mark, Search search) {
        process.descendants().forEach(started::add);
        started.forEach(ProcessHandle::destroyForcibly);
        if (process.isAlive()) {
            // Not where it has ended: this closes the pipe, and what the reader has not yet read of it would be lost.
            process.destroyForcibly();
        }
        if (Files.isDirectory(search.processes().resolve("self"))) {
            try {
                Bounded.callUninterruptibly("ddnsjava-command-sweep", search.atMost(), () -> {
                    // Until none is found: one may have started another in between, or just be becoming another
                    // program.
                    for (int i = 0; i < SWEEPS && endMarked(mark, search.processes()); i++) {
                        LockSupport.parkNanos(SWEEP_EVERY.toNanos());
                    }
                    return mark;
                });
            } catch (IOException e) {
                // What the program did and said counts all the same. If a process still holds its output, that is
                // noticed.
            }
        }
    }

    /** Ends the processes that bear the mark; tells whether to look again. */
    private static boolean endMarked(String mark, Path processes) {
        String wanted = MARK + "=" + mark;
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(each -> {
                                Path process = processes.resolve(Long.toString(each.pid()));
                                String environment = environment(process);
                                return environment.isEmpty()
                                        ? isBecomingAnotherProgram(process)
                                        : environment.contains(wanted) && each.destroyForcibly();
                            })
                            .count()
                    > 0;
        }
    }

    /**
     * While the kernel replaces the program of a process, it shows no environment yet (fs/proc/base.c, environ_read).
     * Neither do its own threads and processes that have ended, but these have no program.
     */
    private static boolean isBecomingAnotherProgram(Path process) {
        return Files.exists(process.resolve("exe"));
    }

    private static String environment(Path process) {
        try (InputStream in = Files.newInputStream(process.resolve("environ"))) {
            return OutsideText.decode(in.readNBytes(MAX_ENVIRONMENT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // Another user's, or it has ended.
        }
    }

    /** What a program writes, as far as it may: a pipe can neither be read with a timeout nor be interrupted. */
    private static final class Output implements Runnable {
        private final InputStream in;
        private final int maxBytes;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread = new Thread(this, "ddnsjava-command");

        Output(InputStream in, int maxBytes) {
            this.in = in;
            this.maxBytes = maxBytes;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        @Override
        public void run() {
            byte[] chunk = new byte[4096];
            try (in) {
                for (int n = read(chunk); n >= 0 && !tooLarge(); n = read(chunk)) {
                    bytes.write(chunk, 0, n);
                }
            } catch (IOException e) {
                // The program was ended.
            }
        }

        /**
         * Continues to read if the program ends during a read. The JDK then closes the pipe under the reader, and
         * offers the rest of the output a moment later.
         */
        private int read(byte[] chunk) throws IOException {
            for (int tries = 1; ; tries++) {
                try {
                    return in.read(chunk);
                } catch (IOException e) {
                    if (tries == CLOSED_TRIES) {
                        throw e;
                    }
                    LockSupport.parkNanos(CLOSED_WAIT.toNanos());
                }
            }
        }

        boolean tooLarge() {
            return bytes.size() > maxBytes;
        }

        /** Tells whether everything was read. */
        boolean join(long millis) throws InterruptedException {
            thread.join(millis);
            return !thread.isAlive();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}

package io.github.ddnsjava.examples.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Somebody else's program in a test, with a directory of its own. Where it is not installed the test is skipped, and in CI it
 * fails. The test kit has the like, but it would bring its provider into the lists that are tested here.
 */
public final class RealProgram implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);

    private final Path program;
    private final Path directory;
    private @Nullable Process process;

    private RealProgram(Path program) throws IOException {
        this.program = program;
        this.directory = Files.createTempDirectory("ddns-" + program.getFileName());
    }

    /** Finds it on the path. */
    public static RealProgram of(String name, String install) throws IOException {
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path found = Path.of(place, name);
            if (Files.isExecutable(found)) {
                return new RealProgram(found);
            }
        }
        String message = name + " is not on the path; install " + install;
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        return Assumptions.abort(message);
    }

    /** Returns a port of the loopback that nobody uses now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public Path program() {
        return program;
    }

    public Path directory() {
        return directory;
    }

    /** Starts it as a server, and waits until the question is answered by yes. */
    public void start(Callable<Boolean> isReady, String... args) throws IOException, InterruptedException {
        process =
                builder(args).redirectOutput(directory.resolve("log").toFile()).start();
        await(isReady, START);
    }

    /** Runs it to its end, and returns what it says. */
    public String run(String... args) throws IOException, InterruptedException {
        Process running = builder(args).start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        running.waitFor();
        return said;
    }

    private ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Waits until the question is answered by yes, while it runs. */
    public void await(Callable<Boolean> question, Duration atMost) throws IOException, InterruptedException {
        Process running = Objects.requireNonNull(process);
        long end = System.nanoTime() + atMost.toNanos();
        while (!isTrue(question)) {
            if (running.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new AssertionError(program.getFileName() + " did not come to it in time; it says:\n"
                        + Files.readString(directory.resolve("log")));
            }
        }
    }

    /** Stops it by SIGSTOP for this time. */
    public void pause(Duration duration) throws IOException, InterruptedException {
        Process running = Objects.requireNonNull(process);
        signal("-STOP", running);
        boolean ended = running.waitFor(duration.toMillis(), TimeUnit.MILLISECONDS);
        signal("-CONT", running);
        if (ended) {
            throw new AssertionError(program.getFileName() + " has ended");
        }
    }

    private static void signal(String signal, Process to) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(to.pid())).start().waitFor();
    }

    private static boolean isTrue(Callable<Boolean> question) throws InterruptedException {
        try {
            return question.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false; // not yet
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A helper of the program still writes there, and ends soon; the system removes the rest.
        }
    }
}

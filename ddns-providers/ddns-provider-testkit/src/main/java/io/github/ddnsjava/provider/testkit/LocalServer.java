package io.github.ddnsjava.provider.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real server as part of a test. It runs a program from the path in a temporary directory of its own. Closing this
 * object ends the program and removes the directory. If the program is not installed, the test is skipped and the
 * message says what to install. If the environment contains {@code CI=true}, the test fails instead. Not thread-safe.
 */
public final class LocalServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 16_000;
    /** The next to look at; each process begins somewhere else. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PORTS));

    /** Directories that contain servers and are not on the path of every user. */
    private static final String MORE_PLACES = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";

    private final Path program;
    private final Path directory;
    private @Nullable Process process;

    private LocalServer(Path program) throws IOException {
        this.program = program;
        this.directory = Files.createTempDirectory("ddns-" + program.getFileName());
    }

    /** Tells whether a server answers yet. An exception means that it does not. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Asks the server.
         *
         * @return true if it is ready
         * @throws Exception if it is not
         */
        boolean answers() throws Exception;
    }

    /**
     * Finds the program of a server and creates its directory. The program does not run until {@link #start}.
     *
     * @param program the file's name, such as {@code named}
     * @param install what a person would install to have it
     * @throws IOException if the directory cannot be created
     */
    public static LocalServer of(String program, String install) throws IOException {
        String path = System.getenv().getOrDefault("PATH", "") + MORE_PLACES;
        Path found = Stream.of(path.split(File.pathSeparator))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (found == null) {
            String message = program + " is not on the path; install " + install;
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(message);
            }
            return Assumptions.abort(message);
        }
        return new LocalServer(found);
    }

    /**
     * Returns a port of the loopback that nobody uses now, neither by TCP nor by UDP. It is outside the range from which
     * systems take ports for whoever asks for any, and two processes that test side by side look in different places;
     * so it is most probably still free when the server takes it.
     */
    public static int freePort() throws IOException {
        for (int tried = 0; tried < PORTS; tried++) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket tcp = new ServerSocket(port, 1, loopback);
                DatagramSocket udp = new DatagramSocket(port, loopback)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Returns the server's directory, for its configuration and data. */
    public Path directory() {
        return directory;
    }

    /**
     * Starts the server and waits until it answers. If it does not answer, its output is shown and it is closed.
     *
     * @param probe asks the server something harmless
     * @param arguments the arguments of the program
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the calling thread is interrupted while waiting
     */
    public void start(Probe probe, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path log = directory.resolve("log");
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process = started;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(probe)) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                String said = Files.readString(log);
                close();
                throw new AssertionError(program.getFileName() + " did not come up:\n" + said);
            }
        }
    }

    private static boolean isReady(Probe probe) throws InterruptedException {
        try {
            return probe.answers();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Ends the server and removes its directory. */
    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(LocalServer::delete);
        }
    }

    /** Ends the server and keeps its directory, so that it can be started again. Does nothing if it does not run. */
    public void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ScenarioNode} from outside, with its lines to the engine, the provider and the echo. Not thread-safe. */
final class ScenarioProcess implements AutoCloseable {
    private final String node;
    private final CutLine toEngine;
    private final CutLine toStates;
    private final CutLine toProvider;
    private final CutLine toEcho;
    private final Path log;
    private final Process process;
    private boolean ends;

    /** Where a node runs: which command begins its own, and at which address it finds this JVM. */
    record Place(List<String> command, InetAddress here) {
        static final Place THIS_HOST = new Place(List.of(), InetAddress.getLoopbackAddress());
    }

    /**
     * Starts one.
     *
     * @param lease how long a lease lasts
     * @param clock by how much its clock is wrong, as {@link Duration#parse} reads it
     * @param states where the state is kept; if that is the engine, the same line leads to it
     * @param outside the port of provider and echo
     * @param log what it says goes there
     */
    ScenarioProcess(
            String cluster,
            String node,
            Duration lease,
            String clock,
            Place place,
            ScenarioEngine engine,
            ScenarioEngine states,
            int outside,
            Path log)
            throws IOException {
        InetAddress here = place.here();
        this.node = node;
        this.log = log;
        this.toEngine = new CutLine(here, engine.port());
        this.toStates = states == engine ? toEngine : new CutLine(here, states.port());
        this.toProvider = new CutLine(here, outside);
        this.toEcho = new CutLine(here, outside);
        List<String> command = new ArrayList<>(place.command());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dnode=" + node,
                "-Dcluster=" + cluster,
                "-Dlease=" + lease,
                "-Dclock=" + clock,
                "-Dengine=" + engine.url(here.getHostAddress(), toEngine.port()),
                "-Dstate=" + states.url(here.getHostAddress(), toStates.port()),
                "-Dprovider=" + http(here, toProvider) + node + "/provider",
                "-Decho=" + http(here, toEcho) + node + "/echo",
                ScenarioNode.class.getName()));
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String http(InetAddress here, CutLine line) {
        return "http://" + here.getHostAddress() + ":" + line.port() + "/";
    }

    String node() {
        return node;
    }

    CutLine toEngine() {
        return toEngine;
    }

    CutLine toProvider() {
        return toProvider;
    }

    CutLine toEcho() {
        return toEcho;
    }

    /** Returns what it has said so far. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns whether it ended by itself, for a reason that only its output tells. */
    boolean hasFailed() {
        return !process.isAlive() && !ends;
    }

    /** Ends it by SIGKILL. */
    void kill() throws InterruptedException {
        ends = true;
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Stops it, as a machine does that is suspended. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Tells it to leave in order. */
    void leave() throws IOException {
        ends = true;
        process.getOutputStream().write("leave\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        toEngine.close();
        toStates.close();
        toProvider.close();
        toEcho.close();
    }
}

package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.examples.agent.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The program as a process of its own. Its standard output is the file {@code out} of its directory. */
public final class AgentProcess implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration LONGEST = Duration.ofSeconds(110);

    private final Process process;
    private final BufferedReader logs;
    private final List<String> messages = new ArrayList<>();

    private AgentProcess(Process process) {
        this.process = process;
        this.logs = process.errorReader(StandardCharsets.UTF_8);
    }

    /** A read of its output cannot be interrupted; that it ends is what ends the read. */
    private AgentProcess endedAfter(Duration longest) {
        CompletableFuture.delayedExecutor(longest.toSeconds(), TimeUnit.SECONDS).execute(process::destroyForcibly);
        return this;
    }

    /** Starts it with a log that this class can read. */
    public static AgentProcess start(Path directory, String... args) throws IOException {
        return startWith(List.of(), directory, args);
    }

    /** Starts it with these options of the JVM, and with a log that this class can read. */
    static AgentProcess startWith(List<String> options, Path directory, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--log", "json"));
        return start(options, directory, Map.of(), all);
    }

    /** Starts it with these variables in its environment. */
    static AgentProcess start(Path directory, Map<String, String> variables, List<String> args) throws IOException {
        return start(List.of(), directory, variables, args);
    }

    /** Starts it for a longer time, with its log in the file {@code log} of its directory. */
    static AgentProcess startLogged(Duration longest, Path directory, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--log-file", directory.resolve("log").toString()));
        return process(classPath(), List.of(), directory, Map.of(), all).endedAfter(longest);
    }

    /** Starts it with these options of the JVM and these variables in its environment. */
    static AgentProcess start(List<String> options, Path directory, Map<String, String> variables, List<String> args)
            throws IOException {
        return process(classPath(), options, directory, variables, args).endedAfter(LONGEST);
    }

    /** Starts it from an archive of its classes, which takes less time. */
    static AgentProcess start(ClassArchive classes, Path directory, List<String> args) throws IOException {
        return process(classes.classPath(), classes.options(), directory, Map.of(), args)
                .endedAfter(LONGEST);
    }

    /** The class path of the tests without the directory of tests, which has another Logback configuration. */
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static AgentProcess process(
            String classPath, List<String> options, Path directory, Map<String, String> variables, List<String> args)
            throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", classPath));
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("TOKEN", FakeCloudflare.TOKEN);
        builder.environment().remove("DDNS_LOG");
        builder.environment().remove("STATE_DIRECTORY");
        builder.environment().putAll(variables);
        return new AgentProcess(builder.start());
    }

    /** Reads log lines up to one whose message begins with that text, and returns it. */
    JsonNode awaitLine(String message) throws IOException {
        for (String line = logs.readLine(); line != null; line = logs.readLine()) {
            JsonNode event = MAPPER.readTree(line);
            assertThat(event.get("level").asText()).isIn("INFO", "WARN");
            messages.add(event.get("message").asText());
            if (event.get("message").asText().startsWith(message)) {
                return event;
            }
        }
        throw new AssertionError("the process ended without the line: " + message);
    }

    /** Returns the messages that {@link #awaitLine} has read. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Returns the number of the process. */
    long pid() {
        return process.pid();
    }

    /** Ends it by SIGKILL, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // unlike process.destroyForcibly() it leaves the streams open
        process.waitFor();
    }

    /** Waits for its end, up to this time. */
    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Sends SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Ends it by SIGTERM. */
    void terminate() throws InterruptedException {
        process.toHandle().destroy(); // unlike process.destroy() it leaves the streams open
        assertThat(exitStatus()).isEqualTo(143);
    }

    int exitStatus() throws InterruptedException {
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("ended in time").isTrue();
        return process.exitValue();
    }

    /** Returns what it wrote to its standard error, after it has ended. */
    String restOfLogs() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = logs.readLine(); line != null; line = logs.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        logs.close();
    }
}

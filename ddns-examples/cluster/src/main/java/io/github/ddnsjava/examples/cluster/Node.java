package io.github.ddnsjava.examples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ddnsjava.examples.agent.action.Answer;
import io.github.ddnsjava.examples.agent.action.Operation;
import io.github.ddnsjava.examples.agent.socket.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One agent, which is a process. */
final class Node {
    private static final int PATIENCE_SECONDS = 10;
    private static final int LAST_LINES = 8;

    private final String name;
    private final Path log;
    private final Process process;
    private final RunningAgent agent;

    /** Starts it. */
    Node(String name, Path configuration) throws IOException {
        this.name = name;
        this.log = configuration.resolveSibling("log");
        this.agent = new RunningAgent(configuration.resolveSibling("ddns-state"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Three JVMs start at once, and live for half a minute.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-classpath",
                System.getProperty("java.class.path"),
                "io.github.ddnsjava.examples.agent.Main",
                "run",
                "--config",
                configuration.toString());
        builder.environment().remove("STATE_DIRECTORY"); // the socket is beside the configuration
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        // Whoever ends this example with Ctrl-C ends the agents, too.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns whether this node leads; empty if it does not know yet who does. */
    Optional<Boolean> leads() throws IOException {
        JsonNode group = group();
        return group.has("leader") ? Optional.of(group.path("ours").asBoolean()) : Optional.empty();
    }

    private JsonNode group() throws IOException {
        Optional<Answer> answer = agent.ask(Operation.STATUS, "");
        JsonNode status = answer.<JsonNode>map(Answer::body).orElse(MissingNode.getInstance());
        return status.path("groups").path(0);
    }

    /** Kills it, as SIGKILL does: it gives nothing back. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the last lines of its log. */
    List<String> lastLines() throws IOException {
        List<String> all = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
    }

    /** Asks it to end, and does not wait. */
    void stop() {
        process.destroy();
    }

    /** Waits until it has ended, and kills it if that takes too long. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }
}

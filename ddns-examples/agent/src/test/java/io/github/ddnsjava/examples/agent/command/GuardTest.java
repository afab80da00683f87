package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an agent needs that nobody looks after: it ends when it is told to, and when it can do nothing more. */
@Timeout(180)
class GuardTest {
    @TempDir
    Path directory;

    private Path config(String detector, String endpoint) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": %s },
                  "providers": { "cf": { "type": "cloudflare", "token": "${env:TOKEN}", "endpoint": "%s" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "schedule": { "every": "1s", "jitter": 0 },
                  "state": { "file": "ddns-state" }
                }
                """.formatted(detector, endpoint));
    }

    private static final String KNOWN =
            "{ \"type\": \"static\", \"ipv4\": \"203.0.113.7\", \"allow\": \"203.0.113.0/24\" }";

    /** A detector of an application that keeps everything it ever made. */
    private static final String LEAK = """
            import io.github.ddnsjava.config.Settings;
            import io.github.ddnsjava.config.TypeDescriptor;
            import io.github.ddnsjava.detect.IpDetector;
            import io.github.ddnsjava.detect.IpDetectorFactory;
            import java.util.ArrayList;
            import java.util.LinkedList;
            import java.util.List;
            import java.util.function.Function;

            public final class Leak implements IpDetectorFactory {
                private static final List<Object> KEPT = new LinkedList<>();

                public List<TypeDescriptor> describe() {
                    return List.of(new TypeDescriptor("leak", "A leak", "", List.of(), "", "", List.of()));
                }

                public IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
                    return (family, context) -> {
                        while (true) {
                            KEPT.add(new byte[16_384]); // small ones make the JVM collect for minutes before it gives up
                        }
                    };
                }
            }
            """;

    private Path leak() throws IOException {
        Path source = Files.writeString(directory.resolve("Leak.java"), LEAK);
        String classPath = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", classPath, "-d", directory + "", source + ""))
                .isZero();
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve("leak.jar"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("Leak.class"));
            zip.write(Files.readAllBytes(directory.resolve("Leak.class")));
            zip.putNextEntry(new ZipEntry("META-INF/services/io.github.ddnsjava.detect.IpDetectorFactory"));
            zip.write("Leak".getBytes(StandardCharsets.UTF_8));
        }
        return plugins;
    }

    @Test
    @Tag("thorough")
    void anAgentWhoseMemoryRanOutEndsWithStatus3AndCanBeStartedAgain() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config("{ \"type\": \"leak\" }", cloudflare.endpoint());
            String plugins = leak().toString();
            for (String verb : List.of("run", "once")) {
                try (AgentProcess agent = AgentProcess.startWith(
                        List.of("-Xmx24m", "-XX:+UseSerialGC"),
                        directory,
                        verb,
                        "--plugins",
                        plugins,
                        "--config",
                        config.toString())) {
                    int status = agent.exitStatus();
                    String log = agent.restOfLogs();
                    assertThat(status).as(verb + ": " + log).isEqualTo(3);
                    assertThat(log).contains("ddns-agent: memory ran out");
                }
            }
            config(KNOWN, cloudflare.endpoint());
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
                agent.awaitLine("home.example.com A at cf was created: 203.0.113.7");
                agent.terminate();
            }
        }
    }

    @Test
    void anExceptionThatEndsAThreadIsPrintedAsTheJvmDoesIt() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Thread thread = new Thread(() -> {}, "its name");
        MemoryGuard.print(
                thread, new IllegalStateException("why"), new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("Exception in thread \"its name\" java.lang.IllegalStateException: why")
                .contains("at ");
    }

    @Test
    void whatComesFromAnErrorOfMemoryIsOne() {
        OutOfMemoryError memory = new OutOfMemoryError("Java heap space");
        // By these words the JVM remembers why a class cannot be used.
        Throwable remembered = new ExceptionInInitializerError(
                "Exception java.lang.OutOfMemoryError: Java heap space [in thread \"main\"]");
        Throwable lost = new NoClassDefFoundError("Could not initialize class x.Y").initCause(remembered);
        assertThat(List.of(memory, new IllegalStateException("why", memory), lost))
                .allMatch(MemoryGuard::isOfMemory);
        assertThat(List.of(new IllegalStateException(), new NoClassDefFoundError("x/Y")))
                .noneMatch(MemoryGuard::isOfMemory);
    }

    @Test
    void memoryIsFullIfLessThanASixteenthOfItIsFree() {
        assertThat(MemoryGuard.isFull(160, 100, 0)).as("more can be had").isFalse();
        assertThat(MemoryGuard.isFull(160, 160, 10)).isFalse();
        assertThat(MemoryGuard.isFull(160, 160, 9)).isTrue();
        assertThat(MemoryGuard.isFull(160, 155, 4)).isTrue();
    }

    @Test
    @Tag("thorough")
    void aConfigurationThatIsTooLargeForTheMemoryEndsTheAgentWithStatus3() throws Exception {
        Path config = config(KNOWN, "https://api.example.net");
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            records.append("{ \"name\": \"h").append(i).append(".example.com\", \"types\": [\"A\", \"AAAA\"] },\n");
        }
        Files.writeString(config, Files.readString(config).replace("\"records\": [", "\"records\": [" + records));
        try (AgentProcess agent = AgentProcess.startWith(
                List.of("-Xmx24m", "-XX:+UseSerialGC"), directory, "run", "--config", config.toString())) {
            assertThat(agent.exitStatus()).isEqualTo(3);
            assertThat(agent.restOfLogs()).contains("ddns-agent: memory ran out");
        }
    }

    @Test
    @Tag("promise-19")
    @DisabledOnOs(OS.WINDOWS)
    @Tag("thorough")
    void sigtermEndsItWithinTenSecondsWithItsStateSavedWhileAProviderHangs() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare();
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Path config = config(KNOWN, cloudflare.endpoint());
            String hanging = "http://127.0.0.1:" + silent.getLocalPort();
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace(
                                    "\"cf\":",
                                    "\"hangs\": { \"type\": \"cloudflare\", \"token\": \"t\", \"endpoint\": \""
                                            + hanging + "\" },\n\"cf\":")
                            .replace(
                                    "\"types\": [\"A\"] }",
                                    "\"types\": [\"A\"], \"provider\": \"cf\" },\n"
                                            + "{ \"name\": \"other.example.com\", \"types\": [\"A\"], \"provider\": \"hangs\" }"));
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
                agent.awaitLine("home.example.com A at cf was created: 203.0.113.7");
                try (Socket asked = silent.accept()) {
                    assertThat(asked.isConnected()).isTrue();
                    agent.terminate();
                }
                assertThat(agent.restOfLogs())
                        .as("it would end itself after nine seconds, and say so")
                        .doesNotContain("did not stop within");
            }
            assertThat(cloudflare.calls()).isNotEmpty();
            Agent status = Agent.run("status", "--config", config, "--json");
            assertThat(status.json().at("/records/0/outcome").asText()).isEqualTo("unchanged");
            assertThat(cloudflare.calls()).as("it knows, and asks nobody").isEmpty();
        }
    }

    @Tag("thorough")
    @Test
    @Tag("promise-18")
    void theSecondAgentOnOneStateSaysWhichProcessHoldsIt() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(KNOWN, cloudflare.endpoint());
            try (AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
                agent.awaitLine("home.example.com A at cf was created: 203.0.113.7");
                Path second = Files.createDirectory(directory.resolve("second"));
                try (AgentProcess other = AgentProcess.start(second, "run", "--config", config.toString(), "--json")) {
                    assertThat(other.exitStatus()).isEqualTo(1);
                }
                JsonNode refused =
                        new JsonMapper().readTree(second.resolve("out").toFile());
                assertThat(refused.at("/error/kind").asText()).isEqualTo("state-locked");
                assertThat(refused.at("/error/message").asText())
                        .contains("ddns-state is in use by another process (pid " + agent.pid() + ")");
                agent.terminate();
            }
        }
    }

    /** An updater one of whose cycles is stuck, as it says when it is started. */
    private static Updater stuck(Updater updater) {
        UpdateListener[] told = {event -> {}};
        return (Updater) Proxy.newProxyInstance(
                GuardTest.class.getClassLoader(), new Class<?>[] {Updater.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("addListener")) {
                        told[0] = (UpdateListener) arguments[0];
                    }
                    try {
                        return method.invoke(updater, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("start")) {
                            Problem problem = Problem.of(ProblemKind.STUCK, "cycle 1 has not ended");
                            told[0].on(new UpdateEvent.CycleTroubled(Instant.EPOCH, problem, 1, List.of()));
                        }
                    }
                });
    }

    @Test
    void anAgentWhoseCycleDoesNotEndEndsWithStatus3() throws Exception {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(KNOWN, cloudflare.endpoint());
            Files.writeString(config, Files.readString(config).replace("${env:TOKEN}", FakeCloudflare.TOKEN));
            RunVerb verb = new RunVerb();
            StringWriter out = new StringWriter();
            new CommandLine(verb).setOut(new PrintWriter(out));
            UpdaterConfiguration configuration = UpdaterConfiguration.load(config);
            int status = verb.run(stuck(verb.setUp(configuration).build()), configuration);
            assertThat(status).isEqualTo(3);
            assertThat(out.toString()).contains("home.example.com");
        }
    }
}

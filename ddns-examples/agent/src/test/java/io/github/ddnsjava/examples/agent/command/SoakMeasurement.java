package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.examples.agent.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * An agent lives for some time with an address that changes each second, while everything around it fails now and then, and
 * must not grow. It never runs by itself:
 *
 * <pre>{@code
 * nice mvn -Dtests.forks=1 -Dtests.without=none -Dddns.soak=60 -pl ddns-examples/agent -am test -Dtest=SoakMeasurement \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>The number is the minutes. Each minute it prints what the agent needs: its memory, and its heap after a collection, its
 * threads and file descriptors, and the files of its state. It is for Linux.
 */
@Tag("servers")
@EnabledIfSystemProperty(named = "ddns.soak", matches = "\\d+")
class SoakMeasurement {
    private static final int MINUTES = Integer.getInteger("ddns.soak", 0);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    @TempDir
    Path directory;

    private final Random random = new Random(5);
    private final List<long[]> measured = new java.util.ArrayList<>();
    private int second;
    private int refusals;

    /** A dyndns2 service of little worth: one answer in ten is an error, an empty one, a page, or none. */
    private HttpServer service() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            switch (random.nextInt(50)) {
                case 0 -> answer(exchange, 500, "<html>Internal Server Error</html>");
                case 1 -> answer(exchange, 429, "slow down");
                case 2 -> answer(exchange, 200, "911");
                case 3 -> answer(exchange, 200, "\u0000".repeat(100_000));
                case 4 -> exchange.close(); // without an answer
                default -> answer(exchange, 200, "good");
            }
        });
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        refusals += text.equals("good") ? 0 : 1;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** One second: another address, and now and then junk, or no file. */
    private void nextAddress() {
        try {
            second++;
            boolean junk = second % 60 > 56;
            if (second % 300 == 299) {
                Files.deleteIfExists(directory.resolve("address"));
                return;
            }
            save("address", junk ? "<html>\n" : address());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String address() {
        return "203.0.113." + (1 + second % 250);
    }

    private void save(String name, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void configure(OwnBind bind, int port, String jitter) throws IOException {
        save("ddns.json", """
                {"detectors": {"wan": {"type": "file", "path": "address", "allow": "203.0.113.0/24"}},
                 "providers": {"bind": %s,
                               "service": {"type": "dyndns2", "username": "u", "password": "p", "allowInsecure": true,
                                           "endpoint": "http://127.0.0.1:%d/nic/update"}},
                 "records": [{"name": "home.example.com", "types": "A", "zone": "example.com", "provider": "bind"},
                             {"name": "other.example.net", "types": "A", "provider": "service"}],
                 "schedule": {"every": "5s", "jitter": %s},
                 "state": {"file": "ddns-state"}}
                """.formatted(bind.provider(), port, jitter));
    }

    private Process agent() throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        "run",
                        "--config",
                        directory.resolve("ddns.json").toString(),
                        "--log-file",
                        directory.resolve("log").toString())
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** Returns the heap after a collection, the resident memory, threads, descriptors and the bytes of the state, in KB. */
    private long[] measure(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(jcmd, pid + "", "GC.run");
        Matcher heap = USED.matcher(run(jcmd, pid + "", "GC.heap_info"));
        long used = 0;
        for (int generation = 0; generation < 2 && heap.find(); generation++) {
            used += Long.parseLong(heap.group(1));
        }
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        long descriptors;
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            descriptors = open.count();
        }
        long state = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("ddns-state"))
                    .toList()) {
                state += Files.size(file);
            }
        }
        return new long[] {used, field(status, "VmRSS"), field(status, "Threads"), descriptors, state / 1024};
    }

    private static long field(String status, String name) {
        Matcher field = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
        return field.find() ? Long.parseLong(field.group(1)) : 0;
    }

    @Test
    void anAgentDoesNotGrowWhileEverythingAroundItFails() throws Exception {
        nextAddress();
        HttpServer service = service();
        ScheduledExecutorService line = Executors.newSingleThreadScheduledExecutor();
        try (OwnBind bind = OwnBind.start()) {
            configure(bind, service.getAddress().getPort(), "0");
            Process agent = agent();
            line.scheduleAtFixedRate(this::nextAddress, 1, 1, TimeUnit.SECONDS);
            System.out.println("| minute | heap after GC (KB) | resident (KB) | threads | descriptors | state (KB) |\n"
                    + "| --- | --- | --- | --- | --- | --- |");
            for (int minute = 1; minute <= MINUTES; minute++) {
                if (minute % 2 == 0) {
                    bind.stopFor(10); // as a server that hangs
                }
                if (agent.waitFor(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("the agent ended: " + Files.readString(directory.resolve("err")));
                }
                configure(bind, service.getAddress().getPort(), minute % 2 == 0 ? "0" : "0.1");
                long[] now = measure(agent.pid());
                measured.add(now);
                System.out.println(Arrays.stream(now)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" | ", "| " + minute + " | ", " |")));
            }
            line.shutdown();
            assertThat(line.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            save("address", address());
            while (!bind.served("home", Type.A).equals(List.of(address()))) {
                assertThat(agent.waitFor(1, TimeUnit.SECONDS)).isFalse();
            }
            agent.toHandle().destroy();
            agent.waitFor();
            long written = Pattern.compile("adding an RR at 'home")
                    .matcher(bind.log())
                    .results()
                    .count();
            System.out.println(
                    second + " addresses, " + written + " updates at BIND, " + refusals + " refusals by the service");
            assertThat(agent.exitValue()).isEqualTo(143);
            long[] early = measured.get(Math.min(2, measured.size() - 1));
            long[] late = measured.get(measured.size() - 1);
            assertThat(late[0]).as("heap").isLessThan(early[0] * 5 / 4 + 1024);
            assertThat(late[2]).as("threads").isLessThan(early[2] + 5);
            assertThat(late[3]).as("descriptors").isLessThan(early[3] + 8);
            assertThat(late[4]).as("state").isLessThan(4096);
        } finally {
            line.shutdownNow();
            service.stop(0);
        }
    }
}

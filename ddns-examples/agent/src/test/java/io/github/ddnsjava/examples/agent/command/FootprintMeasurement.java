package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.ddnsjava.examples.agent.service.Program;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent needs of memory while it runs, and of the processor for one cycle with nothing to do, by the options of the
 * service definitions. It never runs by itself, is for Linux, and needs the packaged jar:
 *
 * <pre>{@code
 * mvn -B -ntp '-P!lint' package -Dmaven.test.skip=true -pl ddns-examples/agent -am
 * mvn -Dtests.forks=1 -Dtests.without=none -Dddns.footprint=60 -Dddns.jdks=/usr/lib/jvm/…17…,/usr/lib/jvm/…25… \
 *     -pl ddns-examples/agent -am test -Dtest=FootprintMeasurement -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>The number is the minutes until the memory is read.
 */
@Tag("servers")
@EnabledIfSystemProperty(named = "ddns.footprint", matches = "\\d+")
class FootprintMeasurement {
    private static final int MINUTES = Integer.getInteger("ddns.footprint", 0);
    private static final int PAIRS = 9;
    private static final String WORD = "footprint";

    @TempDir
    Path directory;

    private static List<String> jdks() {
        return List.of(
                System.getProperty("ddns.jdks", System.getProperty("java.home")).split(","));
    }

    private static Path jar() {
        return Path.of("target/ddns-agent.jar").toAbsolutePath();
    }

    private HttpsServer server() throws Exception {
        Path keys = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder((keytool
                                + " -genkeypair -alias a -keyalg EC -storetype PKCS12 -dname CN=localhost -ext san=ip:127.0.0.1"
                                + " -storepass " + WORD + " -keystore " + keys)
                        .split(" "))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(keys.toFile())) {
            store.load(in, WORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, WORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            String text = exchange.getRequestURI().getPath().equals("/ip") ? "192.0.2.1\n" : "good 192.0.2.1\n";
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        return server;
    }

    private Path configuration(HttpsServer server, Path place, int records, String http) throws IOException {
        String names = IntStream.range(0, records)
                .mapToObj(i -> "{\"name\": \"host" + i + ".example.com\", \"types\": [\"A\"], \"provider\": \"url\"}")
                .collect(Collectors.joining(",\n"));
        String url = "https://127.0.0.1:" + server.getAddress().getPort();
        return Files.writeString(Files.createDirectories(place).resolve("ddns.json"), """
                {"detectors": {"echo": {"type": "http", "urls": ["%1$s/ip"], "quorum": 1, "allow": ["192.0.2.0/24"]}},
                 "providers": {"url": {"type": "dyndns2", "endpoint": "%1$s/nic/update", "username": "u", "password": "p"}},
                 "records": [%2$s]%3$s}
                """.formatted(url, names, http));
    }

    /** Returns the command line of a service, by the JDK in that directory. */
    private List<String> command(String jdk, List<String> options, List<String> words) {
        List<String> command = new ArrayList<>(List.of(jdk + "/bin/java"));
        command.addAll(Program.options());
        command.addAll(options);
        command.add("-Djavax.net.ssl.trustStore=" + directory.resolve("keys.p12"));
        command.add("-Djavax.net.ssl.trustStorePassword=" + WORD);
        command.addAll(words);
        return command;
    }

    private Process start(List<String> command, Path place) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("log").toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder.start();
    }

    private static long mebibytes(Process process, String field) throws IOException {
        Matcher line = Pattern.compile(field + ":\\s+(\\d+)")
                .matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1)) / 1024;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A run of the agent whose memory is read at the end. */
    private record Running(String what, Process process, int port) {}

    @Test
    void theMemoryOfARunningAgent() throws Exception {
        HttpsServer server = server();
        HttpClient client = HttpClient.newHttpClient();
        List<Running> all = new ArrayList<>();
        try {
            for (String jdk : jdks()) {
                all.add(withArchive(server, jdk));
                for (boolean http : List.of(false, true)) {
                    for (int records : http ? List.of(10) : List.of(10, 10_000)) {
                        int port = http ? freePort() : 0;
                        String section = http
                                ? ", \"http\": {\"listen\": \"127.0.0.1:%d\", \"tokens\": []}".formatted(port)
                                : "";
                        Path place = directory.resolve("run" + all.size());
                        Path file = configuration(server, place, records, section);
                        // 256 MB is what the container has.
                        List<String> options = records > 10 ? List.of("-XX:MaxRAM=256m") : List.of();
                        List<String> words = List.of("-jar", jar().toString(), "run", "--config", file.toString());
                        all.add(new Running(
                                jdk + ", " + records + " records, HTTP " + (http ? "on" : "off"),
                                start(command(jdk, options, words), place),
                                port));
                    }
                }
            }
            for (int minute = 1; minute <= MINUTES; minute++) {
                TimeUnit.MINUTES.sleep(1);
                for (Running running : all) {
                    if (running.port() != 0) {
                        URI health = URI.create("http://127.0.0.1:" + running.port() + "/health/live");
                        assertThat(client.send(
                                                HttpRequest.newBuilder(health).build(),
                                                HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                                .isEqualTo(200);
                    }
                }
                if (minute == 1 || minute % 5 == 0) {
                    for (Running running : all) {
                        assertThat(running.process().isAlive())
                                .as(running.what())
                                .isTrue();
                        System.out.println("| " + minute + " min | " + running.what() + " | "
                                + mebibytes(running.process(), "VmRSS") + " MiB, of its own "
                                + mebibytes(running.process(), "RssAnon") + " MiB |");
                    }
                }
            }
        } finally {
            for (Running running : all) {
                running.process().destroy();
                running.process().waitFor();
            }
            server.stop(0);
        }
    }

    /** Starts it as {@code ddns run} does after {@code ddns prepare}. */
    private Running withArchive(HttpsServer server, String jdk) throws Exception {
        Path place = Files.createTempDirectory(directory, "archived");
        Path file = configuration(server, place, 10, "");
        List<String> words = List.of("-jar", jar().toString(), "run", "--config", file.toString());
        return new Running(
                jdk + ", 10 records, HTTP off, with an archive", start(command(jdk, archive(jdk), words), place), 0);
    }

    /** The other half of a pair: a program that makes one request. */
    static final class OneRequest {
        private OneRequest() {}

        public static void main(String[] args) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.toString());
            }
        }
    }

    /** Returns the seconds for which a command had the processor. */
    private double processorTime(List<String> command) throws Exception {
        List<String> timed =
                new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='cpu %U %S'; time \"$@\" >/dev/null", "bash"));
        timed.addAll(command);
        Process process = start(timed, directory);
        assertThat(process.waitFor()).as(command.toString()).isZero();
        String said = Files.readString(directory.resolve("log"));
        Matcher cpu = Pattern.compile("cpu ([0-9.]+) ([0-9.]+)").matcher(said);
        assertThat(cpu.find()).as(said).isTrue();
        return Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2));
    }

    /** Makes the archive as {@code ddns prepare} does, and returns the options by which {@code ddns} uses it. */
    private List<String> archive(String jdk) throws Exception {
        boolean aot = !jdk.contains("17");
        Path file = Files.createTempDirectory(directory, "archive").resolve(aot ? "agent.aot" : "agent.jsa");
        List<String> words = List.of(
                (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file,
                "-Xlog:disable",
                "-jar",
                jar().toString(),
                "prepare");
        List<String> command = command(jdk, List.of(), words);
        command.removeIf(word -> word.contains("trustStore")); // prepare has its own
        assertThat(start(command, directory).waitFor()).isZero();
        return List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:TrimNativeHeapInterval=60000",
                (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file,
                "-Xlog:disable");
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Test
    void theProcessorTimeOfACycleWithNothingToDo() throws Exception {
        HttpsServer server = server();
        try {
            Path file = configuration(server, directory.resolve("once"), 1, "");
            String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/ip";
            for (String jdk : jdks()) {
                List<String> once = List.of("-jar", jar().toString(), "once", "--config", file.toString());
                List<String> other = List.of(
                        "-cp",
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        OneRequest.class.getName(),
                        url);
                List<String> archived = archive(jdk);
                double[] ratios = new double[PAIRS];
                double[] agents = new double[PAIRS];
                double[] others = new double[PAIRS];
                processorTime(command(jdk, archived, once)); // publishes
                for (int pair = 0; pair < PAIRS; pair++) {
                    others[pair] = processorTime(command(jdk, List.of(), other));
                    agents[pair] = processorTime(command(jdk, archived, once));
                    ratios[pair] = agents[pair] / others[pair];
                }
                System.out.printf(
                        "| %s | once %.2f s | one request %.2f s | %.2f times (%s) |%n",
                        jdk, median(agents), median(others), median(ratios), Arrays.toString(ratios));
            }
        } finally {
            server.stop(0);
        }
    }
}

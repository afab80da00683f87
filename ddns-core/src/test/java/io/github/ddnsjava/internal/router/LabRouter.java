package io.github.ddnsjava.internal.router;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A home made of three network namespaces, with a real miniupnpd as its router: an inner network (192.168.77.0/24) with
 * a {@link LanClient} in it, the router, and the provider's side. Nothing in them has a way out of this machine. Needs
 * Linux, root, iproute2, nftables and miniupnpd.
 */
final class LabRouter implements AutoCloseable {
    static final String GATEWAY = "192.168.77.1";

    private static final String CONFIGURATION = """
            ext_ifname=wan0
            listening_ip=lan0
            http_port=15000
            enable_upnp=yes
            enable_natpmp=yes
            ipv6_disable=yes
            secure_mode=yes
            system_uptime=no
            notify_interval=30
            min_lifetime=60
            max_lifetime=3600
            lease_file=%1$s/leases
            uuid=7a2c9a70-3c5e-4d5b-9a9f-1f0f5a6b7c8d
            allow 1024-65535 192.168.77.0/24 1024-65535
            deny 0-65535 0.0.0.0/0 0-65535
            """;
    private static final String RULES = """
            table inet filter {
              chain forward { type filter hook forward priority 0; policy drop; jump miniupnpd; }
              chain miniupnpd { }
              chain prerouting { type nat hook prerouting priority -100; policy accept; jump prerouting_miniupnpd; }
              chain postrouting { type nat hook postrouting priority 100; policy accept; jump postrouting_miniupnpd; }
              chain prerouting_miniupnpd { }
              chain postrouting_miniupnpd { }
            }
            """;

    private final String lan;
    private final String router;
    private final String wan;
    private final Path directory;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private Process daemon;
    private Process client;

    private LabRouter(String name) throws IOException {
        String prefix = "ddnsjava-" + ProcessHandle.current().pid() + "-" + name;
        this.lan = prefix + "-lan";
        this.router = prefix + "-rtr";
        this.wan = prefix + "-wan";
        this.directory = Files.createTempDirectory("ddns-router");
    }

    /**
     * Starts it; skips the test where that is not possible, but fails it in CI.
     *
     * @param name tells it from others of this JVM
     * @param external the router's external address, in a network of 24 bits
     */
    static LabRouter start(String name, String external) throws Exception {
        String missing = missing();
        if (!missing.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing);
            }
            abort(missing);
        }
        LabRouter lab = new LabRouter(name);
        try {
            lab.makeNetwork(external);
            lab.startDaemon();
            lab.startClient();
            return lab;
        } catch (Exception | AssertionError e) {
            lab.close();
            throw e;
        }
    }

    private static String missing() throws IOException, InterruptedException {
        for (String program : List.of("ip", "nft", "miniupnpd")) {
            if (Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator))
                    .noneMatch(place -> Files.isExecutable(Path.of(place, program)))) {
                return program + " is not on the path; install iproute2, nftables and miniupnpd";
            }
        }
        String probe = "ddnsjava-" + ProcessHandle.current().pid() + "-probe";
        if (exitValue("ip", "netns", "add", probe) != 0) {
            return "network namespaces cannot be made; run as root";
        }
        exitValue("ip", "netns", "del", probe);
        return "";
    }

    private static ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (ours, more) -> ours + ":" + more);
        return builder;
    }

    private static int exitValue(String... command) throws IOException, InterruptedException {
        return process(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process = process(command.split(" ")).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + ": " + output);
        }
    }

    private void makeNetwork(String external) throws Exception {
        for (String each : List.of(lan, router, wan)) {
            run("ip netns add " + each);
            run("ip -n " + each + " link set lo up");
        }
        run("ip -n " + router + " link add lan0 type veth peer name eth0 netns " + lan);
        run("ip -n " + router + " link add wan0 type veth peer name isp0 netns " + wan);
        run("ip -n " + lan + " addr add 192.168.77.10/24 dev eth0");
        run("ip -n " + router + " addr add " + GATEWAY + "/24 dev lan0");
        add(external);
        run("ip -n " + lan + " link set eth0 up");
        run("ip -n " + router + " link set lan0 up");
        run("ip -n " + router + " link set wan0 up");
        run("ip -n " + wan + " link set isp0 up");
        run("ip -n " + lan + " route add default via " + GATEWAY);
        Path rules = Files.writeString(directory.resolve("rules.nft"), RULES);
        // Otherwise the new address would go with the old one, whose secondary it is.
        Path promote = Path.of("/proc/sys/net/ipv4/conf/all/promote_secondaries");
        run("ip netns exec " + router + " cp " + Files.writeString(directory.resolve("one"), "1") + " " + promote);
        run("ip netns exec " + router + " nft -f " + rules);
    }

    private void startDaemon() throws IOException {
        Files.writeString(directory.resolve("miniupnpd.conf"), CONFIGURATION.formatted(directory));
        Files.writeString(directory.resolve("leases"), "");
        daemon = process(("ip netns exec " + router + " miniupnpd -d -f " + directory + "/miniupnpd.conf -P "
                                + directory + "/pid")
                        .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private void startClient() throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", lan));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-Dtests.log=INFO",
                LanClient.class.getName()));
        client = process(command.toArray(String[]::new))
                .redirectErrorStream(true)
                .start();
        BufferedReader out = client.inputReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> read(out), "lan-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader out) {
        try {
            out.lines().forEach(said::add);
        } catch (UncheckedIOException closed) {
            // The test is over.
        }
    }

    /** Has the client do something. */
    void tell(String command) throws IOException {
        Writer in = client.outputWriter(StandardCharsets.UTF_8);
        in.write(command + "\n");
        in.flush();
    }

    /** Waits until the client says something that contains one of those. */
    String await(String... wanted) throws InterruptedException {
        List<String> others = new ArrayList<>();
        for (String line = poll(); line != null; line = poll()) {
            if (Arrays.stream(wanted).anyMatch(line::contains)) {
                return line;
            }
            others.add(line);
        }
        throw new AssertionError("the client did not say " + List.of(wanted) + " but " + others + "\n" + log());
    }

    private String poll() throws InterruptedException {
        return said.poll(60, TimeUnit.SECONDS);
    }

    /**
     * Waits until a subscriber has answered that many events of the router: it drops a change that happens before an
     * answer has come.
     */
    void awaitAnsweredEvents(int count) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); answeredEvents() < count; ) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the router heard " + answeredEvents() + " answers, not " + count + log());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Returns how many of its events were answered. */
    int answeredEvents() {
        return log().split("upnp_event_recv", -1).length - 1;
    }

    /** Drops what the client said and nobody waited for. */
    void forget() {
        said.clear();
    }

    /** Has the client ask the router. */
    String detect(String type) throws Exception {
        tell("detect " + type);
        return await("found", "failed");
    }

    /** Has the client ask the router again and again until that comes of it: the router takes its time. */
    void detectUntil(String type, String wanted) throws Exception {
        String last = "";
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); System.nanoTime() < end; ) {
            last = detect(type);
            if (last.contains(wanted)) {
                return;
            }
        }
        throw new AssertionError(type + ": not " + wanted + " but " + last + "\n" + log());
    }

    /** Gives the router another external address, and then takes the old one away. */
    void change(String from, String to) throws Exception {
        add(to);
        drop(from);
    }

    /** Gives the router an external address. */
    void add(String external) throws Exception {
        run("ip -n " + router + " addr add " + external + "/24 dev wan0");
    }

    /** Takes the router's external address away. */
    void drop(String external) throws Exception {
        run("ip -n " + router + " addr del " + external + "/24 dev wan0");
    }

    /** Stops the router's daemon and starts another. */
    void restart() throws Exception {
        stop(daemon);
        startDaemon();
    }

    /** Returns what the router's firewall has. */
    String rules() throws Exception {
        Process nft =
                process("ip", "netns", "exec", router, "nft", "list", "ruleset").start();
        return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void stop(Process process) throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop(client);
            stop(daemon);
            for (String each : List.of(lan, router, wan)) {
                exitValue("ip", "netns", "del", each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

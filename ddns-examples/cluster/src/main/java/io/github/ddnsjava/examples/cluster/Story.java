package io.github.ddnsjava.examples.cluster;

import io.github.ddnsjava.examples.quickstart.Echo;
import io.github.ddnsjava.examples.quickstart.Lookup;
import io.github.ddnsjava.examples.quickstart.NameServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Starts the nodes, kills the one that leads, and tells what becomes of DNS. Used by one thread. */
final class Story implements AutoCloseable {
    private static final String FIRST = "198.51.100.1";
    private static final String SECOND = "198.51.100.22";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final NameServer dns;
    private final Echo echo;
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final Duration time;
    private final Path directory;
    private final List<Node> nodes = new ArrayList<>();

    Story(Database database, NameServer dns, Echo echo, Duration time, PrintStream out) throws IOException {
        this.database = database;
        this.dns = dns;
        this.echo = echo;
        this.time = time;
        this.out = out;
        this.directory = Files.createTempDirectory("ddns-cluster");
    }

    /** Something that becomes true, or does not. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    /** What did not happen in time. */
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String what) {
            super(what);
        }
    }

    /** Tells it, and returns whether all went as it should. */
    boolean tell() throws IOException, InterruptedException {
        out.printf("Three agents keep %s up to date. They share the database %s.%n", NodeFiles.NAME, place());
        try {
            starts();
            Node leader = leads();
            isPublished(leader);
            isTakenOver(leader);
            out.printf("%nRESULT: ok (%.1f s)%n", seconds(since(begin)));
            return true;
        } catch (Missing e) {
            out.println();
            for (Node node : nodes) {
                out.printf("The last lines of the log of node %s:%n", node.name());
                node.lastLines().forEach(line -> out.println("    " + line));
            }
            out.printf("RESULT: failed: %s%n", e.getMessage());
            return false;
        }
    }

    private String place() {
        return database.url().replaceFirst("[?;].*", "");
    }

    private void starts() throws IOException {
        echo.says(FIRST, "");
        for (String name : List.of("a", "b", "c")) {
            nodes.add(new Node(name, NodeFiles.write(directory, name, database, dns, echo)));
        }
        step("The nodes a, b and c are started. The echo service tells the address %s.".formatted(FIRST));
    }

    private Node leads() throws Missing, IOException, InterruptedException {
        await("each node knows who leads", () -> {
            for (Node node : nodes) {
                if (node.leads().isEmpty()) {
                    return false;
                }
            }
            return true;
        });
        List<Node> leading = new ArrayList<>();
        for (Node node : nodes) {
            if (node.leads().orElse(false)) {
                leading.add(node);
            }
        }
        if (leading.size() != 1) {
            throw new Missing(leading.size() + " nodes lead, and not one");
        }
        step("Node %s leads. The others follow.".formatted(leading.get(0).name()));
        return leading.get(0);
    }

    private void isPublished(Node leader) throws Missing, IOException, InterruptedException {
        await("DNS has the address " + FIRST, () -> isInDns(FIRST));
        step("Node %s has written it: DNS has %s.".formatted(leader.name(), FIRST));
        expectUpdates(1);
    }

    private void isTakenOver(Node leader) throws Missing, IOException, InterruptedException {
        leader.kill();
        long killed = System.nanoTime();
        nodes.remove(leader);
        echo.says(SECOND, "");
        step("Node %s is killed, and the address changes to %s.".formatted(leader.name(), SECOND));
        step("It has given nothing back, so the others wait until its lease of %d s has ended."
                .formatted(NodeFiles.LEASE.toSeconds()));
        await("another node leads", () -> leader().isPresent());
        step("Node %s leads, %.1f s after that."
                .formatted(leader().map(Node::name).orElse("?"), seconds(since(killed))));
        await("DNS has the address " + SECOND, () -> isInDns(SECOND));
        Duration took = since(killed);
        step("DNS has %s, %.1f s after node %s was killed.".formatted(SECOND, seconds(took), leader.name()));
        expectUpdates(2);
        Duration longest = NodeFiles.LEASE.plus(NodeFiles.CYCLE);
        if (took.compareTo(longest) > 0) {
            throw new Missing("DNS followed after %.1f s, and not within a lease and one cycle, which are %d s"
                    .formatted(seconds(took), longest.toSeconds()));
        }
    }

    private Optional<Node> leader() throws IOException {
        for (Node node : nodes) {
            if (node.leads().orElse(false)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    private boolean isInDns(String address) throws IOException {
        return Lookup.of(dns, NodeFiles.NAME, Type.A).equals(address);
    }

    private void expectUpdates(int updates) throws Missing {
        if (dns.updates() != updates) {
            throw new Missing("the name server carried out " + dns.updates() + " updates, and not " + updates);
        }
        step("The name server has carried out %d update%s: nobody else has written."
                .formatted(updates, updates == 1 ? "" : "s"));
    }

    private void await(String what, Condition condition) throws Missing, IOException, InterruptedException {
        while (!condition.holds()) {
            for (Node node : nodes) {
                if (!node.isAlive()) {
                    throw new Missing(
                            "node " + node.name() + " has ended by itself, while this was waited for: " + what);
                }
            }
            if (since(begin).compareTo(time) > 0) {
                throw new Missing("after " + time.toSeconds() + " s it is not so that " + what);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void step(String what) {
        out.printf("%5.1f s  %s%n", seconds(since(begin)), what);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** Ends the nodes that are left, all at once, and removes their files. */
    @Override
    public void close() throws IOException {
        nodes.forEach(Node::stop);
        try {
            for (Node node : nodes) {
                node.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agents end with this process
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

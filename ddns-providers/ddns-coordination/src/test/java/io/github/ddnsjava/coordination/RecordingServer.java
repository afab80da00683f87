package io.github.ddnsjava.coordination;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.JsonBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What the nodes of a scenario have outside: the echo that tells each its address, and the provider, which writes down who
 * called when, and who had the lease then. The first part of a path is the name of the node. Thread-safe.
 */
final class RecordingServer implements AutoCloseable {
    /**
     * A call of the provider.
     *
     * @param nanos when it came, by {@link System#nanoTime}
     * @param value what it writes; empty if it reads
     * @param leader who had the lease; empty if the engine could not be asked, or nobody had it
     */
    record Call(String node, long nanos, Optional<String> value, Optional<String> leader) {
        boolean isWrite() {
            return value.isPresent();
        }
    }

    static {
        // Otherwise the JDK's server holds each answer for 40 ms, until the head of the answer is acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Supplier<Optional<String>> leader;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private List<String> values = List.of();
    private Optional<CountDownLatch> held = Optional.empty();

    /** Starts it. Whoever has the lease is asked for at each call. */
    RecordingServer(Supplier<Optional<String>> leader) throws IOException {
        this.leader = leader;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The line of a node has this address from now on. */
    void address(String node, String address) {
        addresses.put(node, address);
    }

    /** Returns the address of a node's line. */
    String address(String node) {
        return addresses.get(node);
    }

    /** Returns what the provider has. */
    synchronized List<String> values() {
        return values;
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The next write is on its way until the latch is counted down, and is carried out then. */
    synchronized CountDownLatch holdNextWrite() {
        CountDownLatch latch = new CountDownLatch(1);
        held = Optional.of(latch);
        return latch;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", 4);
            String node = path[1];
            if (path[2].equals("echo")) {
                answer(exchange, 200, addresses.get(node));
            } else {
                provider(exchange, node, path[3]);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Knows the zone {@code example.com}, and in it one set of values. */
    private void provider(HttpExchange exchange, String node, String path) throws IOException, InterruptedException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean writes = exchange.getRequestMethod().equals("PUT");
        List<String> wanted = !writes
                ? List.of()
                : JsonReader.parse("a node", body).get("values").asList().stream()
                        .map(JsonReader::asText)
                        .toList();
        note(new Call(
                node, System.nanoTime(), Optional.of(String.join(" ", wanted)).filter(text -> writes), leader.get()));
        if (writes) {
            write(wanted);
        } else if (!path.contains("/") && !path.equals("example.com")) {
            answer(exchange, 404, "{}");
            return;
        }
        JsonBody set = JsonBody.of();
        set.put("values", values()).put("ttl", 60);
        answer(exchange, 200, set.toString());
    }

    private synchronized void note(Call call) {
        calls.add(call);
    }

    private void write(List<String> wanted) throws InterruptedException {
        Optional<CountDownLatch> latch;
        synchronized (this) {
            latch = held;
            held = Optional.empty();
        }
        if (latch.isPresent()) {
            latch.get().await();
        }
        synchronized (this) {
            values = wanted;
        }
    }

    /** Returns whether a write that was to be held is on its way. */
    synchronized boolean holds() {
        return held.isEmpty();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

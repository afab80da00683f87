package io.github.ddnsjava.coordination;

import io.github.ddnsjava.provider.testkit.LocalServer;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** etcd as a part of a test, on free ports of the loopback. */
final class EtcdServer implements AutoCloseable {
    private static final HttpTransport HTTP = ProviderContext.standard().http();

    private final LocalServer server;
    private final URI endpoint;
    private List<String> command = List.of();

    private EtcdServer(LocalServer server) throws IOException {
        this.server = server;
        this.endpoint = URI.create("http://127.0.0.1:" + LocalServer.freePort());
    }

    static EtcdServer start() throws Exception {
        EtcdServer started = new EtcdServer(LocalServer.of("etcd", "etcd-server"));
        String peer = "http://127.0.0.1:" + LocalServer.freePort();
        started.command = List.of(
                "--name=test",
                "--data-dir=" + started.data(),
                "--listen-client-urls=" + started.endpoint,
                "--advertise-client-urls=" + started.endpoint,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=test=" + peer,
                "--logger=zap");
        started.restart();
        return started;
    }

    /** Starts it, also after a {@link #stop}, with the data that it had. */
    void restart() throws IOException, InterruptedException {
        server.start(() -> call("kv/range", "{\"key\":\"YQ==\"}").status() == 200, command.toArray(String[]::new));
    }

    void stop() {
        server.stop();
    }

    /** Where it keeps its data. */
    Path data() {
        return server.directory().resolve("data");
    }

    HttpTransport.Answer call(String path, String body) throws InterruptedException {
        return HTTP.exchange(new HttpTransport.Request(
                "POST",
                endpoint.resolve("/v3/" + path),
                Map.of("content-type", "application/json"),
                Optional.of(body.getBytes(StandardCharsets.UTF_8)),
                Duration.ofSeconds(5),
                1 << 20));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

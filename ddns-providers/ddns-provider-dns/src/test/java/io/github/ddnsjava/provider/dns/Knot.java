package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A Knot DNS of our own that answers {@code whoami.test} with the asker's address. */
final class Knot implements AutoCloseable {
    private final LocalServer server;
    private final int port;

    private Knot(LocalServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts it; skips the test where it is not installed, but fails it in CI. */
    static Knot start() throws Exception {
        LocalServer server = LocalServer.of("knotd", "knot");
        int port = LocalServer.freePort();
        Path directory = server.directory();
        Files.createDirectory(directory.resolve("run"));
        Files.createDirectory(directory.resolve("db"));
        Files.writeString(directory.resolve("whoami.test.zone"), """
                $ORIGIN whoami.test.
                $TTL 1
                @ SOA ns.whoami.test. hostmaster.whoami.test. 1 3600 600 86400 1
                @ NS ns.whoami.test.
                """);
        Files.writeString(directory.resolve("example.com.zone"), """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns.example.com. hostmaster.example.com. 1 3600 600 86400 60
                @ NS ns.example.com.
                ns A 192.0.2.53
                """);
        Files.writeString(directory.resolve("knot.conf"), """
                server:
                  rundir: "%1$s/run"
                  pidfile: "%1$s/run/knot.pid"
                  listen: [ 127.0.0.1@%2$d, ::1@%2$d ]
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                log:
                  - target: stderr
                    any: info
                database:
                  storage: "%1$s/db"
                key:
                  - id: zone-key
                    algorithm: hmac-sha256
                    secret: %3$s
                acl:
                  - id: updates
                    key: zone-key
                    action: [ update, transfer ]
                template:
                  - id: default
                    storage: "%1$s"
                    file: "%%s.zone"
                zone:
                  - domain: whoami.test
                    module: mod-whoami
                  - domain: example.com
                    acl: updates
                    zonefile-sync: -1
                    journal-content: changes
                """.formatted(directory, port, Bind.SECRET));
        Knot knot = new Knot(server, port);
        server.start(knot::answers, "-c", directory + "/knot.conf");
        return knot;
    }

    /** Returns the settings of a provider that may update {@code example.com}. */
    Settings settings() {
        return Settings.of("server", "127.0.0.1", "port", port)
                .with("keyName", Bind.ZONE_KEY)
                .with("keySecret", Bind.SECRET);
    }

    int port() {
        return port;
    }

    private boolean answers() throws Exception {
        Wire.udp(
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port),
                RecordSet.query(Name.fromString("whoami.test."), Type.SOA).toWire(),
                Duration.ofSeconds(1));
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

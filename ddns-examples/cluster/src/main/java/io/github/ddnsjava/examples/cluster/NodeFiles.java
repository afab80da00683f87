package io.github.ddnsjava.examples.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.examples.quickstart.Echo;
import io.github.ddnsjava.examples.quickstart.NameServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of one agent, in a directory of its own. */
final class NodeFiles {
    static final String NAME = "home.example.test";
    static final String ZONE = "example.test.";
    static final String KEY_NAME = "cluster-key";
    static final String KEY_SECRET = "Y2x1c3RlciBvbmx5OiBhIHNlY3JldCBvZiBubyB3b3J0aA==";
    /** The shortest lease that is allowed. */
    static final Duration LEASE = Duration.ofSeconds(15);
    /** How often the address is looked at. */
    static final Duration CYCLE = Duration.ofSeconds(10);
    /** The variable with the password of the database. */
    static final String PASSWORD = "CLUSTER_PASSWORD";

    private NodeFiles() {}

    /** Writes the configuration of a node, and returns the file. */
    static Path write(Path directory, String node, Database database, NameServer dns, Echo echo) throws IOException {
        Map<String, Object> cluster = new LinkedHashMap<>(Map.of(
                "type",
                "jdbc",
                "url",
                database.url(),
                "prefix",
                Database.PREFIX,
                "node",
                node,
                "lease",
                LEASE.toSeconds() + "s"));
        if (!database.user().isEmpty()) {
            cluster.put("username", database.user());
        }
        if (System.getenv(PASSWORD) != null) {
            cluster.put("password", "${env:" + PASSWORD + "}");
        }
        Map<String, Object> all = Map.of(
                "detectors",
                Map.of(
                        "wan",
                        Map.of(
                                "type", "http",
                                "urls", List.of(Map.of("url", echo.url("ipv4"), "family", "ipv4")),
                                // Addresses for documentation are refused unless they are allowed by name.
                                "allow", List.of("198.51.100.0/24"))),
                "providers",
                Map.of(
                        "dns",
                        Map.of(
                                "type",
                                "rfc2136",
                                "server",
                                "127.0.0.1",
                                "port",
                                dns.port(),
                                "keyName",
                                KEY_NAME,
                                "keySecret",
                                KEY_SECRET)),
                "records",
                List.of(Map.of("name", NAME, "types", List.of("A"))),
                "schedule",
                Map.of("every", CYCLE.toSeconds() + "s"),
                "cluster",
                cluster,
                "state",
                Map.of("type", "jdbc"));
        Path file = Files.createDirectories(directory.resolve(node)).resolve("ddns.json");
        new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        return file;
    }
}

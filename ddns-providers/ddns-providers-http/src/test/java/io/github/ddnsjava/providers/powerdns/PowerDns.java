package io.github.ddnsjava.providers.powerdns;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PowerDNS of our own, started from the path on free loopback ports, with a database in a temporary directory; and
 * before it a proxy that counts the calls, and can answer in its place. Gone when closed.
 */
final class PowerDns implements AutoCloseable {
    static final String KEY = "t0p-secret-key";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final WireMockServer proxy =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final LocalServer server;
    private final String api;
    private int planned;

    private PowerDns(LocalServer server, int port) {
        this.server = server;
        this.api = "http://127.0.0.1:" + port;
    }

    /** Starts it; skips the test where it is not installed, but fails it in CI. */
    static PowerDns start() throws Exception {
        LocalServer server = LocalServer.of("pdns_server", "pdns-server and pdns-backend-sqlite3");
        Path database = server.directory().resolve("pdns.sqlite3");
        Path schema = Stream.of("/usr/share/pdns-backend-sqlite3/schema", "/usr/share/doc/pdns-backend-sqlite3")
                .map(place -> Path.of(place, "schema.sqlite3.sql"))
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no schema.sqlite3.sql; install pdns-backend-sqlite3"));
        Process sqlite = new ProcessBuilder("sqlite3", database.toString())
                .redirectInput(schema.toFile())
                .redirectErrorStream(true)
                .redirectOutput(server.directory().resolve("sqlite.log").toFile())
                .start();
        if (!sqlite.waitFor(1, TimeUnit.MINUTES) || sqlite.exitValue() != 0) {
            throw new AssertionError(
                    "sqlite3: " + Files.readString(server.directory().resolve("sqlite.log")));
        }
        int port = LocalServer.freePort();
        List<String> lines = List.of(
                "launch=gsqlite3",
                "gsqlite3-database=" + database,
                "gsqlite3-pragma-synchronous=0",
                "socket-dir=" + server.directory(),
                "local-address=127.0.0.1",
                "local-port=" + LocalServer.freePort(),
                "webserver=yes",
                "webserver-address=127.0.0.1",
                "webserver-port=" + port,
                "webserver-allow-from=127.0.0.1",
                "api=yes",
                "api-key=" + KEY,
                "zone-cache-refresh-interval=0",
                "query-cache-ttl=0",
                "negquery-cache-ttl=0",
                "security-poll-suffix=");
        Files.write(server.directory().resolve("pdns.conf"), lines);
        PowerDns dns = new PowerDns(server, port);
        server.start(
                () -> dns.call("GET", "", "").isObject(),
                "--config-dir=" + server.directory(),
                "--guardian=no",
                "--daemon=no",
                "--disable-syslog",
                "--write-pid=no");
        dns.proxy.start();
        dns.forgetCalls();
        return dns;
    }

    /** Returns the settings of a provider that uses the proxy. */
    Settings settings() {
        return Settings.of("apiKey", KEY, "endpoint", proxy.baseUrl() + "/api/v1");
    }

    WireMockServer proxy() {
        return proxy;
    }

    /** Forgets the calls, and what was planned. */
    void forgetCalls() {
        proxy.resetAll();
        proxy.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().proxiedFrom(api)));
    }

    /** The next call of that method whose path ends so gets this answer instead, and has no effect. */
    void plan(String method, String path, ResponseDefinitionBuilder answer) {
        String scenario = "planned " + planned++;
        proxy.stubFor(request(method, urlMatching(".*" + path))
                .inScenario(scenario)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("done")
                .atPriority(1)
                .willReturn(answer));
    }

    /** Returns the calls through the proxy, in their order, without what is the same in all. */
    List<String> calls() {
        List<String> calls = new ArrayList<>();
        proxy.getAllServeEvents()
                .forEach(event -> calls.add(
                        0,
                        event.getRequest().getMethod()
                                + event.getRequest().getUrl().replace("/api/v1/servers/localhost", " ")));
        return calls;
    }

    /** Makes a zone as new. */
    void renew(String zone) throws IOException, InterruptedException {
        drop(zone);
        create(zone, "Native");
    }

    void drop(String zone) throws IOException, InterruptedException {
        send("DELETE", "/zones/" + zone + ".", "");
    }

    void create(String zone, String kind) throws IOException, InterruptedException {
        String nameservers = kind.equals("Native") ? ",\"nameservers\":[\"ns.example.net.\"]" : "";
        call("POST", "/zones", "{\"name\":\"" + zone + ".\",\"kind\":\"" + kind + "\"" + nameservers + "}");
    }

    /** Adds a record to a set as if by hand. */
    void add(String zone, String name, String type, int ttl, String content, boolean disabled)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode set = body.putArray("rrsets").addObject();
        set.put("name", name + ".").put("type", type).put("ttl", ttl).put("changetype", "REPLACE");
        set.putArray("records");
        for (JsonNode there : sets(zone)) {
            if (there.get("name").textValue().equals(name + ".")
                    && there.get("type").textValue().equals(type)) {
                set.withArray("records").addAll((ArrayNode) there.get("records"));
            }
        }
        set.withArray("records").addObject().put("content", content).put("disabled", disabled);
        call("PATCH", "/zones/" + zone + ".", body.toString());
    }

    /** Sends an edit of a zone as it stands there. */
    void edit(String zone, String body) throws IOException, InterruptedException {
        call("PATCH", "/zones/" + zone + ".", body);
    }

    /** Returns the record sets of a zone. */
    List<JsonNode> sets(String zone) throws IOException, InterruptedException {
        List<JsonNode> sets = new ArrayList<>();
        call("GET", "/zones/" + zone + ".", "").get("rrsets").forEach(sets::add);
        return sets;
    }

    /** Returns the record sets at a name, as {@code type ttl records}; a disabled record is in parentheses. */
    List<String> at(String zone, String name) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (JsonNode set : sets(zone)) {
            if (set.get("name").textValue().equals(name + ".")) {
                StringBuilder text = new StringBuilder(set.get("type").textValue() + " " + set.get("ttl"));
                set.get("records")
                        .forEach(record -> text.append(
                                record.get("disabled").booleanValue()
                                        ? " (" + record.get("content").textValue() + ")"
                                        : " " + record.get("content").textValue()));
                found.add(text.toString());
            }
        }
        return found;
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() >= 300) {
            throw new IOException("the test's own " + method + " " + path + ": " + answer.statusCode() + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(api + "/api/v1/servers/localhost" + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("X-API-Key", KEY)
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        proxy.stop();
        server.close();
    }
}

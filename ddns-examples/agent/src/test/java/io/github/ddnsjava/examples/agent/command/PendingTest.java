package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that accepts changes and carries them out later: what is said of them. */
class PendingTest {
    private static final String ZONES = """
            <R><HostedZones><HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name></HostedZone></HostedZones>
            <IsTruncated>false</IsTruncated></R>""";
    private static final String NO_SETS = "<R><ResourceRecordSets/><IsTruncated>false</IsTruncated></R>";

    @TempDir
    Path directory;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String status = "PENDING";
    private volatile int answersWith = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Route 53 with the empty zone example.com. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean write = exchange.getRequestMethod().equals("POST");
        calls.add(exchange.getRequestMethod() + " " + path);
        String body = path.equals("/hostedzonesbyname")
                ? ZONES
                : path.endsWith("/rrset")
                        ? NO_SETS
                        : "<R><ChangeInfo><Id>/change/C1</Id><Status>" + status + "</Status></ChangeInfo></R>";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(write ? answersWith : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Agent run(String verb, String address, String... options) throws IOException {
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "%s", "allow": "203.0.113.0/24" } },
                  "providers": { "aws": { "type": "route53", "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
                      "secretAccessKey": "wJalrXUtnFEMIK7MDENGbPxRfiCYq8ZtTv4hLw", "endpoint": "http://127.0.0.1:%d" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "retry": { "retryWithin": "0s" },
                  "state": { "file": "ddns-state" },
                }
                """.formatted(
                        address, server.getAddress().getPort()));
        calls.clear();
        Object[] args = new Object[options.length + 4];
        args[0] = verb;
        args[1] = "--json";
        args[2] = "--config";
        args[3] = config;
        System.arraycopy(options, 0, args, 4, options.length);
        return Agent.run(args);
    }

    private static JsonNode record(Agent agent) {
        assertThat(agent.json().get("records")).hasSize(1);
        return agent.json().get("records").get(0);
    }

    private static void assertAccepted(Agent agent) {
        assertThat(record(agent).get("outcome").asText()).isEqualTo("pending");
        assertThat(record(agent).has("error")).isFalse();
        assertThat(record(agent).has("notBefore")).isTrue();
        assertThat(agent.status()).as("exit status: not in sync yet").isEqualTo(1);
    }

    @Test
    @Tag("promise-6")
    void anAcceptedChangeIsPendingWithoutAProblemUntilItIsCarriedOut() throws IOException {
        assertAccepted(run("once", "203.0.113.7"));
        assertThat(calls)
                .containsExactly("GET /hostedzonesbyname", "GET /hostedzone/Z1/rrset", "POST /hostedzone/Z1/rrset/");

        assertAccepted(run("once", "203.0.113.7"));
        assertThat(calls).isEmpty();

        assertAccepted(run("once", "203.0.113.7", "--resume", "all"));
        assertThat(calls).containsExactly("GET /change/C1");

        status = "INSYNC";
        Agent done = run("once", "203.0.113.7", "--resume", "all");
        assertThat(record(done).get("outcome").asText()).isEqualTo("created");
        assertThat(done.status()).isZero();
        assertThat(calls).containsExactly("GET /change/C1");
    }

    @Test
    void anAddressThatWaitsForAnEarlierChangeIsNotInSync() throws IOException {
        run("once", "203.0.113.7");

        for (String[] options : List.of(new String[] {}, new String[] {"--resume", "all"})) {
            Agent other = run("once", "203.0.113.8", options);
            assertThat(record(other).get("outcome").asText()).isEqualTo("pending");
            assertThat(record(other).get("error").get("message").asText()).contains("an earlier change");
            assertThat(other.status()).isEqualTo(1);
        }
    }

    @Test
    @Tag("promise-15")
    void aChangeOfWhichNobodyKnowsWhetherItWasMadeIsAFailure() throws IOException {
        answersWith = 500;

        Agent agent = run("once", "203.0.113.7");

        assertThat(record(agent).get("outcome").asText()).isEqualTo("pending");
        assertThat(record(agent).get("error").get("kind").asText()).isEqualTo("transient");
        assertThat(agent.status()).isEqualTo(1);
    }
}

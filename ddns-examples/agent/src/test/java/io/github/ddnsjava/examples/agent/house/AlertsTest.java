package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.examples.agent.RealProgram;
import io.github.ddnsjava.examples.agent.command.AgentProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The alerts in a real Prometheus: at a sixtieth of their times with a real agent, and at their true times with made series. */
@Tag("servers")
@Tag("thorough")
@Timeout(180)
class AlertsTest {
    private static final String INSTALL = "prometheus";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private String get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Set<String> firing(int port) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : new JsonMapper()
                .readTree(get("http://127.0.0.1:" + port + "/api/v1/alerts"))
                .path("data")
                .path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        }
        return names;
    }

    @Test
    void alertsFireWhileTheProviderFailsAndEndWithIt() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            byte[] body = (fails.get() ? "{}" : "{\"content\": \"203.0.113.7\"}").getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(fails.get() ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        int door = RealProgram.freePort();
        int port = RealProgram.freePort();
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "p": { "type": "custom", "url": "http://127.0.0.1:%d/{name}/{type}", "method": "PUT",
                                        "json": { "content": "{address}" }, "success": { "status": 200 },
                                        "read": { "url": "/{name}/{type}", "addresses": { "json": "/content" } } } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "http": { "listen": "127.0.0.1:%d" }
                }
                """.formatted(
                        provider.getAddress().getPort(), door));
        try (RealProgram prometheus = RealProgram.of("prometheus", INSTALL);
                AgentProcess agent = AgentProcess.start(directory, "run", "--config", config.toString())) {
            assertThat(agent).isNotNull();
            Files.writeString(prometheus.directory().resolve("alerts.yml"), new AlertRules(60).yaml());
            Path settings = Files.writeString(prometheus.directory().resolve("prometheus.yml"), """
                    global:
                      scrape_interval: 500ms
                      scrape_timeout: 500ms
                      evaluation_interval: 500ms
                    rule_files: [alerts.yml]
                    scrape_configs:
                      - job_name: ddns
                        static_configs: [{targets: ['127.0.0.1:%d']}]
                    """.formatted(door));
            prometheus.start(
                    () -> get("http://127.0.0.1:" + port + "/-/ready").contains("Ready"),
                    "--config.file=" + settings,
                    "--storage.tsdb.path=" + prometheus.directory().resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port);

            prometheus.await(
                    () -> firing(port).containsAll(Set.of("DdnsErrorRatio", "DdnsRecordOutOfSync", "DdnsNoGoodCycle")),
                    PATIENCE);
            assertThat(get("http://127.0.0.1:" + port + "/api/v1/alerts"))
                    .as("whoever is called is told why")
                    .containsPattern("home.example.com A at p is not in sync: transient, for \\d");
            assertThat(firing(port)).doesNotContain("DdnsDefect", "DdnsHeld", "DdnsDetectorsDisagree", "DdnsSlow");
            for (String expression : MonitoringTest.expressions()) {
                String plain = expression
                        .replace("$__rate_interval", "5s")
                        .replace("$__range", "5s")
                        .replace("$job", ".*")
                        .replace("$instance", ".*");
                assertThat(get("http://127.0.0.1:" + port + "/api/v1/query?query="
                                + URLEncoder.encode(plain, StandardCharsets.UTF_8)))
                        .as(expression)
                        .contains("\"status\":\"success\"");
            }

            fails.set(false);
            Set<String> left = firing(port);
            prometheus.await(
                    () -> {
                        left.retainAll(firing(port)); // one may fire anew: at this speed cycles are rare
                        return left.isEmpty();
                    },
                    PATIENCE);
        } finally {
            provider.stop(0);
        }
    }

    /** One alert, with a series for which it fires after a time and not before, and has ended after another. */
    private record Case(
            String alert, String series, String values, String quiet, String fires, String ended, String labels) {}

    @Test
    void eachAlertFiresAfterItsTrueTimeAndNotBeforeAndEndsWithItsCause() throws Exception {
        String exchanges = "ddns_exchanges_seconds_count{job=\"ddns\", provider=\"cf\", outcome=\"%s\"}";
        List<Case> cases = List.of(
                new Case(
                        "DdnsErrorRatio",
                        exchanges.formatted("transient"),
                        "0+1x10 10x50",
                        "2m",
                        "5m",
                        "25m",
                        "job: ddns"),
                new Case(
                        "DdnsSlow",
                        "ddns_exchanges_seconds_bucket{job=\"ddns\", le=\"5.0\"}",
                        "0+1x10 10x50",
                        "2m",
                        "5m",
                        "25m",
                        "job: ddns"),
                new Case(
                        "DdnsDefect",
                        "ddns_defects_total{part=\"listener\"}",
                        "0 0 1x60",
                        "1m",
                        "3m",
                        "20m",
                        "part: listener"),
                new Case(
                        "DdnsRecordOutOfSync",
                        "ddns_record_in_sync{name=\"home.example.com\", type=\"A\", provider=\"cf\"}",
                        "0x18 1x40",
                        "14m",
                        "16m",
                        "20m",
                        "name: home.example.com, type: A, provider: cf"),
                new Case(
                        "DdnsHeld",
                        "ddns_holds{kind=\"authentication\"}",
                        "2x5 0x50",
                        "0m",
                        "2m",
                        "7m",
                        "kind: authentication"),
                new Case(
                        "DdnsDetectorsDisagree",
                        "ddns_source_answers_seconds_count{verdict=\"disagreed\", detector=\"wan\", family=\"ipv4\"}",
                        "0 0 1x60",
                        "1m",
                        "3m",
                        "20m",
                        "detector: wan, family: ipv4"),
                new Case("DdnsNoGoodCycle", "ddns_cycle_age_seconds", "0+60x16 0x40", "15m", "16m", "18m", ""));
        assertThat(cases)
                .extracting(Case::alert)
                .containsExactlyInAnyOrderElementsOf(
                        AlertRules.ALERTS.stream().map(AlertRules.Alert::name).toList());
        try (RealProgram promtool = RealProgram.of("promtool", INSTALL)) {
            Path place = promtool.directory();
            // Without the texts, which would be compared too.
            Files.writeString(
                    place.resolve("alerts.yml"),
                    new AlertRules(1).yaml().replaceAll("(?m)^ +annotations:\n.*\n.*\n", ""));
            StringBuilder tests = new StringBuilder("rule_files: [alerts.yml]\nevaluation_interval: 1m\ntests:\n");
            for (Case each : cases) {
                tests.append("  - interval: 1m\n    input_series:\n");
                series(tests, each.series(), each.values());
                if (each.alert().equals("DdnsSlow")) {
                    series(tests, each.series().replace("5.0", "2.0"), "0x60");
                    series(tests, each.series().replace("5.0", "+Inf"), each.values());
                } else if (each.alert().equals("DdnsErrorRatio")) {
                    series(tests, exchanges.formatted("success"), "0+10x60");
                }
                String alert = "      - {alertname: " + each.alert() + ", eval_time: ";
                tests.append("    alert_rule_test:\n")
                        .append(alert)
                        .append(each.quiet())
                        .append("}\n");
                AlertRules.Alert rule = AlertRules.ALERTS.stream()
                        .filter(a -> a.name().equals(each.alert()))
                        .findFirst()
                        .orElseThrow();
                tests.append(alert)
                        .append(each.fires())
                        .append(", exp_alerts: [{exp_labels: {severity: ")
                        .append(rule.severity())
                        .append(each.labels().isEmpty() ? "" : ", " + each.labels())
                        .append("}}]}\n")
                        .append(alert)
                        .append(each.ended())
                        .append("}\n");
            }
            Path file = Files.writeString(place.resolve("tests.yml"), tests);
            String said = promtool.run("test", "rules", file.toString());
            assertThat(said).contains("SUCCESS").doesNotContain("FAILED");
        }
    }

    private static void series(StringBuilder tests, String series, String values) {
        tests.append("      - {series: '")
                .append(series)
                .append("', values: '")
                .append(values)
                .append("'}\n");
    }
}

package io.github.ddnsjava.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.internal.engine.MeasuredLife;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the manual says of OpenTelemetry works: a collector gets the meters by OTLP. */
class OpenTelemetryTest {
    private static final Path PAGE = Path.of("..", "docs", "monitoring", "metrics.md");
    private static final Path SOURCE =
            Path.of("src/test/java/io/github/ddnsjava/metrics", OpenTelemetryTest.class.getSimpleName() + ".java");

    private static MeterRegistry exported(Updater updater, OtlpConfig config) {
        // The manual shows this.
        MeterRegistry registry = new OtlpMeterRegistry(config, Clock.SYSTEM);
        new DdnsMetrics(updater).bindTo(registry);
        // The end of what the manual shows.
        return registry;
    }

    @Test
    @Tag("thorough")
    void aCollectorGetsTheMeters() {
        WireMockServer collector =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        collector.start();
        try {
            collector.stubFor(WireMock.post("/v1/metrics").willReturn(WireMock.ok()));
            OtlpConfig config = key -> key.equals("otlp.url") ? collector.baseUrl() + "/v1/metrics" : null;
            MeterRegistry[] registry = new MeterRegistry[1];
            try (MeasuredLife life = new MeasuredLife(updater -> registry[0] = exported(updater, config))) {
                life.movesTo("93.184.216.2");
                registry[0].close(); // which sends what there is
            }
            String sent = new String(
                    collector
                            .findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/v1/metrics")))
                            .get(0)
                            .getBody(),
                    StandardCharsets.ISO_8859_1);
            assertThat(sent).contains("ddns.changes", "ddns.exchanges", "ddns.record.in.sync", "home.example.com");
        } finally {
            collector.stop();
        }
    }

    @Test
    void theManualShowsWhatThisTestRuns() throws IOException {
        String source = Files.readString(SOURCE);
        int from = source.indexOf('\n', source.indexOf("// The manual shows this.")) + 1;
        String shown = source.substring(from, source.indexOf("// The end of what", from))
                .stripIndent()
                .stripTrailing();

        assertThat(Files.readString(PAGE)).contains("```java\n" + shown + "\n```");
    }
}

package io.github.ddnsjava.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.Intent;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What it costs to count one event: the best of several rounds, after a warm-up. Run only by name, for {@code
 * docs/performance.md}.
 */
class MetricsBenchmark {
    private static final int EVENTS = 1_000_000;
    private static final int ROUNDS = 8;

    private static Map<String, UpdateEvent> events() {
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        RecordKey key = RecordKey.of("home.example.com", RecordType.A);
        IpAddress address = IpAddress.parse("93.184.216.1");
        DetectionReport detection = new DetectionReport(
                "wan",
                IpFamily.IPV4,
                DetectionReport.Verdict.FOUND,
                List.of(address),
                List.of(
                        SourceAnswer.of("https://one.example", "one", address, Duration.ofMillis(40)),
                        SourceAnswer.of("https://two.example", "two", address, Duration.ofMillis(50))),
                "");
        Map<String, UpdateEvent> events = new TreeMap<>();
        events.put("Detected, two sources", new UpdateEvent.Detected(at, detection, Duration.ofMillis(50), 1));
        events.put(
                "Decided", new UpdateEvent.Decided(at, key, Intent.ENSURE, Set.of(address), "address changed", 1, 1));
        events.put(
                "Exchanged",
                new UpdateEvent.Exchanged(
                        at,
                        "account",
                        "cf",
                        "PUT api.example.net/zones",
                        Duration.ofMillis(300),
                        Duration.ZERO,
                        Optional.of(200),
                        Optional.empty(),
                        1));
        events.put(
                "Changed",
                new UpdateEvent.Changed(
                        at, key, Outcome.UPDATED, Set.of(address), Set.of(), "address changed", Duration.ZERO, 1, 1));
        return events;
    }

    @Test
    void oneEvent() {
        measure("Prometheus registry", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        measure("composite registry without a child", new CompositeMeterRegistry());
    }

    private static void measure(String name, MeterRegistry registry) {
        EventMeters meters = new EventMeters(new Meters(registry, Tags.empty()), Clock.SYSTEM);
        events().forEach((kind, event) -> {
            long best = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                for (int i = 0; i < EVENTS; i++) {
                    meters.on(event);
                }
                best = Math.min(best, System.nanoTime() - begun);
            }
            System.out.printf("%s, %s: %d ns an event%n", name, kind, best / EVENTS);
            assertThat(best).isPositive();
        });
    }
}

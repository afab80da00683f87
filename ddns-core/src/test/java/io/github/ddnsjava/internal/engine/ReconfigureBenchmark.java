package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.ReconfigurationReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How long {@link Updater#reconfigure} takes for 10,000 records of which 10 changed, checks included: the time that the
 * calling thread has the processor, which other work on the host does not lengthen. Run only by name, for {@code
 * docs/performance.md}.
 */
class ReconfigureBenchmark {
    private static final int RECORDS = 10_000;
    private static final int CHANGED = 10;
    private static final int ROUNDS = 50;
    private static final double NANOS = 1_000_000.0;

    private final World world = new World();
    private final FakeHosts hosts = new FakeHosts(Abilities.builder()
            .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(1)))
            .build());

    private UpdaterBuilder setUp(int round) {
        UpdaterBuilder builder = world.bare().detector(world.wan).provider(hosts);
        for (int i = 0; i < RECORDS; i++) {
            Duration ttl = Duration.ofMinutes(i < CHANGED ? 1 + round : 1);
            builder.record(ManagedRecord.builder("n" + i + ".example.com", RecordType.A)
                    .ttl(ttl)
                    .build());
        }
        return builder;
    }

    @Test
    void tenOfTenThousandRecordsChange() {
        world.wan.sees(A1);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<Double> millis = new ArrayList<>();
        try (Updater updater = setUp(0).build()) {
            world.start(updater);
            for (int round = 1; round <= ROUNDS; round++) {
                int calls = hosts.calls.size();
                UpdaterBuilder next = setUp(round);
                long begun = threads.getCurrentThreadCpuTime();
                ReconfigurationReport report = updater.reconfigure(next);
                millis.add((threads.getCurrentThreadCpuTime() - begun) / NANOS);
                world.time.run(Duration.ofSeconds(10));
                assertThat(report.records().changed()).hasSize(CHANGED);
                assertThat(hosts.calls).hasSize(calls + CHANGED);
            }
        }
        double first = millis.get(0);
        Collections.sort(millis);
        System.out.printf(
                "reconfigure, time of the processor: %,d records, %d changed: first %.1f ms, median %.1f ms, worst %.1f ms%n",
                RECORDS, CHANGED, first, millis.get(ROUNDS / 2), millis.get(ROUNDS - 1));
    }
}

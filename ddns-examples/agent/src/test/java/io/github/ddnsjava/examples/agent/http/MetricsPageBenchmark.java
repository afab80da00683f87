package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.examples.agent.action.InSync;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * How long {@code /metrics} takes with many records: the time that the thread which makes the answer has the processor.
 * The status is read anew for each, and before it a hundred records get another address. Run only by name, for
 * {@code docs/performance.md}.
 */
class MetricsPageBenchmark {
    private static final int ROUNDS = 20;
    private static final int CHANGED = 100;
    private static final IpAddress ADDRESS = IpAddress.parse("9.9.9.9");

    private static Map<RecordKey, Set<IpAddress>> changed(int round, int records) {
        Map<RecordKey, Set<IpAddress>> pushed = new HashMap<>();
        for (int i = 0; i < CHANGED; i++) {
            pushed.put(
                    RecordKey.of("host-" + (round * CHANGED + i) % records + ".example.com", RecordType.A),
                    Set.of(IpAddress.parse("9.9.9." + (10 + round))));
        }
        return pushed;
    }

    @Test
    void scrapes() throws Exception {
        for (int records : new int[] {1_000, 10_000, 100_000}) {
            scrape(records);
        }
    }

    private static void scrape(int records) throws InterruptedException {
        UpdaterBuilder builder =
                Updater.builder().detector(IpDetectors.staticAddresses(ADDRESS)).provider(InSync.provider());
        for (int i = 0; i < records; i++) {
            builder.record("host-" + i + ".example.com", RecordType.A);
        }
        try (Updater updater = builder.build();
                MetricsPage page = new MetricsPage(updater)) {
            updater.start();
            updater.runOnce();
            long[] micros = new long[ROUNDS];
            int length = 0;
            for (int i = 0; i < ROUNDS; i++) {
                updater.push(changed(i, records));
                updater.runOnce();
                TimeUnit.MILLISECONDS.sleep(1_100); // then the status is read anew
                long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                String text = page.scrape(MetricsPage.TEXT);
                long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                micros[i] = TimeUnit.NANOSECONDS.toMicros(end - begin);
                assertThat(text).contains("ddns_records{outcome=\"unchanged\"} " + (double) records);
                assertThat(updater.status().records())
                        .filteredOn(record -> !record.addresses().equals(List.of(ADDRESS)))
                        .hasSize(Math.min(records, (i + 1) * CHANGED));
                length = text.length();
            }
            long first = micros[0];
            Arrays.sort(micros);
            System.out.printf(
                    "%d records: first %d us, median %d us, worst %d us, %d characters%n",
                    records, first, micros[ROUNDS / 2], micros[ROUNDS - 1], length);
        }
    }
}

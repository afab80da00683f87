package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import io.github.ddnsjava.examples.agent.action.InSync;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long {@code /metrics} takes with 100,000 records: the request of a client until it has read the whole answer. The
 * status is read anew for each. Run only by name, for {@code docs/performance.md}.
 */
class MetricsPageBenchmark {
    private static final int RECORDS = 100_000;
    private static final int ROUNDS = 20;

    @Test
    void scrapes(@TempDir Path directory) throws Exception {
        UpdaterBuilder builder = Updater.builder()
                .detector(IpDetectors.staticAddresses(IpAddress.parse("9.9.9.9")))
                .provider(InSync.provider());
        for (int i = 0; i < RECORDS; i++) {
            builder.record("host-" + i + ".example.com", RecordType.A);
        }
        EventFeed feed = new EventFeed();
        try (Updater updater = builder.build();
                HttpDoor door = HttpDoor.open(
                        Surface.settings("", directory),
                        new Actions(updater, new Audit(feed, InstantSource.system())),
                        feed,
                        InstantSource.system())) {
            updater.start();
            updater.runOnce();
            long[] millis = new long[ROUNDS];
            int bytes = 0;
            for (int i = 0; i < ROUNDS; i++) {
                TimeUnit.MILLISECONDS.sleep(1_100); // as Prometheus, which comes every few seconds
                long begin = System.nanoTime();
                RawHttp.Answer answer = RawHttp.ask(door.port(), "GET", "/metrics");
                millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body().lines().filter(line -> line.startsWith("ddns_records{")).toList()).contains("ddns_records{outcome=\"unchanged\"} " + (double) RECORDS);
                bytes = answer.body().length();
            }
            long first = millis[0];
            Arrays.sort(millis);
            System.out.printf(
                    "%d records: first %d ms, median %d ms, worst %d ms, %d bytes%n",
                    RECORDS, first, millis[ROUNDS / 2], millis[ROUNDS - 1], bytes);
        }
    }
}

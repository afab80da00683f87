package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What providers must do that write several record sets in one call: use it, and keep to each of its limits. */
final class BatchCases {
    /** No interface is known that takes more. */
    private static final int LARGEST = 2000;

    private static final int VALUES = 7;

    private BatchCases() {}

    static void addTo(Cases cases) {
        cases.add("writes several record sets in one call", BatchCases::oneCall, Trait.BATCH);
        cases.add("writes as many record sets in one call as it may, and no more", BatchCases::size, Trait.BATCH);
        cases.add("writes no more values in one call than it may", BatchCases::values, Trait.BATCH_OF_VALUES);
        cases.add("writes no more bytes in one call than it may", BatchCases::bytes, Trait.BATCH_OF_BYTES);
    }

    private static Abilities.Batch batch(Bench bench) {
        return bench.abilities().batch().orElseThrow();
    }

    private static void oneCall(Bench bench) throws Exception {
        publishMany(bench, Math.min(3, batch(bench).maxWrites()), "host", 1);
        assertThat(bench.writes()).hasSize(1);
    }

    private static void size(Bench bench) throws Exception {
        int max = Math.min(batch(bench).maxWrites(), LARGEST);
        publishMany(bench, max + 1, "host", 1);
        boolean onlyWritesCount =
                batch(bench).maxValues() == Integer.MAX_VALUE && batch(bench).maxBytes() == Integer.MAX_VALUE;
        if (onlyWritesCount && max == batch(bench).maxWrites()) {
            assertThat(bench.writes()).hasSize(2);
        } else {
            assertThat(bench.writes()).hasSizeLessThan(max);
        }
    }

    private static void values(Bench bench) throws Exception {
        int max = Math.min(batch(bench).maxValues(), LARGEST);
        int sets = 2 * max / VALUES + 1;
        publishMany(bench, sets, "host", VALUES);
        assertThat(bench.writes())
                .as("calls for %d values", sets * VALUES)
                .hasSizeGreaterThanOrEqualTo((sets * VALUES + max - 1) / max);
    }

    /** Long names, so that bytes count before the number of writes does. */
    private static void bytes(Bench bench) throws Exception {
        int max = batch(bench).maxBytes();
        String label = "x".repeat(50);
        String name = label + "." + label + "." + label + ".host";
        publishMany(bench, Math.min(LARGEST, 2 * max / name.length() + 1), name, 1);
        if (bench.harness() instanceof HttpProviderContract http) {
            List<ServeEvent> writes = http.server().getAllServeEvents().stream()
                    .filter(event -> http.isWrite(event.getRequest()))
                    .toList();
            assertThat(writes)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(http.bytes(event.getRequest()))
                            .as("bytes of a call")
                            .isLessThanOrEqualTo(max));
        }
    }

    private static void publishMany(Bench bench, int count, String label, int values) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        int[] numbers = new int[values];
        for (int i = 1; i <= count; i++) {
            for (int value = 0; value < values; value++) {
                numbers[value] = 1 + (i + value) % 200;
            }
            DnsName name = bench.name(label + i);
            changes.add(bench.ensure(name, numbers).build());
        }
        Map<RecordKey, ChangeResult> results = bench.publish(changes);
        assertThat(results).hasSize(count);
        results.values().forEach(Bench::assertDone);
        assertThat(bench.zones().records(bench.harness().zone())).hasSize(count * values);
    }
}

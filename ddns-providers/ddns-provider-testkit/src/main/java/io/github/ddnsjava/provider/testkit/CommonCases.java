package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordType;

/** What every provider must do. */
final class CommonCases {
    private CommonCases() {}

    static void addTo(Cases cases) {
        for (RecordType type : Bench.types(cases.abilities())) {
            cases.add("publishes " + type, bench -> publishes(bench, type));
        }
    }

    private static void publishes(Bench bench, RecordType type) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, type, 1);
        Bench.assertDone(bench.publishOne(Bench.move(home, type, 1, 2)));
        bench.assertServed(home, type, 2);
        assertThat(bench.publication().announced())
                .as("announced before it was written")
                .hasSize(1);
    }
}

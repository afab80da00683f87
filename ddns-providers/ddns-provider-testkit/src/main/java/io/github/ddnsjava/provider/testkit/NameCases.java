package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.Map;
import java.util.Set;

/** What every provider must do with names of all forms, and with those that are not there. */
final class NameCases {
    private NameCases() {}

    static void addTo(Cases cases) {
        if (cases.harness().longNames()) {
            cases.add("publishes a name of many labels", bench -> publishes(bench, bench.name("a.b-c.d1")));
        }
        cases.add("publishes an internationalised name as its A-labels", NameCases::internationalised);
        if (cases.abilities().wildcard()) {
            cases.add("publishes a wildcard, and leaves the names below it alone", NameCases::wildcard);
        }
        cases.harness()
                .unknownName()
                .ifPresent(name -> cases.add(
                        "refuses an unknown name, and goes on with the others", bench -> unknown(bench, name)));
    }

    private static void publishes(Bench bench, DnsName name) throws Exception {
        bench.put(name, bench.type(), 1);
        Bench.assertDone(bench.publishOne(Bench.move(name, bench.type(), 1, 2)));
        bench.assertServed(name, bench.type(), 2);
    }

    private static void internationalised(Bench bench) throws Exception {
        DnsName name = bench.name("b\u00fccher");
        assertThat(name.toString()).startsWith("xn--bcher-kva.");
        publishes(bench, name);
    }

    private static void wildcard(Bench bench) throws Exception {
        DnsName below = bench.name("below");
        bench.put(below, bench.type(), 7);
        publishes(bench, bench.name("*"));
        bench.assertServed(below, bench.type(), 7);
    }

    private static void unknown(Bench bench, DnsName name) throws Exception {
        DnsName before = bench.name("before");
        DnsName after = bench.name("after");
        bench.put(before, bench.type(), 1);
        bench.put(after, bench.type(), 1);
        RecordChange lost =
                Changes.ensure(name, Set.of(Bench.address(bench.type(), 2))).build();
        Map<RecordKey, ChangeResult> results =
                bench.publish(Bench.move(before, bench.type(), 1, 2), lost, Bench.move(after, bench.type(), 1, 2));
        Bench.assertFailed(Bench.resultOf(lost, results), ProblemKind.REJECTED);
        bench.assertServed(before, bench.type(), 2);
        bench.assertServed(after, bench.type(), 2);
        results.remove(lost.key());
        results.values().forEach(Bench::assertDone);
    }
}

package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What every provider must do with names of all forms, and with those that are not there. */
final class NameCases {
    private NameCases() {}

    static void addTo(Cases cases) {
        cases.add(
                "publishes a name of many labels", bench -> publishes(bench, bench.name("a.b-c.d1")), Trait.LONG_NAMES);
        cases.add("publishes an internationalised name as its A-labels", NameCases::internationalised);
        cases.add("publishes a wildcard, and leaves the names below it alone", NameCases::wildcard, Trait.WILDCARD);
        cases.add(
                "refuses an unknown name, and goes on with the others",
                bench -> alien(bench, bench.harness().unknownName().orElseThrow(), NameCases::assertRejected),
                Trait.UNKNOWN_NAME);
        cases.add(
                "refuses a name in somebody else's zone, and goes on with the others",
                bench -> alien(bench, bench.harness().foreignName().orElseThrow(), NameCases::assertNotOurs),
                Trait.FOREIGN_NAME);
        cases.add("holds a name that is not found alone", NameCases::missing, Trait.MISSING_NAME);
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

    private static void assertRejected(ChangeResult result) {
        Bench.assertFailed(result, ProblemKind.REJECTED);
    }

    private static void assertNotOurs(ChangeResult result) {
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        Problem problem = FaultCases.problem(result);
        assertThat(problem.kind())
                .as("kind of \"%s\"", problem.message())
                .isIn(ProblemKind.REJECTED, ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).as("scope of \"%s\"", problem.message()).isNotEqualTo(ProblemScope.ACCOUNT);
    }

    private static void alien(Bench bench, DnsName name, Consumer<ChangeResult> refused) throws Exception {
        DnsName before = bench.name("before");
        DnsName after = bench.name("after");
        bench.put(before, bench.type(), 1);
        bench.put(after, bench.type(), 1);
        RecordChange lost =
                Changes.ensure(name, Set.of(Bench.address(bench.type(), 2))).build();
        Map<RecordKey, ChangeResult> results =
                bench.publish(Bench.move(before, bench.type(), 1, 2), lost, Bench.move(after, bench.type(), 1, 2));
        refused.accept(Bench.resultOf(lost, results));
        bench.assertServed(before, bench.type(), 2);
        bench.assertServed(after, bench.type(), 2);
        results.remove(lost.key());
        results.values().forEach(Bench::assertDone);
    }

    /** One that can be listed, and is gone when it is to be written: a new look at it helps, or a person. */
    private static void missing(Bench bench) throws Exception {
        ScopeCases.alone(bench, bench.harness().missingName().orElseThrow(), result -> {
            Problem problem = FaultCases.problem(result);
            assertThat(problem.kind())
                    .as("kind of \"%s\"", problem.message())
                    .isIn(ProblemKind.REJECTED, ProblemKind.TRANSIENT);
            ScopeCases.assertScope(problem, ProblemScope.RECORD);
        });
    }
}

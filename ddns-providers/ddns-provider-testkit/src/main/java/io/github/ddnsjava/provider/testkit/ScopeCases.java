package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A refusal holds what it concerns, a name or a zone, and nothing else. */
final class ScopeCases {
    private ScopeCases() {}

    static void addTo(Cases cases) {
        cases.add(
                "holds a forbidden name alone, and neither its zone nor the account",
                bench -> alone(
                        bench,
                        bench.harness().forbiddenName().orElseThrow(),
                        result -> assertRefused(result, ProblemScope.RECORD)),
                Trait.FORBIDDEN_NAME);
        cases.add(
                "holds a forbidden zone, and not the account",
                bench -> forbiddenZone(bench, bench.zones().forbiddenZone().orElseThrow()),
                Trait.FORBIDDEN_ZONE);
        cases.add(
                "holds a zone with too many requests, and not the account",
                bench -> tooManyForZone(bench, bench.zones().tooManyForZone().orElseThrow()),
                Trait.TOO_MANY_FOR_ZONE);
    }

    /** A refusal that a person must end. */
    static void assertRefused(ChangeResult result, ProblemScope scope) {
        Problem problem = FaultCases.problem(result);
        assertThat(problem.kind())
                .as("kind of \"%s\"", problem.message())
                .isIn(ProblemKind.AUTHENTICATION, ProblemKind.REJECTED, ProblemKind.BLOCKED);
        assertScope(problem, scope);
    }

    static void assertScope(Problem problem, ProblemScope scope) {
        assertThat(problem.scope()).as("scope of \"%s\"", problem.message()).isEqualTo(scope);
    }

    interface Judge {
        void judge(ChangeResult result);
    }

    /** One name in trouble between two others, which are published. */
    static void alone(Bench bench, Trouble trouble, Judge judge) throws Exception {
        RecordChange culprit = bench.troubled();
        List<RecordChange> others = new ArrayList<>();
        for (String name : List.of("host1", "host2")) {
            bench.put(bench.name(name), bench.type(), 1);
            others.add(Bench.move(bench.name(name), bench.type(), 1, 2));
        }
        Map<RecordKey, ChangeResult> results;
        AutoCloseable end = trouble.begin(culprit.name());
        try {
            results = bench.publish(others.get(0), culprit, others.get(1));
        } finally {
            end.close();
        }
        judge.judge(Bench.resultOf(culprit, results));
        for (RecordChange other : others) {
            Bench.assertDone(Bench.resultOf(other, results));
            bench.assertServed(other.name(), bench.type(), 2);
        }
        bench.assertServed(culprit.name(), bench.type(), 1);
    }

    private static void forbiddenZone(Bench bench, Trouble trouble) throws Exception {
        zone(bench, trouble, result -> assertRefused(result, ProblemScope.ZONE));
    }

    private static void tooManyForZone(Bench bench, Trouble trouble) throws Exception {
        zone(bench, trouble, result -> {
            Problem problem = FaultCases.problem(result);
            assertThat(problem.kind()).isEqualTo(ProblemKind.RATE_LIMITED);
            assertThat(problem.retryAfter()).contains(ZoneProviderContract.WAIT);
            assertScope(problem, ProblemScope.ZONE);
        });
    }

    /** Two names in the zone in trouble, and after them one in another. */
    private static void zone(Bench bench, Trouble trouble, Judge judge) throws Exception {
        DnsName there = DnsName.of("home." + bench.zones().otherZone());
        List<RecordChange> inTrouble = new ArrayList<>();
        for (DnsName name : List.of(bench.name("host1"), bench.name("host2"))) {
            bench.put(name, bench.type(), 1);
            inTrouble.add(Bench.move(name, bench.type(), 1, 2));
        }
        bench.put(there, bench.type(), 1);
        RecordChange well = Bench.move(there, bench.type(), 1, 2);
        List<RecordChange> all = new ArrayList<>(inTrouble);
        all.add(well);
        Map<RecordKey, ChangeResult> results;
        AutoCloseable end = trouble.begin(bench.harness().zone());
        try {
            results = bench.publish(all);
        } finally {
            end.close();
        }
        inTrouble.forEach(change -> judge.judge(Bench.resultOf(change, results)));
        Bench.assertDone(Bench.resultOf(well, results));
        bench.assertServed(there, bench.type(), 2);
        for (RecordChange change : inTrouble) {
            bench.assertServed(change.name(), bench.type(), 1);
        }
    }
}

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
        cases.harness()
                .forbiddenName()
                .ifPresent(trouble -> cases.add(
                        "holds a forbidden name alone, and neither its zone nor the account",
                        bench -> forbiddenName(bench, trouble)));
        if (cases.harness() instanceof ZoneProviderContract harness) {
            harness.forbiddenZone()
                    .ifPresent(trouble -> cases.add(
                            "holds a forbidden zone, and not the account", bench -> forbiddenZone(bench, trouble)));
            harness.tooManyForZone()
                    .ifPresent(trouble -> cases.add(
                            "holds a zone with too many requests, and not the account",
                            bench -> tooManyForZone(bench, trouble)));
        }
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

    private static void forbiddenName(Bench bench, Trouble trouble) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            bench.put(bench.name("host" + i), bench.type(), 1);
            changes.add(Bench.move(bench.name("host" + i), bench.type(), 1, 2));
        }
        Map<RecordKey, ChangeResult> results;
        AutoCloseable end = trouble.begin(bench.name("host2"));
        try {
            results = bench.publish(changes);
        } finally {
            end.close();
        }
        assertRefused(Bench.resultOf(changes.get(1), results), ProblemScope.RECORD);
        for (int i : new int[] {0, 2}) {
            Bench.assertDone(Bench.resultOf(changes.get(i), results));
            bench.assertServed(changes.get(i).name(), bench.type(), 2);
        }
        bench.assertServed(changes.get(1).name(), bench.type(), 1);
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

    private interface Judge {
        void judge(ChangeResult result);
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

package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whatever goes wrong, and at whichever exchange: what a provider reports is what the server has. Each case publishes
 * three names once for each exchange that this takes, and cuts there.
 */
final class TruthCases {
    private TruthCases() {}

    private interface Cut {
        RecordingPublication at(int exchange);
    }

    static void addTo(Cases cases) {
        cases.add(
                "tells the truth whichever exchange the gate refuses",
                bench -> truth(
                        bench, k -> RecordingPublication.builder().budget(k).build()));
        cases.add(
                "tells the truth whichever request is not sent",
                bench -> truth(
                        bench,
                        k -> RecordingPublication.builder()
                                .before((number, exchange) ->
                                        failAt(k, number, TransientException.notSent("cut", null)))
                                .build()));
        cases.add(
                "tells the truth whichever answer is lost",
                bench -> truth(
                        bench,
                        k -> RecordingPublication.builder()
                                .after((number, exchange) ->
                                        failAt(k, number, TransientException.unknownOutcome("cut", null)))
                                .build()));
    }

    private static void failAt(int wanted, int number, TransientException failure) {
        if (number == wanted) {
            throw failure;
        }
    }

    private static void truth(Bench uncut, Cut cut) throws Exception {
        uncut.publish(changes(uncut)).values().forEach(Bench::assertDone);
        int exchanges = uncut.publication().exchanges().size();
        assertThat(exchanges).as("exchanges").isPositive();
        for (int k = 0; k < exchanges; k++) {
            Bench bench = uncut.again();
            List<RecordChange> changes = changes(bench);
            bench.use(cut.at(k));
            Map<RecordKey, ChangeResult> results = bench.publish(changes);
            for (RecordChange change : changes) {
                assertTrue(bench, change, Bench.resultOf(change, results), k);
            }
        }
    }

    private static List<RecordChange> changes(Bench bench) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            DnsName name = bench.name("host" + i);
            bench.put(name, bench.type(), i);
            changes.add(Bench.move(name, bench.type(), i, 10 + i));
        }
        return changes;
    }

    private static void assertTrue(Bench bench, RecordChange change, ChangeResult result, int k) throws Exception {
        Set<IpAddress> before = change.confirmed().orElse(Set.of());
        Set<IpAddress> served = bench.harness().get(change.name(), change.type());
        boolean saysDone = Bench.isDone(result) || result instanceof ChangeResult.AlreadyRight;
        if (result instanceof ChangeResult.Unknown) {
            assertThat(served).isIn(before, change.addresses());
        } else {
            assertThat(served)
                    .as("cut at exchange %d of %s, %s", k, bench.publication().exchanges(), result)
                    .isEqualTo(saysDone ? change.addresses() : before);
        }
    }
}

package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whatever goes wrong, and at whichever exchange: what a provider reports is what the server has. Each case publishes
 * once for each exchange that this takes, and cuts there.
 */
final class TruthCases {
    private TruthCases() {}

    /** The number of a value that is not ours. */
    private static final int FOREIGN = 9;

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
        cases.add(
                "tells the truth of a set of several values whichever of its calls fails, and never empties it",
                TruthCases::withinASet,
                Trait.ZONES,
                Trait.SEVERAL_VALUES);
    }

    /** What may happen to a call that is not the first of a write: it is not sent, its answer is lost, it is refused. */
    private static final List<Cut> WITHIN_A_SET = List.of(
            k -> RecordingPublication.builder()
                    .before((number, exchange) -> failAt(k, number, TransientException.notSent("cut", null)))
                    .build(),
            k -> RecordingPublication.builder()
                    .after((number, exchange) -> failAt(k, number, TransientException.unknownOutcome("cut", null)))
                    .build(),
            k -> RecordingPublication.builder()
                    .before((number, exchange) -> failAt(k, number, RejectedException.invalid("the server refuses")))
                    .build());

    /** A set that grows, and one that shrinks, beside a value of somebody else. */
    private static void withinASet(Bench uncut) throws Exception {
        for (Cut cut : Contract.isQuick() ? WITHIN_A_SET.subList(1, 2) : WITHIN_A_SET) {
            withinASet(uncut, cut, new int[] {1, 2}, new int[] {3, 4, 5});
            withinASet(uncut, cut, new int[] {1, 2, 3}, new int[] {4});
        }
    }

    private static void withinASet(Bench unused, Cut cut, int[] from, int[] to) throws Exception {
        Bench whole = unused.again();
        Bench.assertDone(whole.publishOne(set(whole, from, to)));
        int exchanges = whole.publication().exchanges().size();
        for (int k = 0; k < exchanges; k++) {
            Bench bench = unused.again();
            RecordChange change = set(bench, from, to);
            bench.use(cut.at(k));
            ChangeResult result = bench.publishOne(change);
            String at = "cut at exchange %d of %s, %s"
                    .formatted(k, bench.publication().exchanges(), result);
            Set<IpAddress> served = new TreeSet<>(bench.harness().get(change.name(), change.type()));
            assertThat(served.remove(Bench.address(bench.type(), FOREIGN)))
                    .as("somebody else's value is there; " + at)
                    .isTrue();
            assertThat(served)
                    .as("our values, never fewer than before and afterwards; " + at)
                    .hasSizeGreaterThanOrEqualTo(Math.min(from.length, to.length));
            if (!(result instanceof ChangeResult.Unknown)) {
                boolean saysDone = Bench.isDone(result) || result instanceof ChangeResult.AlreadyRight;
                assertThat(served).as(at).isEqualTo(Bench.addresses(bench.type(), saysDone ? to : from));
            }
            bench.use(bench.publication().nextWith().build());
            assertThat(Bench.isDone(bench.publishOne(change))
                            || bench.publication().results().get(change.key()) instanceof ChangeResult.AlreadyRight)
                    .as("the next publication makes it right; " + at)
                    .isTrue();
            assertThat(bench.harness().get(change.name(), change.type()))
                    .as("values in the end; " + at)
                    .isEqualTo(withForeign(bench, to));
        }
    }

    private static RecordChange set(Bench bench, int[] from, int... to) throws Exception {
        DnsName home = bench.name("home");
        bench.harness().put(home, bench.type(), withForeign(bench, from));
        return bench.ensure(home, to)
                .confirmed(Bench.addresses(bench.type(), from))
                .build();
    }

    private static Set<IpAddress> withForeign(Bench bench, int... ours) {
        Set<IpAddress> all = new TreeSet<>(Bench.addresses(bench.type(), ours));
        all.add(Bench.address(bench.type(), FOREIGN));
        return all;
    }

    private static void failAt(int wanted, int number, DdnsException failure) {
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
            // Both, where a service cannot change a value: the new one comes first.
            Set<IpAddress> both = new TreeSet<>(before);
            both.addAll(change.addresses());
            assertThat(served).isIn(before, change.addresses(), both);
        } else {
            assertThat(served)
                    .as("cut at exchange %d of %s, %s", k, bench.publication().exchanges(), result)
                    .isEqualTo(saysDone ? change.addresses() : before);
        }
    }
}

package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What providers with zones must do: find the right one, list it once, write in the fewest calls. */
final class ZoneCases {
    private ZoneCases() {}

    static void addTo(Cases cases) {
        cases.add("publishes at the apex", ZoneCases::apex);
        cases.add("publishes in the longest zone that contains the name", ZoneCases::longest);
        cases.add("publishes in two zones in one call", ZoneCases::twoZones);
        cases.add("refuses a name that only ends like a zone", ZoneCases::endsAlike);
        cases.add("publishes where the zone is given", ZoneCases::givenZone);
        cases.add("looks a zone up once, and remembers it", ZoneCases::remembers, Trait.ZONE_LOOKUP);
        cases.add("looks a zone up again that was made anew", ZoneCases::renewed, Trait.ZONE_LOOKUP);
        cases.add("takes a zone that is gone for missing, and not for empty", ZoneCases::gone, Trait.MISSING_ZONE);
        cases.add("lists a zone once, however many names", ZoneCases::listsOnce, Trait.RECORD_LIST);
        PageCases.addTo(cases);
        BatchCases.addTo(cases);
        cases.add("lets a refused record fail alone", ZoneCases::refused, Trait.REFUSED_NAME);
    }

    private static void apex(Bench bench) throws Exception {
        DnsName apex = bench.harness().zone();
        bench.put(apex, bench.type(), 1);
        Bench.assertDone(bench.publishOne(Bench.move(apex, bench.type(), 1, 2)));
        bench.assertServed(apex, bench.type(), 2);
    }

    private static void longest(Bench bench) throws Exception {
        DnsName child = bench.zones().childZone();
        DnsName name = DnsName.of("home." + child);
        Bench.assertDone(bench.publishOne(bench.ensure(name, 2).build()));
        assertThat(bench.zones().records(child)).extracting(ZoneRecord::name).containsExactly(name);
        assertThat(bench.zones().records(bench.harness().zone())).isEmpty();
    }

    private static void twoZones(Bench bench) throws Exception {
        DnsName here = bench.name("home");
        DnsName there = DnsName.of("home." + bench.zones().otherZone());
        bench.put(here, bench.type(), 1);
        bench.put(there, bench.type(), 1);
        Map<RecordKey, ChangeResult> results =
                bench.publish(Bench.move(here, bench.type(), 1, 2), Bench.move(there, bench.type(), 1, 3));
        assertThat(results).hasSize(2);
        results.values().forEach(Bench::assertDone);
        bench.assertServed(here, bench.type(), 2);
        bench.assertServed(there, bench.type(), 3);
    }

    private static void endsAlike(Bench bench) throws Exception {
        DnsName name = DnsName.of("host.not" + bench.harness().zone());
        Bench.assertFailed(bench.publishOne(bench.ensure(name, 2).build()), ProblemKind.REJECTED);
        bench.assertNothingWritten();
    }

    private static void givenZone(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        Bench.assertDone(bench.publishOne(
                bench.ensure(home, 2).zone(bench.harness().zone()).build()));
        bench.assertServed(home, bench.type(), 2);
    }

    private static void remembers(Bench bench) throws Exception {
        String lookup = bench.zones().zoneLookup().orElseThrow();
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        assertThat(bench.count(lookup)).as("look-ups at first").isPositive();
        bench.use(bench.publication().next());
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 2, 3)));
        assertThat(bench.count(lookup)).as("look-ups afterwards").isZero();
        bench.assertServed(home, bench.type(), 3);
    }

    private static void renewed(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        Bench.assertDone(bench.publishOne(bench.ensure(home, 1).build()));
        bench.zones().renewZone(bench.harness().zone());
        bench.use(bench.publication().next());
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        bench.assertServed(home, bench.type(), 2);
    }

    /** A zone that vanished between two publications: nothing can be written there, and nothing be read. */
    private static void gone(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        DnsName elsewhere = DnsName.of("home." + bench.zones().otherZone());
        bench.put(elsewhere, bench.type(), 1);
        Bench.assertDone(bench.publishOne(bench.ensure(home, 1).build()));
        AutoCloseable end =
                bench.zones().missingZone().orElseThrow().begin(bench.harness().zone());
        try {
            bench.use(bench.publication().next());
            RecordChange lost = Bench.move(home, bench.type(), 1, 2);
            RecordChange other = Bench.move(elsewhere, bench.type(), 1, 2);
            Map<RecordKey, ChangeResult> results = bench.publish(lost, other);
            Bench.assertFailed(Bench.resultOf(lost, results), ProblemKind.REJECTED);
            Bench.assertDone(Bench.resultOf(other, results));
            bench.assertAnnounced(other);
            bench.assertServed(elsewhere, bench.type(), 2);
            bench.use(bench.publication().next());
            assertThatThrownBy(() ->
                            bench.provider().read(List.of(Changes.question(home, bench.type())), bench.publication()))
                    .as("reading a zone that is gone")
                    .isInstanceOf(RejectedException.class);
        } finally {
            end.close();
        }
    }

    private static void listsOnce(Bench bench) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            bench.put(bench.name("host" + i), bench.type(), i);
            changes.add(Bench.move(bench.name("host" + i), bench.type(), i, i));
        }
        assertThat(bench.publish(changes).values()).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(bench.count(bench.zones().recordList().orElseThrow()))
                .as("lists of the zone")
                .isEqualTo(1);
        bench.assertNothingWritten();
    }

    private static void refused(Bench bench) throws Exception {
        RecordChange culprit =
                bench.ensure(bench.zones().refusedName().orElseThrow(), 2).build();
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            changes.add(bench.ensure(bench.name("host" + i), i).build());
        }
        changes.add(2, culprit);
        Map<RecordKey, ChangeResult> results = bench.publish(changes);
        Bench.assertFailed(Bench.resultOf(culprit, results), ProblemKind.REJECTED);
        for (int i = 1; i <= 4; i++) {
            bench.assertServed(bench.name("host" + i), bench.type(), i);
        }
        results.remove(culprit.key());
        results.values().forEach(Bench::assertDone);
    }
}

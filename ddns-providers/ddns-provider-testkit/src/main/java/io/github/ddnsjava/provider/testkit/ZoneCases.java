package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What providers with zones must do: find the right one, list it once, write in the fewest calls. */
final class ZoneCases {
    private static final int MANY = 250;
    private static final int LARGEST_BATCH = 500;

    private ZoneCases() {}

    static void addTo(Cases cases) {
        ZoneProviderContract harness = (ZoneProviderContract) cases.harness();
        cases.add("publishes at the apex", ZoneCases::apex);
        cases.add("publishes in the longest zone that contains the name", ZoneCases::longest);
        cases.add("publishes in two zones in one call", ZoneCases::twoZones);
        cases.add("refuses a name that only ends like a zone", ZoneCases::endsAlike);
        cases.add("publishes where the zone is given", ZoneCases::givenZone);
        harness.zoneLookup().ifPresent(lookup -> {
            cases.add("looks a zone up once, and remembers it", bench -> remembers(bench, lookup));
            cases.add("looks a zone up again that was made anew", ZoneCases::renewed);
        });
        harness.recordList().ifPresent(list -> {
            cases.add("lists a zone once, however many names", bench -> listsOnce(bench, list));
            cases.add("finds its record among " + MANY, ZoneCases::amongMany);
        });
        cases.abilities().batch().ifPresent(batch -> {
            cases.add("writes several record sets in one call", ZoneCases::oneCall);
            cases.add("writes no more in one call than it may", bench -> batchSize(bench, batch));
        });
        harness.refusedName()
                .ifPresent(name -> cases.add("lets a refused record fail alone", bench -> refused(bench, name)));
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

    private static long count(Bench bench, String what) {
        return bench.publication().exchanges().stream()
                .filter(exchange -> exchange.endsWith(what))
                .count();
    }

    private static void remembers(Bench bench, String lookup) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        assertThat(count(bench, lookup)).as("look-ups at first").isPositive();
        bench.use(bench.publication().next());
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 2, 3)));
        assertThat(count(bench, lookup)).as("look-ups afterwards").isZero();
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

    private static void listsOnce(Bench bench, String list) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            bench.put(bench.name("host" + i), bench.type(), i);
            changes.add(Bench.move(bench.name("host" + i), bench.type(), i, i));
        }
        assertThat(bench.publish(changes).values()).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(count(bench, list)).as("lists of the zone").isEqualTo(1);
        bench.assertNothingWritten();
    }

    private static void amongMany(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        for (int i = 1; i < MANY; i++) {
            bench.put(bench.name("host" + i), bench.type(), 1 + i % 200);
            if (i == MANY / 2) {
                bench.put(home, bench.type(), 1);
            }
        }
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        bench.assertServed(home, bench.type(), 2);
        assertThat(bench.zones().records(bench.harness().zone())).hasSize(MANY);
    }

    private static void oneCall(Bench bench) throws Exception {
        publishMany(bench, Math.min(3, bench.abilities().batch().orElseThrow().maxWrites()));
        assertThat(bench.writes()).hasSize(1);
    }

    private static void batchSize(Bench bench, Abilities.Batch batch) throws Exception {
        int max = Math.min(batch.maxWrites(), LARGEST_BATCH);
        publishMany(bench, max + 1);
        assertThat(bench.writes()).hasSize(max == batch.maxWrites() ? 2 : 1);
    }

    private static void publishMany(Bench bench, int count) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            changes.add(bench.ensure(bench.name("host" + i), 1 + i % 200).build());
        }
        Map<RecordKey, ChangeResult> results = bench.publish(changes);
        assertThat(results).hasSize(count);
        results.values().forEach(Bench::assertDone);
        assertThat(bench.zones().records(bench.harness().zone())).hasSize(count);
    }

    private static void refused(Bench bench, DnsName name) throws Exception {
        RecordChange culprit = bench.ensure(name, 2).build();
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

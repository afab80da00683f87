package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.Map;
import java.util.Optional;

/** What providers with record sets must do to values: touch nothing that is not ours. */
final class ValueCases {
    private ValueCases() {}

    static void addTo(Cases cases) {
        cases.add("creates a record set that is not there", ValueCases::creates);
        cases.add("creates the one that is missing among names that are there", ValueCases::createsAmongNames);
        cases.add("adopts a single value that it does not know", ValueCases::adopts);
        cases.add("leaves records of other types alone", ValueCases::otherTypes);
        cases.add(
                "leaves a set alone whose value is no address, and writes the others",
                ValueCases::unreadable,
                Trait.UNREADABLE_VALUE);
        cases.add("withdraws no value that is not ours", ValueCases::withdrawsOwn, Trait.DELETE);
        cases.add(
                "withdraws ours, and leaves records of other types alone", ValueCases::withdrawsOneType, Trait.DELETE);
        Cases several = cases.needing(Trait.SEVERAL_VALUES);
        several.add("replaces our value among others'", ValueCases::amongOthers);
        several.add("refuses to guess which of several values is ours, and lists them", ValueCases::ambiguous);
        several.add("replaces all values where the set is ours", ValueCases::ownsSet);
        several.add("publishes several addresses at a name, and fewer again", ValueCases::severalAddresses);
        several.add("withdraws our value, and leaves others'", ValueCases::withdrawsAmongOthers, Trait.DELETE);
        several.add("replaces only values that bear the marker", ValueCases::marked, Trait.MARKER);
        several.add("marks what it creates", ValueCases::marks, Trait.MARKER);
    }

    private static void creates(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        ChangeResult result = bench.publishOne(bench.ensure(home, 2).build());
        bench.applied(result).ifPresent(applied -> assertThat(applied.outcome()).isEqualTo(Outcome.CREATED));
        bench.assertServed(home, bench.type(), 2);
    }

    private static void adopts(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        ChangeResult result = bench.publishOne(bench.ensure(home, 2).build());
        bench.applied(result)
                .ifPresent(applied -> assertThat(applied.previous()).containsExactly(Bench.address(bench.type(), 1)));
        bench.assertServed(home, bench.type(), 2);
    }

    private static void otherTypes(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.zones().putText(home, "left alone");
        bench.put(home, bench.type(), 1);
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        bench.assertServed(home, bench.type(), 2);
        assertThat(bench.zones().texts(home)).containsExactly("left alone");
    }

    private static void unreadable(Bench bench) throws Exception {
        DnsName parked = bench.name("word");
        DnsName home = bench.name("home");
        bench.zones().unreadableValue().orElseThrow().accept(parked);
        bench.put(home, bench.type(), 1);
        RecordChange refused = bench.ensure(parked, 2).build();
        RecordChange done = Bench.move(home, bench.type(), 1, 2);
        Map<RecordKey, ChangeResult> results = bench.publish(refused, done);
        Problem problem = Bench.assertFailed(Bench.resultOf(refused, results), ProblemKind.REJECTED);
        assertThat(problem.message()).contains(parked.toString()).contains("no address");
        Bench.assertDone(Bench.resultOf(done, results));
        bench.assertAnnounced(done);
        bench.assertServed(home, bench.type(), 2);
    }

    /** A set that is not there among others is no zone that is not there, and no end of the list. */
    private static void createsAmongNames(Bench bench) throws Exception {
        DnsName first = bench.name("host1");
        DnsName missing = bench.name("host2");
        DnsName last = bench.name("host3");
        bench.put(first, bench.type(), 1);
        bench.put(last, bench.type(), 3);
        bench.publish(
                        Bench.move(first, bench.type(), 1, 11),
                        bench.ensure(missing, 12).build(),
                        Bench.move(last, bench.type(), 3, 13))
                .values()
                .forEach(Bench::assertDone);
        bench.assertServed(first, bench.type(), 11);
        bench.assertServed(missing, bench.type(), 12);
        bench.assertServed(last, bench.type(), 13);
    }

    private static void withdrawsOneType(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.zones().putText(home, "left alone");
        bench.put(home, bench.type(), 1);
        Bench.assertDone(bench.publishOne(Changes.withdraw(home, bench.type())
                .confirmed(Bench.addresses(bench.type(), 1))
                .build()));
        bench.assertServed(home, bench.type());
        assertThat(bench.zones().texts(home)).containsExactly("left alone");
    }

    private static void withdrawsOwn(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        assertThat(bench.publishOne(Changes.withdraw(home, bench.type()).build()))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        bench.assertServed(home, bench.type(), 1);
    }

    private static void amongOthers(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1, 7, 8);
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        bench.assertServed(home, bench.type(), 2, 7, 8);
    }

    private static void ambiguous(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 7, 8);
        Problem problem =
                Bench.assertFailed(bench.publishOne(bench.ensure(home, 2).build()), ProblemKind.AMBIGUOUS);
        assertThat(problem.message())
                .contains(Bench.address(bench.type(), 7).toString())
                .contains(Bench.address(bench.type(), 8).toString());
        bench.assertNothingWritten();
        bench.assertServed(home, bench.type(), 7, 8);
    }

    private static void ownsSet(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 7, 8);
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2).ownsSet().build()));
        bench.assertServed(home, bench.type(), 2);
    }

    private static void severalAddresses(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 7);
        Bench.assertDone(bench.publishOne(
                bench.ensure(home, 1, 2, 3).confirmed().ownsSet().build()));
        bench.assertServed(home, bench.type(), 1, 2, 3);
        bench.use(bench.publication().next());
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2)
                .confirmed(Bench.addresses(bench.type(), 1, 2, 3))
                .build()));
        bench.assertServed(home, bench.type(), 2);
    }

    private static void withdrawsAmongOthers(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1, 7);
        Bench.assertDone(bench.publishOne(Changes.withdraw(home, bench.type())
                .confirmed(Bench.addresses(bench.type(), 1))
                .build()));
        bench.assertServed(home, bench.type(), 7);
    }

    private static void marked(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 7);
        bench.zones()
                .put(
                        bench.harness().zone(),
                        new ZoneRecord("", home, Bench.address(bench.type(), 1), Map.of(), Optional.of("ours")));
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2).marker("ours").build()));
        bench.assertServed(home, bench.type(), 2, 7);
    }

    private static void marks(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2).marker("ours").build()));
        assertThat(bench.valuesAt(home)).extracting(ZoneRecord::marker).containsExactly(Optional.of("ours"));
    }
}

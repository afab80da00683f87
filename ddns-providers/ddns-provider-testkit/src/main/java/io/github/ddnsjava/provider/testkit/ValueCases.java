package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What providers with record sets must do to values and attributes: touch nothing that is not ours. */
final class ValueCases {
    private ValueCases() {}

    static void addTo(Cases cases) {
        Abilities abilities = cases.abilities();
        cases.add("creates a record set that is not there", ValueCases::creates);
        cases.add("adopts a single value that it does not know", ValueCases::adopts);
        cases.add("leaves records of other types alone", ValueCases::otherTypes);
        if (abilities.delete()) {
            cases.add("withdraws no value that is not ours", ValueCases::withdrawsOwn);
        }
        if (abilities.multiValue()) {
            addSeveral(cases, abilities);
        }
        Optional.ofNullable(abilities.attributes().get(Attributes.TTL)).ifPresent(ttl -> addTtl(cases, ttl));
    }

    private static void addSeveral(Cases cases, Abilities abilities) {
        cases.add("replaces our value among others'", ValueCases::amongOthers);
        cases.add("refuses to guess which of several values is ours, and lists them", ValueCases::ambiguous);
        cases.add("replaces all values where the set is ours", ValueCases::ownsSet);
        cases.add("publishes several addresses at a name, and fewer again", ValueCases::severalAddresses);
        if (abilities.delete()) {
            cases.add("withdraws our value, and leaves others'", ValueCases::withdrawsAmongOthers);
        }
        if (abilities.marker()) {
            cases.add("replaces only values that bear the marker", ValueCases::marked);
            cases.add("marks what it creates", ValueCases::marks);
        }
    }

    private static void addTtl(Cases cases, AttributeSpec spec) {
        Duration low = spec.accepts(Duration.ofMinutes(7)) ? Duration.ofMinutes(7) : spec.min();
        Duration high = spec.accepts(Duration.ofMinutes(11)) ? Duration.ofMinutes(11) : spec.max();
        if (low.equals(high)) {
            return;
        }
        cases.add("keeps the TTL that stands there", bench -> ttl(bench, low, Attributes.none(), 2, low));
        cases.add(
                "mends a TTL although the address is right",
                bench -> ttl(bench, low, Attributes.none().ensure(Attributes.TTL, high), 1, high));
        cases.add(
                "keeps the TTL where another is wanted for new records only",
                bench -> ttl(bench, low, Attributes.none().initial(Attributes.TTL, high), 2, low));
        cases.add("creates with the TTL that is wanted for new records", bench -> initialTtl(bench, high));
        cases.add("does not repeat a TTL that the server made another of before", bench -> effective(bench, low, high));
    }

    private static ZoneRecord value(Bench bench, DnsName name, int number, Map<String, Object> attributes) {
        return new ZoneRecord("", name, Bench.address(bench.type(), number), attributes, Optional.empty());
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

    private static void ttl(Bench bench, Duration there, Attributes wanted, int number, Duration after)
            throws Exception {
        DnsName home = bench.name("home");
        bench.zones().put(bench.harness().zone(), value(bench, home, 1, Map.of(Attributes.TTL, there)));
        Bench.assertDone(bench.publishOne(bench.ensure(home, number)
                .confirmed(Bench.addresses(bench.type(), 1))
                .attributes(wanted)
                .build()));
        bench.assertServed(home, bench.type(), number);
        assertTtl(bench, home, after);
    }

    private static void initialTtl(Bench bench, Duration wanted) throws Exception {
        DnsName home = bench.name("home");
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2)
                .attributes(Attributes.none().initial(Attributes.TTL, wanted))
                .build()));
        assertTtl(bench, home, wanted);
    }

    private static void effective(Bench bench, Duration there, Duration wanted) throws Exception {
        DnsName home = bench.name("home");
        bench.zones().put(bench.harness().zone(), value(bench, home, 1, Map.of(Attributes.TTL, there)));
        assertThat(bench.publishOne(bench.ensure(home, 1)
                        .confirmed(Bench.addresses(bench.type(), 1))
                        .attributes(Attributes.none().ensure(Attributes.TTL, wanted))
                        .effective(Map.of(Attributes.TTL, there))
                        .build()))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        bench.assertNothingWritten();
    }

    private static void assertTtl(Bench bench, DnsName name, Duration wanted) throws Exception {
        List<ZoneRecord> values = bench.valuesAt(name);
        assertThat(values)
                .extracting(value -> value.attributes().get(Attributes.TTL))
                .as("TTL of %s at the server", name)
                .containsOnly(wanted);
    }
}

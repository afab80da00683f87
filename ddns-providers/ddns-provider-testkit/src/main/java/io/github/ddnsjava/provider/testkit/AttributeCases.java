package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What providers with record sets must do to attributes: ours as wanted, and those of others as they are. */
final class AttributeCases {
    private AttributeCases() {}

    static void addTo(Cases cases) {
        cases.add("changes no attribute of others' values", AttributeCases::othersOfTheSet, Trait.SEVERAL_VALUES);
        cases.add("changes no attribute of the other family", AttributeCases::otherFamily, Trait.SEPARATE_FAMILIES);
        Cases ttl = cases.needing(Trait.TTL);
        ttl.add("keeps the TTL that stands there", bench -> ttl(bench, Attributes.none(), 2, low(bench)));
        ttl.add(
                "mends a TTL although the address is right",
                bench -> ttl(bench, Attributes.none().ensure(Attributes.TTL, high(bench)), 1, high(bench)));
        ttl.add(
                "keeps the TTL where another is wanted for new records only",
                bench -> ttl(bench, Attributes.none().initial(Attributes.TTL, high(bench)), 2, low(bench)));
        ttl.add("creates with the TTL that is wanted for new records", AttributeCases::initialTtl);
        ttl.add(
                "leaves the TTL of others' values where another is wanted for new records only",
                AttributeCases::initialTtlBesideOthers,
                Trait.SEVERAL_VALUES);
        ttl.add("does not repeat a TTL that the server made another of before", AttributeCases::effective);
        ttl.add(
                "reports the TTL that the server makes of a shorter one, and does not repeat it",
                AttributeCases::raised,
                Trait.TTL_FLOOR);
        ttl.add("does not repeat a TTL that the server does not take", AttributeCases::ignored, Trait.TTLS_IGNORED);
    }

    private static Duration low(Bench bench) {
        return Trait.lowTtl(bench.abilities());
    }

    private static Duration high(Bench bench) {
        return Trait.highTtl(bench.abilities());
    }

    private static void put(Bench bench, DnsName name, RecordType type, int number, Map<String, Object> attributes)
            throws Exception {
        bench.zones()
                .put(
                        bench.harness().zone(),
                        new ZoneRecord("", name, Bench.address(type, number), attributes, Optional.empty()));
    }

    private static void putWithTtl(Bench bench, DnsName name, int number, Duration ttl) throws Exception {
        put(bench, name, bench.type(), number, Map.of(Attributes.TTL, ttl));
    }

    /** Returns a value for each attribute that the provider knows, none of which is a server's default. */
    private static Map<String, Object> attributesOfOthers(Bench bench) {
        Map<String, Object> attributes = new TreeMap<>();
        for (AttributeSpec spec : bench.abilities().attributes().values()) {
            switch (spec.type()) {
                case DURATION -> attributes.put(spec.name(), high(bench));
                case FLAG -> attributes.put(spec.name(), true);
                case TEXT -> attributes.put(spec.name(), "left alone");
                case TEXTS -> attributes.put(spec.name(), List.of("left:alone"));
            }
        }
        return attributes;
    }

    /** Returns each value of the zone that fulfils a condition, with all that stands there but its id. */
    private static Map<String, String> shown(Bench bench, Predicate<ZoneRecord> which) throws Exception {
        Map<String, String> shown = new TreeMap<>();
        bench.zones().records(bench.harness().zone()).stream()
                .filter(which)
                .forEach(value -> shown.put(
                        value.name() + " " + value.address(),
                        new TreeMap<>(value.attributes()) + " " + value.marker()));
        return shown;
    }

    private static void othersOfTheSet(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        if (bench.abilities().attributes().containsKey(Attributes.TTL)) {
            putWithTtl(bench, home, 1, low(bench));
        } else {
            bench.put(home, bench.type(), 1);
        }
        put(bench, home, bench.type(), 7, attributesOfOthers(bench));
        put(bench, bench.name("neighbour"), bench.type(), 1, attributesOfOthers(bench));
        Predicate<ZoneRecord> others =
                value -> !value.name().equals(home) || value.address().equals(Bench.address(bench.type(), 7));
        Map<String, String> before = shown(bench, others);
        assertThat(before).hasSize(2);
        Bench.assertDone(bench.publishOne(Bench.move(home, bench.type(), 1, 2)));
        bench.assertServed(home, bench.type(), 2, 7);
        assertThat(shown(bench, others)).as("values of others").isEqualTo(before);
    }

    private static void otherFamily(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        RecordType other = bench.type() == RecordType.A ? RecordType.AAAA : RecordType.A;
        bench.put(home, bench.type(), 1);
        put(bench, home, other, 7, attributesOfOthers(bench));
        Map<String, String> before = shown(bench, value -> value.type() == other);
        Changes.Builder change = bench.ensure(home, 2).confirmed(Bench.addresses(bench.type(), 1));
        if (bench.abilities().attributes().containsKey(Attributes.TTL)) {
            change.attributes(Attributes.none().ensure(Attributes.TTL, low(bench)));
        }
        Bench.assertDone(bench.publishOne(change.build()));
        bench.assertServed(home, bench.type(), 2);
        assertThat(shown(bench, value -> value.type() == other))
                .as("values of the other family")
                .isEqualTo(before);
    }

    private static void ttl(Bench bench, Attributes wanted, int number, Duration after) throws Exception {
        DnsName home = bench.name("home");
        putWithTtl(bench, home, 1, low(bench));
        Bench.assertDone(bench.publishOne(bench.ensure(home, number)
                .confirmed(Bench.addresses(bench.type(), 1))
                .attributes(wanted)
                .build()));
        bench.assertServed(home, bench.type(), number);
        assertTtl(bench, home, after);
    }

    private static void initialTtl(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2)
                .attributes(Attributes.none().initial(Attributes.TTL, high(bench)))
                .build()));
        assertTtl(bench, home, high(bench));
    }

    /** Where each value has a TTL of its own, ours may have the wanted one; where the set has one, it is not new. */
    private static void initialTtlBesideOthers(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        putWithTtl(bench, home, 7, low(bench));
        Bench.assertDone(bench.publishOne(bench.ensure(home, 2)
                .confirmed()
                .attributes(Attributes.none().initial(Attributes.TTL, high(bench)))
                .build()));
        bench.assertServed(home, bench.type(), 2, 7);
        assertThat(bench.valuesAt(home))
                .filteredOn(value -> value.address().equals(Bench.address(bench.type(), 7)))
                .extracting(value -> value.attributes().get(Attributes.TTL))
                .as("TTL of somebody else's value")
                .containsExactly(low(bench));
    }

    private static void effective(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        putWithTtl(bench, home, 1, low(bench));
        assertThat(bench.publishOne(wantingTtl(bench, home, high(bench), low(bench))))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        bench.assertNothingWritten();
    }

    private static RecordChange wantingTtl(Bench bench, DnsName name, Duration wanted, Object effective) {
        return bench.ensure(name, 1)
                .confirmed(Bench.addresses(bench.type(), 1))
                .attributes(Attributes.none().ensure(Attributes.TTL, wanted))
                .effective(Map.of(Attributes.TTL, effective))
                .build();
    }

    private static void raised(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.zones().ttlFloor().orElseThrow().accept(high(bench));
        ChangeResult result = bench.publishOne(bench.ensure(home, 1)
                .attributes(Attributes.none().ensure(Attributes.TTL, low(bench)))
                .build());
        assertTtl(bench, home, high(bench));
        bench.applied(result)
                .ifPresent(applied -> assertThat(applied.effective())
                        .as("effective attributes")
                        .containsEntry(Attributes.TTL, high(bench)));
        bench.use(bench.publication().next());
        assertThat(bench.publishOne(wantingTtl(bench, home, low(bench), high(bench))))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        bench.assertNothingAnnounced();
    }

    /**
     * A TTL that the server ignores is sent once. Where the answer does not show that, or shows the one that was sent, the
     * next list tells, and it may be sent once more.
     */
    private static void ignored(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.zones().ttlsIgnored().orElseThrow().run();
        Attributes wanted = Attributes.none().ensure(Attributes.TTL, low(bench));
        RecordChange change = bench.ensure(home, 1).attributes(wanted).build();
        ChangeResult result = bench.publishOne(change);
        Bench.assertDone(result);
        Object there = bench.valuesAt(home).get(0).attributes().get(Attributes.TTL);
        assertThat(there).as("TTL at the server").isNotEqualTo(low(bench));
        for (int again = 1; again <= 2; again++) {
            Map<String, Object> effective = effectiveAfter(change, result);
            boolean told = Objects.equals(there, effective.get(Attributes.TTL));
            bench.use(bench.publication().next());
            change = bench.ensure(home, 1)
                    .confirmed(Bench.addresses(bench.type(), 1))
                    .attributes(wanted)
                    .effective(effective)
                    .build();
            result = bench.publishOne(change);
            if (told || again == 2) {
                assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
                bench.assertNothingAnnounced();
            }
        }
    }

    /** Returns the effective attributes that are remembered after a result, as the engine does. */
    private static Map<String, Object> effectiveAfter(RecordChange change, ChangeResult result) {
        if (result instanceof ChangeResult.AlreadyRight right) {
            return change.effectiveAfter(right.effective(), false);
        }
        Map<String, Object> reported = result instanceof ChangeResult.Applied applied ? applied.effective() : Map.of();
        return change.effectiveAfter(reported, true);
    }

    private static void assertTtl(Bench bench, DnsName name, Duration wanted) throws Exception {
        List<ZoneRecord> values = bench.valuesAt(name);
        assertThat(values)
                .extracting(value -> value.attributes().get(Attributes.TTL))
                .as("TTL of %s at the server", name)
                .containsOnly(wanted);
    }
}

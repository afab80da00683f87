package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What providers with lists must do: read all of them. Eight names are published, because many interfaces have a filter
 * for one. They stand on the first page, the second and the third, so that the order of the list does not matter.
 */
final class PageCases {
    /** So many stand between the wanted ones where the list comes in one piece. */
    private static final int UNPAGED = 125;

    private static final int[] WANTED = {2, 3, 3};

    private PageCases() {}

    static void addTo(Cases cases) {
        cases.add("finds its records on every page of a long list", PageCases::records, Trait.RECORD_LIST);
        cases.add("finds its zones on every page of a long list", PageCases::zones, Trait.ZONE_PAGES);
    }

    /** Puts something at the server. */
    private interface Put {
        /** Puts number {@code n} of those that are wanted, or of the others. */
        void put(boolean wanted, int n) throws Exception;
    }

    /** Puts 2 × page others, with the eight wanted ones before, between and after them. */
    private static void spread(int page, Put put) throws Exception {
        int wanted = 0;
        int other = 0;
        for (int part = 0; part < WANTED.length; part++) {
            for (int i = 0; i < WANTED[part]; i++) {
                put.put(true, ++wanted);
            }
            for (int i = 0; i < page && part < WANTED.length - 1; i++) {
                put.put(false, ++other);
            }
        }
    }

    private static void records(Bench bench) throws Exception {
        OptionalInt stated = bench.zones().recordsPerPage();
        int page = stated.orElse(UNPAGED);
        List<RecordChange> changes = new ArrayList<>();
        spread(page, (wanted, n) -> {
            if (wanted) {
                bench.put(bench.name("wanted" + n), bench.type(), n);
                changes.add(Bench.move(bench.name("wanted" + n), bench.type(), n, 100 + n));
            } else {
                bench.put(bench.name("host" + n), bench.type(), 1 + n % 200);
            }
        });
        assertPublished(bench, changes);
        for (RecordChange change : changes) {
            assertThat(bench.harness().get(change.name(), change.type()))
                    .as("addresses of %s at the server", change.name())
                    .isEqualTo(change.addresses());
        }
        assertThat(bench.zones().records(bench.harness().zone()))
                .as("values in the zone")
                .hasSize(2 * page + changes.size());
        assertPages(bench, stated, bench.zones().recordList().orElseThrow());
    }

    private static void zones(Bench bench) throws Exception {
        OptionalInt page = bench.zones().zonesPerPage();
        List<RecordChange> changes = new ArrayList<>();
        spread(page.orElseThrow(), (wanted, n) -> {
            DnsName zone = DnsName.of((wanted ? "wanted" : "other") + n + ".example");
            bench.zones().addZone(zone);
            if (wanted) {
                DnsName home = DnsName.of("home." + zone);
                bench.zones()
                        .put(
                                zone,
                                new ZoneRecord("", home, Bench.address(bench.type(), 1), Map.of(), Optional.empty()));
                changes.add(Bench.move(home, bench.type(), 1, 100 + n));
            }
        });
        assertPublished(bench, changes);
        for (RecordChange change : changes) {
            assertThat(bench.zones().records(change.name().parent().orElseThrow()))
                    .extracting(ZoneRecord::address)
                    .containsExactlyElementsOf(change.addresses());
        }
        assertPages(bench, page, bench.zones().zoneLookup().orElseThrow());
    }

    private static void assertPublished(Bench bench, List<RecordChange> changes) throws Exception {
        Map<RecordKey, ChangeResult> results = bench.publish(changes);
        assertThat(results).hasSize(changes.size());
        results.values().forEach(Bench::assertDone);
    }

    /** The harness may be wrong about the size of a page: then the case would show nothing. */
    private static void assertPages(Bench bench, OptionalInt stated, String list) {
        if (stated.isPresent() && bench.harness() instanceof HttpProviderContract) {
            assertThat(bench.count(list))
                    .as("pages of %s that were read; if that is right, the harness states a wrong size", list)
                    .isGreaterThanOrEqualTo(WANTED.length);
        }
    }
}

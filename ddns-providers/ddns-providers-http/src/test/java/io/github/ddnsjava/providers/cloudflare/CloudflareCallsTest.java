package io.github.ddnsjava.providers.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many calls are made, and of which kind. */
@Tag("promise-12")
class CloudflareCallsTest extends CloudflareTest {
    @Test
    void oneNewNameCostsOneCallForTheZoneOneToLookAndOneToWrite() throws InterruptedException {
        assertThat(publish(provider(settings()), hosts(1, 1, 1)))
                .extracting(CloudflareTest::outcome)
                .containsOnly(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "post");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aSecondChangeOfOneNameAsksForNoZoneAndPatches() throws InterruptedException {
        DnsProvider provider = provider(settings());
        publish(provider, hosts(1, 1, 1));
        fake.forgetCalls();

        assertThat(publish(provider, hosts(1, 1, 2)))
                .extracting(CloudflareTest::outcome)
                .containsOnly(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("list", "patch");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 2500})
    void manyNamesCostOneCallForTheZoneOneForEachThousandToLookAndOneForEachTwoHundredToWrite(int names)
            throws InterruptedException {
        DnsProvider provider = provider(settings());

        assertThat(publish(provider, hosts(names, 1, 1)))
                .extracting(CloudflareTest::outcome)
                .containsOnly(Outcome.CREATED);
        // The list is empty then; one page says so.
        assertThat(fake.calls()).containsExactlyElementsOf(calls("zones", 1, "list", 1, "batch", (names + 199) / 200));

        fake.forgetCalls();
        assertThat(publish(provider, hosts(names, 1, 2)))
                .extracting(CloudflareTest::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls())
                .containsExactlyElementsOf(calls("list", (names + 999) / 1000, "batch", (names + 199) / 200));

        fake.forgetCalls();
        assertThat(publish(provider, hosts(names, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsOnly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    private static List<String> calls(Object... kindsAndCounts) {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < kindsAndCounts.length; i += 2) {
            calls.addAll(Collections.nCopies((int) kindsAndCounts[i + 1], (String) kindsAndCounts[i]));
        }
        return calls;
    }

    @Test
    void bothFamiliesOfANameAreLookedAtAndWrittenTogether() throws InterruptedException {
        RecordChange a = Changes.ensure("www.example.com", "192.0.2.1").build();
        RecordChange aaaa = Changes.ensure("www.example.com", "2001:db8::1").build();

        publish(provider(settings()), List.of(a, aaaa));

        assertThat(fake.calls()).containsExactly("zones", "list", "batch");
        assertThat(zone.records()).hasSize(2);
    }

    @Test
    void everythingTravelsOverOneConnection() throws InterruptedException {
        DnsProvider provider = new CloudflareFactory().create("cloudflare", settings(), ProviderContext.standard());

        publish(provider, hosts(500, 1, 1));
        publish(provider, hosts(500, 1, 2));

        assertThat(fake.calls()).hasSize(9);
        assertThat(fake.connections()).isEqualTo(1);
    }

    @Test
    void fewNamesInALargeZoneAreLookedAtOneByOneAfterItsFirstPage() throws InterruptedException {
        for (int i = 0; i < 6001; i++) {
            zone.put("TXT", "t" + i + ".example.com", "text", 300, false);
        }
        zone.put("A", "h1.example.com", "192.0.2.1", 300, false);

        List<ChangeResult> results = publish(provider(settings()), hosts(3, 1, 2));

        assertThat(results)
                .extracting(CloudflareTest::outcome)
                .containsExactly(Outcome.CREATED, Outcome.UPDATED, Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "list", "list", "list", "batch");
    }

    @Test
    void oneNameInAnAccountOfManyZonesIsLookedForByItsSuffixes() throws InterruptedException {
        fake.removeZone("example.com");
        for (int i = 0; i < 400; i++) {
            fake.addZone("zone" + i + ".example");
        }
        zone = fake.addZone("example.com");

        publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(fake.calls()).containsExactly("zones", "zones", "zones", "list", "post");
        assertThat(zone.records()).hasSize(1);
    }

    @Test
    void manyNamesInAnAccountOfManyZonesAreFoundOverAllPages() throws InterruptedException {
        List<RecordChange> changes = Stream.iterate(0, i -> i + 1)
                .limit(120)
                .map(i -> {
                    fake.addZone("zone" + i + ".example");
                    return Changes.ensure("www.zone" + i + ".example", "192.0.2.1")
                            .build();
                })
                .toList();

        assertThat(publish(provider(settings()), changes))
                .extracting(CloudflareTest::outcome)
                .containsOnly(Outcome.CREATED);

        assertThat(fake.calls().stream().filter("zones"::equals)).hasSize(3);
    }

    @Test
    void aZoneThatIsFixedIsAskedForByName() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            fake.addZone("zone" + i + ".example");
        }

        publish(Changes.ensure("www.example.com", "192.0.2.1").zone(DnsName.of("example.com")));

        assertThat(fake.calls()).containsExactly("zones", "list", "post");
    }

    @Test
    @Tag("promise-11")
    void oneRefusedNameInABatchFailsAloneAndNothingIsWrittenTwice() throws InterruptedException {
        zone.put("CNAME", "h37.example.com", "elsewhere.example", 300, false);

        List<ChangeResult> results = publish(provider(settings()), hosts(100, 1, 1));

        for (int i = 0; i < 100; i++) {
            if (i == 37) {
                assertThat(problem(results.get(i))).isEqualTo(ProblemKind.REJECTED);
                assertThat(results.get(i).toString()).contains("81054").contains("CNAME");
            } else {
                assertThat(outcome(results.get(i))).isEqualTo(Outcome.CREATED);
            }
        }
        assertThat(zone.find("", "A")).hasSize(99);
        assertThat(fake.refusals()).allMatch(refusal -> refusal.contains("81054"));
        // Halves of 100, 50, 25, 13, 7, 4, 2 at most, each with its good half.
        assertThat(fake.calls().size()).isLessThanOrEqualTo(2 + 1 + 2 * 7);
    }

    @Test
    @Tag("promise-11")
    void aFullZoneTakesWhatFitsAndRefusesTheRest() throws InterruptedException {
        zone.quota = 5;

        List<ChangeResult> results = publish(provider(settings()), hosts(8, 1, 1));

        assertThat(zone.records()).hasSize(5);
        assertThat(results.stream().filter(ChangeResult.Applied.class::isInstance))
                .hasSize(5);
        assertThat(results.stream().filter(ChangeResult.Failed.class::isInstance))
                .hasSize(3);
    }
}

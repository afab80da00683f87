package io.github.ddnsjava.providers.cloudflare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.publish.ChangeResult;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which zone a record is written to, and how it is found. */
class CloudflareZonesTest extends CloudflareTest {
    @Test
    void theLongestZoneThatTheAccountHasIsTaken() throws InterruptedException {
        FakeZone child = fake.addZone("home.example.com");

        publish(Changes.ensure("www.home.example.com", "192.0.2.1"));

        assertThat(child.records()).hasSize(1);
        assertThat(zone.records()).isEmpty();
    }

    @Test
    void ofTwoZonesOfOneNameTheActiveOneIsTaken() throws InterruptedException {
        fake.removeZone("example.com");
        fake.addZone("example.com").status = "moved";
        FakeZone active = fake.addZone("example.com");
        fake.addZone("example.com").status = "pending";

        publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(active.records()).hasSize(1);
    }

    @Test
    void aZoneIdFromTheSettingsNeedsNoLookUpWhereTheRecordNamesTheZone() throws InterruptedException {
        publish(
                provider(settings().with("zoneId", zone.id)),
                List.of(Changes.ensure("www.example.com", "192.0.2.1")
                        .zone(DnsName.of("example.com"))
                        .build()));

        assertThat(fake.calls()).containsExactly("list", "post");
    }

    @Test
    void aZoneIdFromTheSettingsIsAskedForItsNameWhereTheRecordsDoNotTellIt() throws InterruptedException {
        List<ChangeResult> results = publish(
                provider(settings().with("zoneId", zone.id)),
                List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(fake.calls()).startsWith("zone", "list", "post");
        assertThat(outcome(results.get(0))).isEqualTo(Outcome.CREATED);
        assertThat(problem(results.get(1))).isEqualTo(ProblemKind.REJECTED);
    }

    @Test
    void aZoneIdWhoseNameMayNotBeReadAsksForTheZoneAtTheRecord() throws InterruptedException {
        fake.plan(
                "zone",
                aResponse()
                        .withStatus(403)
                        .withBody(
                                Refusal.of(403, 10_000, "Authentication error").body()));

        ChangeResult result = publish(provider(settings().with("zoneId", zone.id)), hosts(1, 1, 1))
                .get(0);

        assertThat(problem(result)).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(result.toString()).contains("set zone at each record");
    }

    @Test
    @Tag("promise-13")
    void aZoneIdOfAnotherZoneIsNoticedBeforeAnythingIsWritten() throws InterruptedException {
        FakeZone other = fake.addZone("example.org");
        other.put("MX", "example.org", "mail.example.org", 300, false);

        ChangeResult result = publish(
                        provider(settings().with("zoneId", other.id)),
                        List.of(Changes.ensure("www.example.com", "192.0.2.1")
                                .zone(DnsName.of("example.com"))
                                .build()))
                .get(0);

        assertThat(problem(result)).isEqualTo(ProblemKind.REJECTED);
        assertThat(result.toString()).contains("zoneId").contains("example.org");
        assertThat(fake.calls()).containsExactly("list");
    }

    @Test
    @Tag("promise-13")
    void anEmptyPageBeforeTheLastIsAnErrorAndNotTheEnd() throws InterruptedException {
        fake.plan(
                "list",
                aResponse()
                        .withBody("{\"success\":true,\"result\":[{\"id\":\"1\",\"name\":\"a.example.com\","
                                + "\"type\":\"TXT\"}],\"result_info\":{\"total_pages\":3}}"));
        fake.plan("list", aResponse().withBody("{\"success\":true,\"result\":[],\"result_info\":{\"total_pages\":3}}"));

        assertThat(problem(publish(provider(settings()), hosts(5, 1, 1)).get(0)))
                .isEqualTo(ProblemKind.PROTOCOL);
        assertThat(fake.calls()).containsExactly("zones", "list", "list");
    }

    @Test
    void aListThatRepeatsItsPageIsNotReadForever() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            fake.plan(
                    "list",
                    aResponse()
                            .withBody("{\"success\":true,\"result\":[{\"id\":\"1\",\"name\":\"a.example.com\","
                                    + "\"type\":\"TXT\"}],\"result_info\":{\"total_pages\":3}}"));
        }

        assertThat(problem(publish(provider(settings()), hosts(5, 1, 1)).get(0)))
                .isEqualTo(ProblemKind.PROTOCOL);
        assertThat(fake.calls()).containsExactly("zones", "list", "list");
    }
}

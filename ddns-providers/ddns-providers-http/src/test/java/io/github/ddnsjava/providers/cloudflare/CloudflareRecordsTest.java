package io.github.ddnsjava.providers.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, what stays, and what is believed. */
class CloudflareRecordsTest extends CloudflareTest {
    private static final Duration AUTOMATIC = Duration.ofSeconds(1);

    @Test
    void aNewRecordIsSentWithoutAnythingThatNobodyAskedFor() throws InterruptedException {
        publish(Changes.ensure("www.example.com", "2001:DB8:0::1"));

        assertThat(onlyBody().toString())
                .isEqualTo("{\"content\":\"2001:db8::1\",\"name\":\"www.example.com\",\"ttl\":1,\"type\":\"AAAA\"}");
    }

    @Test
    void aNewRecordGetsTheWantedAttributesAndReportsThem() throws InterruptedException {
        ChangeResult result = publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none()
                        .ensure("ttl", Duration.ofMinutes(5))
                        .initial("comment", "by us")
                        .ensure("tags", List.of("team:web"))
                        .ensure("proxied", false)));

        assertThat(result)
                .isEqualTo(new ChangeResult.Applied(
                        Outcome.CREATED,
                        Set.of(),
                        Map.of(
                                "ttl",
                                Duration.ofMinutes(5),
                                "comment",
                                "by us",
                                "tags",
                                List.of("team:web"),
                                "proxied",
                                false)));
    }

    @Test
    @Tag("promise-13")
    void aChangedAddressLeavesProxyTtlCommentAndTagsAsTheyAre() throws InterruptedException {
        ObjectNode record = zone.put("A", "www.example.com", "192.0.2.1", 1, true);
        record.put("comment", "a person wrote this").withArray("tags").add("team:web");

        publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        ObjectNode expected = record.deepCopy().put("content", "192.0.2.2");
        assertThat(zone.records()).containsExactly(expected);
        assertThat(onlyBody().toString())
                .isEqualTo("{\"content\":\"192.0.2.2\",\"name\":\"www.example.com\",\"ttl\":1,\"type\":\"A\"}");
    }

    @Test
    @Tag("promise-13")
    void theTtlThatWasListedIsSentAlong() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 7200, false);

        publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(onlyBody().get("ttl").intValue()).isEqualTo(7200);
    }

    @Test
    @Tag("promise-13")
    void othersRecordsStayOthersNamesTypesAndValues() throws InterruptedException {
        zone.put("A", "www.example.com", "198.51.100.1", 300, false);
        zone.put("A", "www.example.com", "192.0.2.1", 300, false);
        zone.put("TXT", "www.example.com", "v=spf1 -all", 300, false);
        zone.put("AAAA", "www.example.com", "2001:db8::1", 300, false);
        zone.put("A", "ww.example.com", "192.0.2.1", 300, false);
        zone.put("A", "*.example.com", "192.0.2.1", 300, false);
        List<ObjectNode> before =
                zone.records().stream().map(ObjectNode::deepCopy).toList();

        publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        before.get(1).put("content", "192.0.2.2");
        assertThat(zone.records()).containsExactlyElementsOf(before);
    }

    @Test
    void aWantedTtlOfAProxiedRecordIsNotSentAndTheEffectiveOneReported() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 1, true);
        Changes.Builder change = Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5)));

        ChangeResult result = publish(change);

        assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
        Map<String, Object> effective = ((ChangeResult.AlreadyRight) result).effective();
        assertThat(effective).containsEntry("ttl", AUTOMATIC).containsEntry("proxied", true);
        assertThat(fake.bodies()).isEmpty();

        publish(change.effective(effective));
        assertThat(publication.announced()).isEmpty();
    }

    @Test
    void aNewProxiedRecordGetsTheAutomaticTtlWhateverIsWanted() throws InterruptedException {
        ChangeResult result = publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().initial("proxied", true).ensure("ttl", Duration.ofMinutes(5))));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", AUTOMATIC);
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aRecordThatBecomesProxiedGetsTheAutomaticTtl() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 300, false);

        ChangeResult result = publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("proxied", true).ensure("ttl", Duration.ofMinutes(5))));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", AUTOMATIC);
        assertThat(fake.refusals()).isEmpty();
        assertThat(zone.records().get(0).get("proxied").booleanValue()).isTrue();
    }

    @Test
    void aRecordThatIsProxiedNoMoreGetsTheWantedTtl() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 1, true);

        publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("proxied", false).ensure("ttl", Duration.ofMinutes(5))));

        assertThat(zone.records().get(0).get("ttl").intValue()).isEqualTo(300);
    }

    @Test
    void anAutomaticTtlIsAWantedTtlLikeAnyOther() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 300, false);

        publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", AUTOMATIC)));

        assertThat(zone.records().get(0).get("ttl").intValue()).isEqualTo(1);
    }

    @Test
    void aCommentAndTagsCanBeTakenAway() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 300, false)
                .put("comment", "old")
                .withArray("tags")
                .add("team:web");
        Changes.Builder change = Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("comment", "").ensure("tags", List.of()));

        assertThat(outcome(publish(change))).isEqualTo(Outcome.UPDATED);
        assertThat(zone.records().get(0).get("comment").isNull()).isTrue();
        assertThat(zone.records().get(0).get("tags")).isEmpty();

        assertThat(publish(change)).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void tagsInAPlanWithoutThemAreAMatterForAPerson() throws InterruptedException {
        zone.freePlan = true;

        ChangeResult result = publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("tags", List.of("team:web"))));

        assertThat(problem(result)).isEqualTo(ProblemKind.REJECTED);
        assertThat(result.toString()).contains("9300").contains("plan");
    }

    @Test
    void aMarkerIsTheCommentAndGoesBeforeAWantedOne() throws InterruptedException {
        zone.put("A", "www.example.com", "198.51.100.1", 300, false);
        Changes.Builder change = Changes.ensure("www.example.com", "192.0.2.1")
                .marker("ddns:home")
                .attributes(Attributes.none().ensure("comment", "another"));

        assertThat(outcome(publish(change))).as("beside another's value").isEqualTo(Outcome.UPDATED);
        assertThat(zone.records())
                .extracting(record -> record.get("comment").asText())
                .containsExactly("null", "ddns:home");

        assertThat(publish(change)).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsOnlyOnce("post").doesNotContain("patch");
    }

    @Test
    void withdrawingRemovesOurValueOnly() throws InterruptedException {
        zone.put("A", "www.example.com", "198.51.100.1", 300, false);
        zone.put("A", "www.example.com", "192.0.2.1", 300, false);

        ChangeResult result =
                publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(outcome(result)).isEqualTo(Outcome.WITHDRAWN);
        assertThat(fake.calls()).containsExactly("zones", "list", "delete");
        assertThat(zone.records())
                .extracting(record -> record.get("content").textValue())
                .containsExactly("198.51.100.1");
    }

    @Test
    void aTouchIsWrittenAlthoughNothingChanges() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 300, false);

        assertThat(outcome(publish(Changes.touch("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
    }

    @Test
    void severalAddressesOfANameAreSingleRecords() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 300, false);
        zone.put("A", "www.example.com", "192.0.2.2", 300, false);
        zone.put("A", "www.example.com", "192.0.2.3", 300, false);

        publish(Changes.ensure("www.example.com", "192.0.2.3", "192.0.2.4")
                .confirmed("192.0.2.1", "192.0.2.2", "192.0.2.3"));

        assertThat(fake.calls()).containsExactly("zones", "list", "batch");
        assertThat(zone.records())
                .extracting(record -> record.get("content").textValue())
                .containsExactlyInAnyOrder("192.0.2.3", "192.0.2.4");
    }

    @Test
    void addressesAreComparedAsAddressesNotAsTexts() throws InterruptedException {
        zone.put("AAAA", "www.example.com", "2001:0DB8:0:0::1", 300, false);

        assertThat(publish(Changes.ensure("www.example.com", "2001:db8::1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);

        fake.distort(record -> record.put("content", "2001:0DB8:0000::0002"));
        assertThat(outcome(publish(Changes.ensure("www.example.com", "2001:db8::2"))))
                .isEqualTo(Outcome.UPDATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.77", "not an address", "2001:db8::1"})
    void aSuccessThatShowsAnotherAddressIsNotBelieved(String content) throws InterruptedException {
        fake.distort(record -> record.put("content", content));

        assertThat(publish(provider(settings()), hosts(1, 1, 1))).allSatisfy(CloudflareRecordsTest::isInDoubt);
        assertThat(publish(provider(settings()), hosts(3, 1, 2))).allSatisfy(CloudflareRecordsTest::isInDoubt);
    }

    private static void isInDoubt(ChangeResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().kind()).isEqualTo(ProblemKind.PROTOCOL));
    }

    @Test
    void oneRecordThatABatchDoesNotShowIsAloneInDoubt() throws InterruptedException {
        fake.distort(record ->
                record.get("name").textValue().startsWith("h1.") ? record.put("content", "192.0.2.77") : record);

        List<ChangeResult> results = publish(provider(settings()), hosts(3, 1, 1));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.CREATED);
        isInDoubt(results.get(1));
        assertThat(outcome(results.get(2))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void wildcardsAndInternationalNamesAreSentInTheirCanonicalForm() throws InterruptedException {
        publish(Changes.ensure("*.example.com", "192.0.2.1"));
        publish(Changes.ensure("Bücher.EXAMPLE.com.", "192.0.2.1"));

        assertThat(fake.bodies())
                .extracting(body -> body.get("name").textValue())
                .containsExactly("*.example.com", "xn--bcher-kva.example.com");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void theOlderSchemeOfCredentialsWorksToo() throws InterruptedException {
        Settings settings = Settings.of(
                "email", FakeCloudflare.EMAIL, "globalApiKey", FakeCloudflare.GLOBAL_KEY, "endpoint", fake.endpoint());

        assertThat(outcome(publish(provider(settings), hosts(1, 1, 1)).get(0))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void readingSaysWhatStandsThere() throws InterruptedException {
        zone.put("A", "www.example.com", "192.0.2.1", 300, false).put("comment", "text");
        JsonNode untouched = zone.records().get(0).deepCopy();

        List<RecordView> views = provider(settings())
                .read(
                        List.of(
                                Changes.question(DnsName.of("www.example.com"), RecordType.A),
                                Changes.question(DnsName.of("www.example.com"), RecordType.AAAA)),
                        publication);

        assertThat(views.get(0).addresses()).hasToString("[192.0.2.1]");
        assertThat(views.get(0).attributes()).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(views.get(1).addresses()).isEmpty();
        assertThat(zone.records()).containsExactly((ObjectNode) untouched);
    }
}

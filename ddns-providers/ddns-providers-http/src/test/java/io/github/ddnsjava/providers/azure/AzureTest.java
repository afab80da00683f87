package io.github.ddnsjava.providers.azure;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent, how often, and what is left alone. */
class AzureTest {
    private static final String ZONE = "example.com";

    private static FakeAzure fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeAzure.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(provider(fake));
    }

    /** Returns all settings that are needed. */
    static Map<String, Object> settings(FakeAzure fake) {
        return new TreeMap<>(Map.of(
                "tenantId",
                FakeAzure.TENANT,
                "clientId",
                FakeAzure.CLIENT,
                "clientSecret",
                FakeAzure.SECRET,
                "subscriptionId",
                FakeAzure.SUBSCRIPTION,
                "endpoint",
                fake.endpoint()));
    }

    static DnsProvider provider(FakeAzure fake) {
        return provider(settings(fake));
    }

    private static DnsProvider provider(Map<String, Object> settings) {
        return new AzureProvider(Settings.at("providers.az", settings), ProviderContext.standard());
    }

    private static DnsProvider with(String setting, String value) {
        Map<String, Object> settings = settings(fake);
        settings.put(setting, value);
        return provider(settings);
    }

    private static ObjectNode metadata(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }

    @Test
    void aNewSetIsPutOnlyIfNoneIsThere() throws InterruptedException {
        assertThat(outcome(account.publish(Changes.ensure("a.b.example.com", "2001:db8::1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("login", "zones", "get", "put");
        LoggedRequest put = last();
        assertThat(put.getUrl()).contains("/dnsZones/example.com/AAAA/a.b?api-version=2018-05-01");
        assertThat(put.getHeader("If-None-Match")).isEqualTo("*");
        assertThat(put.getBodyAsString())
                .isEqualTo("{\"properties\":{\"TTL\":300,\"AAAARecords\":[{\"ipv6Address\":\"2001:db8::1\"}]}}");
    }

    private static LoggedRequest last() {
        return fake.server().getAllServeEvents().get(0).getRequest();
    }

    @Test
    void theApexAndAWildcardHaveNamesOfTheirOwn() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("name").textValue())
                .containsExactlyInAnyOrder("@", "*", "*.b");
    }

    @Test
    @Tag("promise-13")
    void aChangeNamesTheEtagAndKeepsTtlMetadataAndTheValuesOfOthers() throws InterruptedException {
        ObjectNode set = fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        set.set("metadata", metadata("owner", "team-a"));
        String etag = set.get("etag").textValue();
        fake.put(ZONE, "AAAA", "www", "2001:db8::7", 600).set("metadata", metadata("owner", "team-b"));
        fake.put(ZONE, "TXT", "www", "v=1", 600);
        List<ObjectNode> others = fake.records(ZONE).subList(1, 3);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).endsWith("get", "patch");
        assertThat(last().getHeader("If-Match")).isEqualTo(etag);
        List<ObjectNode> after = fake.records(ZONE);
        assertThat(after).hasSize(3).containsAll(others);
        assertThat(after.get(0).get("metadata")).isEqualTo(metadata("owner", "team-a"));
        assertThat(after.get(0).get("ttl").intValue()).isEqualTo(7200);
        assertThat(after.get(0).get("values").toString()).isEqualTo("[\"192.0.2.2\",\"192.0.2.7\"]");
    }

    @Test
    void aTtlIsCorrectedForTheWholeSet() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(1));
        assertThat(fake.records(ZONE).get(0).get("ttl").intValue()).isEqualTo(60);
    }

    /** Somebody else writes between our read and our write. */
    @Test
    @Tag("promise-13")
    void aSetThatWasChangedMeanwhileIsReadAgainBeforeItIsWritten() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "patch",
                FakeAzure.plainRefusal(412, "PreconditionFailed", "The condition does not hold.")
                        .answer());

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("login", "zones", "get", "patch", "get", "patch");
    }

    @Test
    @Tag("promise-13")
    void anAliasIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600)
                .set("target", metadata("id", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Cdn/profiles/p"));

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", "alias");
        assertThat(fake.calls()).endsWith("get");
    }

    /** An empty set can stand there; it serves nothing, and is filled. */
    @Test
    void anEmptySetIsFilledAndKeepsItsTtl() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 77).putArray("values");

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).endsWith("patch");
        assertThat(fake.records(ZONE).get(0).get("ttl").intValue()).isEqualTo(77);
    }

    @Test
    void aWithdrawalOfTheLastValueDeletesThatSetAlone() throws InterruptedException {
        String etag = fake.put(ZONE, "A", "www", "192.0.2.1", 600).get("etag").textValue();
        fake.put(ZONE, "AAAA", "www", "2001:db8::1", 600);

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(fake.calls()).endsWith("get", "delete");
        assertThat(last().getHeader("If-Match")).isEqualTo(etag);
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("type").textValue())
                .containsExactly("AAAA");
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneReadAndOneWriteForEachSetAndOneLogin() throws InterruptedException {
        int names = 20;
        account.publish(hosts(names, 1, 1));
        assertThat(fake.calls().subList(0, 2)).containsExactly("login", "zones");
        assertThat(fake.calls()).hasSize(2 + 4 * names);

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).hasSize(4 * names).containsOnly("get", "patch");

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).hasSize(2 * names).containsOnly("get");
    }

    @Test
    void onlyZonesOfTheGroupAreUsedIfOneIsNamed() throws InterruptedException {
        fake.addZone("sub.example.com");
        fake.groups.put("sub.example.com", "another");

        assertThat(outcome(new Publishing(with("resourceGroup", FakeAzure.GROUP))
                        .publish(Changes.ensure("www.sub.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.records(ZONE)).hasSize(1);
        assertThat(outcome(account.publish(Changes.ensure("home.sub.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);
        assertThat(fake.records("sub.example.com")).hasSize(1);
    }

    @Test
    void aPrivateZoneIsNotUsed() throws InterruptedException {
        fake.hidden.add(ZONE);

        assertThat(problem(account.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("no zone of this account contains www.example.com");
    }

    /** Where zones of two groups have one name, the providers of both must not share what they know of it. */
    @Test
    void eachGroupIsAnAccountOfItsOwn() {
        assertThat(with("resourceGroup", "one").account())
                .isEqualTo(with("resourceGroup", "one").account())
                .isNotEqualTo(with("resourceGroup", "two").account());
    }
}

package io.github.ddnsjava.providers.netlify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is Netlify's own. */
class NetlifyTest extends VendorContract<FakeNetlify> {
    NetlifyTest() {
        super("netlify", new FakeNetlify(), Map.of("token", FakeNetlify.TOKEN));
        lookup("/dns_zones", 100);
        list("/dns_zones/{zone}/dns_records", 100);
        writes("post", "post", "delete");
        costs("zones list post*40", "list post*40 delete*40", "list");
        wrong("token", "Personal access tokens", "Bearer 0123456789abcdef", "0123456789");
        wrong("token", "Personal access tokens", "0123456789abcdef\n0123456789abcdef");
        answers(FakeNetlify::refusal, """
                zones 401 what the vendor says -> authentication ACCOUNT
                post  401 what the vendor says -> authentication ACCOUNT
                list  403 what the vendor says -> authentication ZONE
                post  403 what the vendor says -> authentication RECORD
                list  404 what the vendor says -> rejected       ZONE
                post  404 what the vendor says -> transient      RECORD
                post  400 what the vendor says -> rejected       RECORD
                post  422 what the vendor says -> rejected       RECORD
                list  429 what the vendor says -> rate-limited   ACCOUNT
                post  429 what the vendor says -> rate-limited   ACCOUNT
                list  500 what the vendor says -> transient      RECORD
                post  503 what the vendor says -> transient      doubt
                post  201 what the vendor says -> rejected       RECORD
                zones 200 {}                   -> protocol
                zones 200 [{"name":7}]         -> protocol
                list  200 {}                   -> protocol
                list  200 [{}]                 -> protocol
                post  200 {}                   -> protocol
                post  200 []                   -> protocol
                post  200 ''                   -> protocol
                """);
        refuses("""
                POST /dns_zones/u_example_com/dns_records {'type':'A','hostname':'www','value':'192.0.2.1'} -> 422
                POST /dns_zones/u_example_com/dns_records {'type':'A','hostname':'www.example.com.','value':'192.0.2.1'} -> 422
                POST /dns_zones/u_example_com/dns_records {'type':'A','hostname':'www.example.net','value':'192.0.2.1'} -> 422
                POST /dns_zones/u_example_com/dns_records {'type':'A','hostname':'www.example.com','value':'2001:db8::1'} -> 422
                POST /dns_zones/u_example_com/dns_records {'type':'A','hostname':'alias.example.com','value':'192.0.2.1'} -> 422
                """);
    }

    /** The reason stands at the field that is wrong. */
    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(fake.invalid("hostname", reason).answer());
    }

    @Test
    void aNewRecordHasTheUsualTtl() throws InterruptedException {
        account().publish(Publishing.hosts(1, 1, 1));

        assertThat(fake.calls()).containsExactly("zones", "list", "post", "post");
        assertThat(fake.bodies().get(1))
                .hasToString("{\"type\":\"AAAA\",\"hostname\":\"h0.example.com\",\"value\":\"2001:db8::1\"}");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlOfTheOldRecordAndTheRecordsOfOthers() throws InterruptedException {
        List<ObjectNode> others = List.of(
                fake.put(ZONE, "A", "www.example.com", "192.0.2.7", 60),
                fake.put(ZONE, "TXT", "www.example.com", "v=1", 60));
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE)).hasSize(3).containsAll(others);
        assertThat(fake.records(ZONE).get(2).get("ttl").asInt()).isEqualTo(7200);
        assertThat(fake.records(ZONE).get(2).get("value").asText()).isEqualTo("192.0.2.2");
    }

    @Test
    void aTtlThatIsCorrectedCostsANewRecordToo() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.1")
                                .confirmed("192.0.2.1")
                                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "post", "delete");
        assertThat(fake.records(ZONE))
                .singleElement()
                .satisfies(record -> assertThat(record.get("ttl").asInt()).isEqualTo(300));
    }

    @Test
    @Tag("promise-15")
    void ifTheNewRecordIsRefusedTheOldOneStaysAndIfTheOldOneStaysTheSetIsInDoubt() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.9", 60);
        fake.plan("post", fake.invalid("value", "no").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Failed.class);
        assertThat(fake.calls()).doesNotContain("delete");

        fake.plan("delete", FakeNetlify.refusal(422, "no").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Unknown.class);
    }

    /** A correction of the TTL creates the new record first. If its end is not known, the next look ends it. */
    @Test
    @Tag("promise-15")
    void aPairThatAnInterruptedCorrectionLeavesIsOneRecordAfterTheNextLook() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);
        Changes.Builder wanted = Changes.ensure("www.example.com", "192.0.2.1")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5)));
        fake.plan("delete", FakeNetlify.refusal(500, "no").answer());
        assertThat(account().publish(wanted)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(fake.records(ZONE)).hasSize(2);

        fake.forgetCalls();
        assertThat(outcome(account().publish(wanted))).isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("list", "delete");
        assertThat(fake.records(ZONE))
                .singleElement()
                .satisfies(record -> assertThat(record.get("ttl").asInt()).isEqualTo(300));
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode other = fake.put(ZONE, "A", "www.example.com", "192.0.2.7", 60);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 60);

        account().publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.records(ZONE)).containsExactly(other);
    }

    @Test
    void whatNetlifyManagesIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "NETLIFYv6", "site.example.com", "mine.netlify.app", 3600);
        fake.put(ZONE, "A", "managed.example.com", "192.0.2.9", 3600).put("managed", true);

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("site.example.com", "192.0.2.1").build(),
                        Changes.ensure("managed.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).message()).contains("at a site");
        assertThat(problem(results.get(1)).message()).contains("Netlify manages");
        assertThat(outcome(results.get(2))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void aTtlMayBeNull() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.9", 60).putNull("ttl");

        assertThat(outcome(change())).isEqualTo(Outcome.UPDATED);
        assertThat(fake.bodies().get(0).has("ttl")).isFalse();
    }

    @Test
    void aTeamIsSearchedAlone() throws InterruptedException {
        account(Map.of("accountSlug", "other"));

        assertThat(problem(change()).message()).contains("no zone of this account");
    }

    /** Two teams may have zones of the same name. */
    @Test
    @Tag("promise-11")
    void aTeamIsAnAccountOfItsOwn() {
        assertThat(create(Map.of("accountSlug", "other")).account())
                .isNotEqualTo(create(Map.of()).account())
                .isEqualTo(create(Map.of("accountSlug", "other")).account());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":{\"hostname\":[\"is bad\"]}}",
                "{\"errors\":[\"is bad\"]}",
                "{\"errors\":{\"hostname\":\"is bad\"}}"
            })
    void aRecordWithErrorsIsNotMade(String body) throws InterruptedException {
        fake.plan("post", aResponse().withStatus(201).withBody(body));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("is bad");
    }

    @Test
    void aLimitTellsTheWaitByTheTimeOfItsReset() throws InterruptedException {
        long reset = account().publication().now().plusSeconds(60).getEpochSecond();
        fake.plan("post", FakeNetlify.refusal(429, "no").answer().withHeader("X-RateLimit-Reset", "" + reset));

        assertThat(problem(change()).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    }
}

package io.github.ddnsjava.providers.dnsimple;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is DNSimple's own. */
class DnsimpleTest extends VendorContract<FakeDnsimple> {
    DnsimpleTest() {
        super("dnsimple", new FakeDnsimple(), Map.of("token", FakeDnsimple.TOKEN));
        lookup("/{account}/zones", 100);
        list("/{account}/zones/{zone}/records", 100);
        raisesNoTtls();
        writes("post", "patch", "delete");
        costs("whoami zones list post*40", "list patch*40", "list");
        wrong(
                "token",
                "under Account, Access Tokens",
                "Bearer 0123456789abcdef",
                "01234567\n89abcdef",
                "0123456789äbcdef");
        answers(FakeDnsimple::refusal, """
                whoami 401 Authentication failed         -> authentication ACCOUNT
                patch  401 Authentication failed         -> authentication ACCOUNT
                zones  403 Permission denied             -> authentication ACCOUNT
                list   403 Permission denied             -> authentication ZONE
                post   403 Permission denied             -> authentication ZONE
                list   402 account not in good standing  -> rejected       ZONE
                post   412 feature not in plan           -> rejected       RECORD
                list   404 Zone not found                -> rejected       ZONE
                patch  404 Record not found              -> transient      RECORD
                patch  400 content must be an IPv4       -> rejected       RECORD
                whoami 429 quota exceeded                -> rate-limited   ACCOUNT
                post   429 quota exceeded                -> rate-limited   ACCOUNT
                post   500 Internal error                -> transient      doubt
                post   200 said with a status of success -> rejected       RECORD
                post   201 {}                            -> protocol
                patch  200 ''                            -> protocol
                delete 200 {"message":"no"}              -> rejected       RECORD
                delete 200 <html>OK</html>               -> protocol
                list   200 {"data":[]}                   -> protocol
                zones  200 {"data":[{}],"pagination":{"current_page":1,"total_pages":1}} -> protocol
                whoami 200 {}                            -> protocol
                """);
        refuses("""
                GET    /731/zones?per_page=101 -> 400
                GET    /731/zones?name=example.com -> 400
                GET    /12/zones -> 403
                GET    /731/zones/example.org/records -> 404
                GET    /zones/example.com/records -> 404
                POST   /731/zones/example.com/records {'name':'www','content':'192.0.2.1'} -> 400
                POST   /731/zones/example.com/records {'type':'A','name':'old','content':'192.0.2.9'} -> 400
                POST   /731/zones/example.com/records {'type':'A','name':'@','content':'192.0.2.1'} -> 400
                POST   /731/zones/example.com/records {'type':'A','name':'www','content':'2001:db8::1'} -> 400
                POST   /731/zones/example.com/records {'type':'A','name':'x','content':'1.2.3.4','ttl':59} -> 400
                POST   /731/zones/example.com/records {'type':'A','name':'x','content':'1.2.3.4','ttl':'60'} -> 400
                PATCH  /731/zones/example.com/records/1 {'content':'1.2.3.4'} -> 404
                PUT    /731/zones/example.com/records/1 {'content':'1.2.3.4'} -> 404
                DELETE /731/zones/example.com/records/1 -> 404
                """);
    }

    @Test
    void aRecordThatIsThereAlreadyIsFoundInTheSameCycle() throws InterruptedException {
        fake.plan(
                "post",
                FakeDnsimple.refusal(400, "The zone record already exists").answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("whoami", "zones", "list", "post", "list", "post");
    }

    @Test
    void theReasonsOfFieldsAreToldAndTheLimitEndsByItsReset() throws InterruptedException {
        fake.plan("post", FakeDnsimple.wrong("content", "is not an address").answer());
        assertThat(problem(change()).message()).contains("Validation failed; content is not an address");

        long reset = account().publication().now().plusSeconds(600).getEpochSecond();
        fake.plan(
                "list",
                FakeDnsimple.refusal(429, "quota exceeded").answer().withHeader("X-RateLimit-Reset", "" + reset));
        assertThat(problem(change()).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @Test
    void oneNameIsListedAloneAndTheApexToo() throws InterruptedException {
        for (int i = 0; i < 101; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 300);
        }

        account().publish(hosts(1, 1, 1));
        account().publish(Changes.ensure("example.com", "192.0.2.1"));

        assertThat(fake.calls()).containsExactly("whoami", "zones", "list", "post", "post", "list", "post");
    }

    @Test
    void theTokenOfAUserFindsTheZonesOfAllAccounts() throws InterruptedException {
        account(Map.of("token", FakeDnsimple.USER_TOKEN));

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("whoami", "accounts", "zones", "zones", "list", "post");
    }

    @Test
    void aZoneThatIsNotServedIsNone() throws InterruptedException {
        fake.inactive.add(ZONE);

        assertThat(problem(change()).message()).contains("no zone of this account contains www.example.com");
    }

    @Test
    void aChangeNamesNothingButTheAddressAndRecordsOfTheSystemAreLeftAlone() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "", "192.0.2.1", 7200);
        fake.put(ZONE, "A", "parked", "192.0.2.1", 7200).put("system_record", true);

        account()
                .publish(Changes.ensure("example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));
        account()
                .publish(Changes.ensure("*.example.com", "2001:db8::1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(4))));
        ChangeResult parked = account()
                .publish(Changes.ensure("parked.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(fake.texts())
                .containsExactly(
                        "{\"content\":\"192.0.2.2\"}",
                        "{\"type\":\"AAAA\",\"name\":\"*\",\"content\":\"2001:db8::1\",\"ttl\":240}");
        assertThat(fake.records(ZONE).get(0)).isEqualTo(there.deepCopy().put("content", "192.0.2.2"));
        assertThat(problem(parked).message()).contains("a record of the vendor's system");
    }

    /** A record for a region is somebody's choice: it is neither adopted nor deleted with the others of its set. */
    @Test
    @Tag("promise-13")
    void aNameWithARecordForSingleRegionsIsLeftAlone() throws InterruptedException {
        ObjectNode regional = fake.put(ZONE, "A", "www", "192.0.2.9", 300);
        regional.putArray("regions").add("SV1").add("IAD");
        fake.put(ZONE, "A", "www", "192.0.2.1", 300);
        fake.put(ZONE, "AAAA", "www", "2001:db8::9", 300).putNull("regions");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.2").ownsSet().build(),
                        Changes.ensure("www.example.com", "2001:db8::1").build()));

        assertThat(problem(results.get(0)).message()).contains("www.example.com A is left alone", "regions");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.UPDATED);
        assertThat(fake.records(ZONE)).hasSize(3).contains(regional);
    }
}

package io.github.ddnsjava.providers.linode;

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
import org.junit.jupiter.api.Test;

/** The contract, and what is Linode's own. */
class LinodeTest extends VendorContract<FakeLinode> {
    LinodeTest() {
        super("linode", new FakeLinode(), Map.of("token", FakeLinode.TOKEN));
        lookup("/domains", 500);
        list("/domains/{domain}/records", 500);
        costs("zones list post*40", "list put*40", "list");
        wrong("token", "under API Tokens", "Bearer 0123456789abcdef", "01234567\n89abcdef", "0123456789äbcdef");
        answers((status, reason) -> FakeLinode.refusal(status, "", reason), """
                zones  401 Invalid Token                        -> authentication ACCOUNT
                put    401 Invalid Token                        -> authentication ACCOUNT
                zones  403 Your OAuth token is not authorized   -> authentication ACCOUNT
                list   403 Your OAuth token is not authorized   -> authentication ZONE
                post   403 Your OAuth token is not authorized   -> authentication ZONE
                list   404 Not found                            -> rejected       ZONE
                put    404 Not found                            -> transient      RECORD
                post   400 Record conflict                      -> rejected       RECORD
                put    400 ttl_sec must be an integer           -> rejected       RECORD
                post   400 Linode busy.                         -> transient      RECORD
                put    503 Linode busy.                         -> transient      doubt
                zones  500 HTTP 500                             -> transient      RECORD
                post   502 HTTP 502                             -> transient      doubt
                list   429 HTTP 429                             -> rate-limited   ACCOUNT
                post   200 said with a status of success        -> rejected       RECORD
                delete 200 {"errors":[{"reason":"no"}]}         -> rejected       RECORD
                post   200 {}                                   -> protocol
                post   200 ''                                   -> protocol
                delete 200 ''                                   -> protocol
                delete 200 []                                   -> protocol
                list   200 {"data":{},"page":1,"pages":1}       -> protocol
                list   200 {"data":[]}                          -> protocol
                zones  200 {"data":[{"id":1}],"page":1,"pages":1} -> protocol
                """);
        refuses("""
                GET    /domains?page_size=501                                                     -> 400
                GET    /domains?page_size=24                                                      -> 400
                GET    /domains?page=2                                                            -> 400
                GET    /domains/1/records                                                         -> 404
                GET    /domains/ID/records?name=www                                               -> 400
                POST   /domains/ID/records {'name':'www','target':'192.0.2.1'}                    -> 400
                POST   /domains/ID/records {'type':'A','name':'www','target':'2001:db8::1'}       -> 400
                POST   /domains/ID/records {'type':'A','name':'@','target':'192.0.2.1'}           -> 400
                POST   /domains/ID/records {'type':'A','name':'www.','target':'192.0.2.1'}        -> 400
                POST   /domains/ID/records {'type':'A','name':'x','target':'1.2.3.4','ttl':9}     -> 400
                POST   /domains/ID/records {'type':'A','name':'x','target':'1.2.3.4','ttl_sec':'9'} -> 400
                PUT    /domains/ID/records/1 {'target':'192.0.2.1'}                               -> 404
                PATCH  /domains/ID/records/1 {'target':'192.0.2.1'}                               -> 404
                DELETE /domains/ID/records/1                                                      -> 404
                """);
    }

    @Override
    protected String filled(String text) {
        return text.replace("ID", fake.reference(ZONE));
    }

    @Test
    void retryAfterCountsWithTooManyRequestsAndNotWithASuccessOrAnotherRefusal() throws InterruptedException {
        fake.plan(
                "post",
                FakeLinode.refusal(429, "", "Too many requests").answer().withHeader("Retry-After", "43"));
        assertThat(problem(change()).retryAfter()).contains(Duration.ofSeconds(43));

        fake.plan("post", FakeLinode.refusal(400, "target", "no").answer().withHeader("Retry-After", "43"));
        assertThat(problem(change()).retryAfter()).isEmpty();

        for (int status : new int[] {400, 500, 503}) {
            fake.plan(
                    "post",
                    FakeLinode.refusal(status, "", "Linode busy.")
                            .answer()
                            .withHeader("Retry-After", "119")
                            .withHeader("X-RateLimit-Remaining", "799"));
            assertThat(problem(change()).retryAfter()).isEmpty();
        }
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
    }

    @Test
    void aChangeNamesNothingButTheTargetAndKeepsTheRest() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "", "192.0.2.1", 7200).put("tag", "home");

        account()
                .publish(Changes.ensure("example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.texts()).containsExactly("{\"target\":\"192.0.2.2\"}");
        assertThat(fake.records(ZONE)).containsExactly(there.deepCopy().put("target", "192.0.2.2"));
    }

    /** It stands for the default, which is two weeks, and not for a value that is never kept. */
    @Test
    void aTtlOfZeroIsNone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.9", 300).put("ttl_sec", 0);

        assertThat(((ChangeResult.Applied) change()).effective()).doesNotContainKey("ttl");
    }

    @Test
    void aTtlThatTheVendorRoundsUpIsReportedAndNotSentAgain() throws InterruptedException {
        fake.roundTtls();
        Attributes wanted = Attributes.none().ensure("ttl", Duration.ofMinutes(7));

        ChangeResult first =
                account().publish(Changes.ensure("*.example.com", "192.0.2.1").attributes(wanted));
        Map<String, Object> effective = ((ChangeResult.Applied) first).effective();
        assertThat(effective).containsEntry("ttl", Duration.ofHours(1));
        assertThat(fake.texts())
                .containsExactly("{\"type\":\"A\",\"name\":\"*\",\"target\":\"192.0.2.1\",\"ttl_sec\":420}");

        assertThat(account()
                        .publish(Changes.ensure("*.example.com", "192.0.2.1")
                                .confirmed("192.0.2.1")
                                .attributes(wanted)
                                .effective(effective)))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void domainsThatAreNotServedOrNotWrittenHereAreNoZones() throws InterruptedException {
        fake.addZone("off.example.com");
        fake.description("off.example.com").put("status", "disabled");
        fake.addZone("example.org");
        fake.description("example.org").put("type", "slave");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.off.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.CREATED);
        assertThat(fake.records(ZONE).get(0).get("name").textValue()).isEqualTo("www.off");
        assertThat(problem(results.get(1)).message()).contains("no zone of this account contains www.example.org");
    }
}

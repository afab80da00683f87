package io.github.ddnsjava.providers.vultr;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract, and what is Vultr's own. */
class VultrTest extends VendorContract<FakeVultr> {
    VultrTest() {
        super("vultr", new FakeVultr(), Map.of("apiKey", FakeVultr.KEY));
        lookup("/domains", 500);
        list("/domains/{domain}/records", 500);
        raisesNoTtls();
        writes("post", "patch", "delete");
        costs("zones list post*40", "list patch*40", "list");
        wrong("apiKey", "under Account, API", "Bearer 0123456789ABCDEF", "01234567\n89ABCDEF", "0123456789ÄBCDEF");
        answers(FakeVultr::refusal, """
                zones  401 Invalid API token.                  -> authentication ACCOUNT
                list   401 Unauthorized IP address: 192.0.2.99 -> authentication ACCOUNT
                patch  403 Unauthorized IP address: 192.0.2.99 -> authentication ACCOUNT
                post   403 Forbidden                           -> authentication ZONE
                list   404 Invalid domain                      -> rejected       ZONE
                patch  404 Invalid record                      -> transient      RECORD
                post   400 Invalid data                        -> rejected       RECORD
                patch  422 Invalid TTL                         -> rejected       RECORD
                list   429 Too many requests                   -> rate-limited   ACCOUNT
                post   500 Internal error                      -> transient      doubt
                post   201 {}                                  -> protocol
                patch  200 {}                                  -> protocol
                patch  200 ''                                  -> protocol
                patch  200 <html>OK</html>                     -> protocol
                delete 200 ''                                  -> protocol
                delete 200 {"error":"no","status":400}         -> protocol
                list   200 {"records":{}}                      -> protocol
                zones  200 {"domains":[{}]}                    -> protocol
                """);
        refuses("""
                GET    /domains?per_page=501 -> 400
                GET    /domains?cursor=x -> 400
                GET    /domains?page=1 -> 400
                GET    /domains/example.org/records -> 404
                POST   /domains/example.com/records {'name':'www','data':'192.0.2.1'} -> 400
                POST   /domains/example.com/records {'type':'A','name':'old','data':'192.0.2.9'} -> 400
                POST   /domains/example.com/records {'type':'A','name':'@','data':'192.0.2.1'} -> 400
                POST   /domains/example.com/records {'type':'A','name':'www','data':'2001:db8::1'} -> 400
                POST   /domains/example.com/records {'type':'A','name':'x','data':'1.2.3.4','ttl':119} -> 400
                POST   /domains/example.com/records {'type':'A','name':'x','data':'1.2.3.4','ttl':'300'} -> 400
                POST   /domains/example.com/records {'type':'A','name':'x','data':'1.2.3.4','note':'x'} -> 400
                PATCH  /domains/example.com/records/53feecb3-f006-4182-ab9c-000000000001 {'data':'1.2.3.4'} -> 404
                PUT    /domains/example.com/records/53feecb3-f006-4182-ab9c-000000000001 {'data':'1.2.3.4'} -> 404
                DELETE /domains/example.com/records/1 -> 404
                """);
    }

    @Test
    void onlyWhereTheKeyIsRefusedItsAccessControlIsNamed() throws InterruptedException {
        for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
            fake.plan("post", FakeVultr.refusal(status, "no").answer());
            assertThat(problem(change()).message().contains("add Any IPv4 and Any IPv6"))
                    .isEqualTo(status == 401 || status == 403);
            beginAnew();
        }
    }

    @Test
    void aRecordThatIsThereAlreadyIsFoundInTheSameCycle() throws InterruptedException {
        fake.plan(
                "post", FakeVultr.refusal(400, "Duplicate records not allowed").answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "post", "list", "post");
    }

    @Test
    void aChangeNamesNothingButTheAddressAndKeepsTheRest() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "", "192.0.2.1", 7200);

        account()
                .publish(Changes.ensure("example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));
        account()
                .publish(Changes.ensure("*.example.com", "2001:db8::1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(4))));

        assertThat(fake.texts())
                .containsExactly(
                        "{\"data\":\"192.0.2.2\"}",
                        "{\"type\":\"AAAA\",\"name\":\"*\",\"data\":\"2001:db8::1\",\"ttl\":240}");
        assertThat(fake.records(ZONE).get(0)).isEqualTo(there.deepCopy().put("data", "192.0.2.2"));
    }
}

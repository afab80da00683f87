package io.github.ddnsjava.providers.namecom;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract, and what is Name.com's own. */
class NamecomTest extends VendorContract<FakeNamecom> {
    NamecomTest() {
        super("namecom", new FakeNamecom(), Map.of("username", FakeNamecom.USER, "apiToken", FakeNamecom.TOKEN));
        plain("username");
        lookup("/domains", FakeNamecom.PAGE);
        list("/domains/{domain}/records", FakeNamecom.PAGE);
        costs("zones list post*40", "list put*40", "list");
        wrong("username", "it is not the token's name", "jdoe77:7c31e80f", "john doe77x");
        wrongLater("apiToken", "under API Tokens", "7c31e80f a95d42b6", "7c31e80f\na95d42b6");
        answers(FakeNamecom::refusal, """
                zones  401 Unauthenticated                                               -> authentication ACCOUNT
                put    401 Unauthenticated                                               -> authentication ACCOUNT
                zones  403 Permission Denied                                             -> authentication ACCOUNT
                list   403 Permission Denied                                             -> authentication ZONE
                post   403 Permission Denied                                             -> authentication RECORD
                list   404 Not Found                                                     -> rejected       ZONE
                put    404 Not Found                                                     -> transient      RECORD
                post   400 Invalid Argument Parameter Value Error - invalid answer      -> rejected       RECORD
                put    400 Invalid Argument Parameter Value Error - Duplicate Record    -> transient      twice
                post   400 Invalid Argument Parameter Value Error - Duplicate Record    -> transient      twice
                post   415 Unsupported Media Type                                        -> rejected       RECORD
                post   422 Unprocessable                                                 -> rejected       RECORD
                list   429 Too Many Requests                                             -> rate-limited   ACCOUNT
                zones  500 Internal Error                                                -> transient      RECORD
                put    500 Internal Error                                                -> transient      doubt
                post   502 Bad Gateway                                                   -> transient      doubt
                put    503 Service Unavailable                                           -> transient      doubt
                post   504 Gateway Timeout                                               -> transient      doubt
                post   200 {}                                                            -> protocol
                put    200 ''                                                            -> protocol
                put    200 Permission Denied                                             -> rejected       RECORD
                delete 200 Permission Denied                                             -> rejected       RECORD
                delete 200 ''                                                            -> protocol
                delete 200 []                                                            -> protocol
                list   200 {"records":{}}                                                -> protocol
                list   200 {"records":[],"nextPage":2}                                   -> protocol
                list   200 <html>                                                        -> protocol
                zones  200 {"domains":[{"locked":true}]}                                 -> protocol
                """);
        refuses("""
                GET    /domains?perPage=1001                                                  -> 400 perPage
                GET    /domains?page=0                                                        -> 400 page
                GET    /domains?size=10                                                       -> 400 size
                GET    /domains/www.example.com/records                                       -> 404 Not Found
                GET    /domains/example.com/records                                           -> 200 "fqdn":"old.example.com."
                GET    /domains/example.com/records?host=old                                  -> 400 host
                POST   /domains/example.com/records {'host':'x','answer':'192.0.2.1'}         -> 400 type
                POST   /domains/example.com/records {'host':'x','type':'A','answer':'2001:db8::1'} -> 400 answer
                POST   /domains/example.com/records {'host':'x.example.com','type':'A','answer':'192.0.2.1'} -> 400 host
                POST   /domains/example.com/records {'host':'x.','type':'A','answer':'192.0.2.1'} -> 400 host
                POST   /domains/example.com/records {'host':'x','type':'A','answer':'192.0.2.1','ttl':299} -> 400 ttl
                POST   /domains/example.com/records {'host':'x','type':'A','answer':'192.0.2.1','ttl':'300'} -> 400 ttl
                POST   /domains/example.com/records {'host':'x','type':'A','answer':'192.0.2.1','fqdn':'x'} -> 400 fqdn
                POST   /domains/example.com/records {'host':'old','type':'A','answer':'192.0.2.9'} -> 400 Duplicate Record
                POST   /domains/example.com/records {'host':'alias','type':'A','answer':'192.0.2.9'} -> 400 CNAME
                PUT    /domains/example.com/records/1 {'host':'x','type':'A','answer':'192.0.2.1'} -> 404 Not Found
                PATCH  /domains/example.com/records/1 {'answer':'192.0.2.1'}                  -> 404 Not Found
                DELETE /domains/example.com/records/1                                         -> 404 Not Found
                """);
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of("Authorization", FakeNamecom.BASIC);
    }

    /** Its answers leave out the empty host, and its requests replace the whole record. */
    @Test
    void aChangeOfTheDomainItselfFindsItsRecordAndKeepsTheTtl() throws InterruptedException {
        fake.put(ZONE, "A", "", "192.0.2.1", 7200);

        assertThat(outcome(account()
                        .publish(Changes.ensure(ZONE, "192.0.2.2")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.texts())
                .containsExactly("{\"type\":\"A\",\"host\":\"\",\"answer\":\"192.0.2.2\",\"ttl\":7200}");
        assertThat(fake.calls()).containsExactly("zones", "list", "put");
    }

    @Test
    void aNameWithAnAnameRecordIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "ANAME", "www", "example.net", 300);

        assertThat(problem(change()).message()).contains("ANAME");
        assertThat(fake.calls()).containsExactly("zones", "list");
    }
}

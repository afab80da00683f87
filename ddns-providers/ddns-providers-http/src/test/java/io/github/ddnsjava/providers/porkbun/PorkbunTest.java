package io.github.ddnsjava.providers.porkbun;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is Porkbun's own. */
class PorkbunTest extends VendorContract<FakePorkbun> {
    PorkbunTest() {
        super("porkbun", new FakePorkbun(), Map.of("apiKey", FakePorkbun.KEY, "secretApiKey", FakePorkbun.SECRET_KEY));
        lookup("/domain/listAll", FakePorkbun.PAGE);
        list("/dns/retrieve/{domain}", 0);
        raisesNoTtls();
        writes("create", "edit", "delete");
        costs("zones retrieve create*40", "retrieve edit*40", "retrieve");
        wrong("apiKey", "as the web site shows it under API Access", "sk1_0123abcd", "pk1_01234567 abcd");
        wrongLater("secretApiKey", "as the web site shows it under API Access", "pk1_0123abcd", "0123abcd");
        answers(FakePorkbun::refusal, """
                zones    403 Invalid API key. (001)                             -> authentication ACCOUNT
                edit     400 Invalid API key. (002)                             -> authentication ACCOUNT
                retrieve 400 Domain is not opted in to API access.              -> authentication ZONE
                edit     400 Domain is not opted in to API access.              -> authentication ZONE
                zones    403 Forbidden                                          -> authentication ACCOUNT
                retrieve 400 Invalid domain.                                    -> rejected       ZONE
                edit     400 Invalid domain.                                    -> transient
                edit     400 Invalid record ID.                                 -> transient
                edit     400 Invalid type passed.                               -> rejected       RECORD
                edit     400 Create error: We were unable to create the DNS record. -> rejected       RECORD
                edit     400 Edit error: We were unable to edit the DNS record. -> transient      twice
                edit     200 Invalid type passed.                               -> rejected       RECORD
                edit     429 Slow down                                          -> rate-limited   ACCOUNT
                edit     500 sorry                                              -> transient      doubt
                edit     503 sorry                                              -> transient      doubt
                """);
        refuses("""
                GET    /domain/listAll {KEYS} -> 404 <html>
                POST   /domain/listAll {'apikey':'pk1_1','secretapikey':'sk1_1'} -> 403 Invalid API key. (002)
                POST   /domain/listAll -> 400 JSON
                POST   /domain/listAll {KEYS,'start':0} -> 400 start
                POST   /domain/listAll {KEYS,'start':'0'} -> 200 example.com
                POST   /dns/retrieve/www.example.com {KEYS} -> 400 Invalid domain.
                POST   /dns/retrieve/example.com {KEYS,'name':'www'} -> 400 unknown
                POST   /dns/retrieve/example.com {KEYS} -> 200 "ttl":"600"
                POST   /dns/create/example.com {KEYS,'name':'a.example.com','type':'A','content':'192.0.2.2'} -> 400 Create error
                POST   /dns/create/example.com {KEYS,'name':'','type':'A','content':'192.0.2.2'} -> 400 Create error
                POST   /dns/create/example.com {KEYS,'name':'a','type':'A','content':'192.0.2.2','ttl':599} -> 400 Create error
                POST   /dns/create/example.com {KEYS,'name':'a','type':'A','content':'2001:db8::1'} -> 400 Create error
                POST   /dns/create/example.com {KEYS,'name':'a','type':'A','content':'192.0.2.2','ttl':'600'} -> 200 "id":
                POST   /dns/edit/example.com/8 {KEYS,'name':'www','type':'A','content':'192.0.2.2'} -> 400 Invalid record ID.
                POST   /dns/delete/example.com/8 {KEYS} -> 400 Invalid record ID.
                """);
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of();
    }

    @Override
    protected void prepare() {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600).put("id", "7");
        fake.put(ZONE, "ALIAS", "example.com", "pixie.porkbun.com", 600);
    }

    @Override
    protected String filled(String text) {
        return text.replace(
                "KEYS", "\"apikey\":\"" + FakePorkbun.KEY + "\",\"secretapikey\":\"" + FakePorkbun.SECRET_KEY + "\"");
    }

    @Override
    public void reset() {
        super.reset();
        fake.put(ZONE, "ALIAS", "alias.example.com", "pixie.porkbun.com", 600);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("alias.example.com"));
    }

    @Override
    public boolean isWrite(Request request) {
        return request.getUrl().matches(".*/dns/(create|edit|delete)/.*");
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            fake.notOptedIn.add(zone.toString());
            return fake.notOptedIn::clear;
        });
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakePorkbun.refusal(400, "Invalid record ID.").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                WireMock.aResponse().withStatus(429),
                WireMock.aResponse()
                        .withStatus(503)
                        .withHeader("Content-Type", "text/html")
                        .withBody(
                                "<html><center><h1>503 Service Temporarily Unavailable</h1>openresty</center></html>"));
    }

    private ChangeResult move() throws InterruptedException {
        return account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void namesAreRelativeAndThatOfTheApexIsEmpty() throws InterruptedException {
        account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("*.example.com", "192.0.2.2").build(),
                        Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.bodies())
                .filteredOn(body -> body.has("name"))
                .extracting(body -> body.get("name").textValue())
                .containsExactlyInAnyOrder("", "*", "a.b");
    }

    @Test
    @Tag("promise-13")
    void anEditKeepsTheTtlAndTheNotes() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200).put("notes", "the shop");

        assertThat(outcome(move())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).singleElement().satisfies(record -> {
            assertThat(record.get("content").textValue()).isEqualTo("192.0.2.2");
            assertThat(record.get("ttl").intValue()).isEqualTo(7200);
            assertThat(record.get("notes").textValue()).isEqualTo("the shop");
        });
    }

    @Test
    void anEditThatWouldChangeNothingIsNoTroubleIfAllIsRight() throws InterruptedException {
        String id = fake.put(ZONE, "A", "www.example.com", "192.0.2.2", 600)
                .get("id")
                .textValue();
        fake.plan("retrieve", FakePorkbun.refusal(200, "").answer().withBody("""
                        {"status":"SUCCESS","records":[{"id":"%s","name":"www.example.com","type":"A",
                        "content":"192.0.2.1","ttl":"600","prio":"0","notes":null}]}""".formatted(id)));

        assertThat(move()).isInstanceOf(ChangeResult.AlreadyRight.class);

        assertThat(fake.calls()).containsExactly("zones", "retrieve", "edit", "retrieve");
    }

    @Test
    void whatIsGoneIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.plan("delete", FakePorkbun.refusal(400, "Invalid record ID.").answer());

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    void hintsTellWhatToDo() throws InterruptedException {
        fake.notOptedIn.add(ZONE);
        assertThat(problem(move()).message()).contains("switch API Access on for this domain");
        assertThat(problem(account(Map.of("apiKey", "pk1_0", "secretApiKey", "sk1_0"))
                                .publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("make new ones under API Access");
    }
}

package io.github.ddnsjava.providers.hetzner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.fake.TicketVendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.TicketStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is Hetzner's own. */
class HetznerTest extends TicketVendorContract<FakeHetzner> {
    HetznerTest() {
        super("hetzner", new FakeHetzner(), Map.of("token", FakeHetzner.TOKEN));
        lookup("/zones", 50);
        raisesNoTtls();
        writes("create", "set_records", "delete");
        costs("zones list*20 create*40", "list*20 set_records*40", "list*20");
        wrong(
                "token",
                "under Security, API Tokens",
                "Bearer 0123456789abcdef",
                "01234567\n89abcdef",
                "0123456789äbcdef",
                "0123456789abcdef0123456789abcdef");
        wrong("token", "none of the former DNS Console", "0123456789abcdef0123456789abcdef");
        answers((status, code) -> FakeHetzner.refusal(status, code, SAID), """
                zones       401 unauthorized                    -> authentication ACCOUNT
                list        403 forbidden                       -> authentication ZONE
                create      403 token_readonly                  -> authentication ACCOUNT
                list        404 not_found                       -> rejected       ZONE
                set_records 404 not_found                       -> transient      RECORD
                create      400 json_error                      -> rejected       RECORD
                create      422 invalid_input                   -> rejected       RECORD
                create      400 unsupported_error               -> rejected       RECORD
                set_records 409 conflict                        -> transient      RECORD
                set_records 423 locked                          -> transient      RECORD
                set_records 403 protected                       -> rejected       RECORD
                set_records 423 resource_locked                 -> rejected       RECORD
                create      403 resource_limit_exceeded         -> rejected       RECORD
                list        429 rate_limit_exceeded             -> rate-limited   ACCOUNT
                create      410 deprecated_api_endpoint         -> rejected       RECORD
                create      503 maintenance                     -> transient      doubt
                create      500 service_error                   -> transient      doubt
                create      500 server_error                    -> transient      doubt
                create      502 bad_gateway                     -> transient      doubt
                create      504 timeout                         -> transient      doubt
                create      500 unknown_error                   -> transient      doubt
                create      201 {}                              -> protocol
                set_records 201 {"action":{"status":"running"}} -> protocol
                set_records 200 ''                              -> protocol
                delete      201 []                              -> protocol
                delete      204 ''                              -> protocol
                list        200 {"rrsets":{}}                   -> protocol
                zones       200 {"zones":[{}]}                  -> protocol
                """);
        refuses("""
                GET    /zones?per_page=51 -> 422
                GET    /zones/1/rrsets -> 404
                GET    /zones/ID/rrsets?search=www -> 422
                GET    /zones/actions/1 -> 404
                POST   /zones/ID/rrsets {'name':'www','records':[{'value':'192.0.2.1'}]} -> 422
                POST   /zones/ID/rrsets {'name':'old','type':'A','records':[{'value':'192.0.2.1'}]} -> 409
                POST   /zones/ID/rrsets {'name':'','type':'A','records':[{'value':'192.0.2.1'}]} -> 422
                POST   /zones/ID/rrsets {'name':'x','type':'A','records':['192.0.2.1']} -> 422
                POST   /zones/ID/rrsets {'name':'x','type':'A','records':[]} -> 422
                POST   /zones/ID/rrsets {'name':'x','type':'A','records':[{'value':'2001:db8::1'}]} -> 422
                POST   /zones/ID/rrsets {'name':'x','type':'A','ttl':59,'records':[{'value':'192.0.2.1'}]} -> 422
                POST   /zones/ID/rrsets/old/A/actions/set_records {'ttl':60,'records':[{'value':'192.0.2.1'}]} -> 422
                POST   /zones/ID/rrsets/new/A/actions/set_records {'records':[{'value':'192.0.2.1'}]} -> 404
                POST   /zones/ID/rrsets/old/A/actions/change_ttl {'ttl':'300'} -> 422
                PUT    /zones/ID/rrsets/old/A {'records':[{'value':'192.0.2.1'}]} -> 422
                DELETE /zones/ID/rrsets/new/A -> 404
                """);
    }

    @Override
    protected String filled(String text) {
        return text.replace("ID", fake.reference(ZONE));
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeHetzner.refusal(404, "not_found", "RRSet not found").answer();
    }

    private TicketStatus ask(String ticket) throws InterruptedException {
        return create(Map.of())
                .accepted(
                        ticket,
                        List.of(Changes.ensure("example.com", "192.0.2.2").build()),
                        account().publication().next());
    }

    @Test
    void aSetThatIsThereAlreadyIsFoundInTheSameCycle() throws InterruptedException {
        fake.plan(
                "create",
                FakeHetzner.refusal(409, "uniqueness_error", "RRSet already exists")
                        .answer());

        assertThat(change()).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.calls()).containsExactly("zones", "list", "create", "list", "create");
    }

    @Test
    void aChangeKeepsTheCommentsTheTtlAndTheValuesOfOthers() throws InterruptedException {
        ObjectNode set = fake.put(ZONE, "A", "*", "192.0.2.1", 7200);
        FakeHetzner.comment(set, "192.0.2.1", "at home");
        fake.put(ZONE, "A", "*", "192.0.2.7", 7200);
        FakeHetzner.comment(set, "192.0.2.7", "somebody's");

        account()
                .publish(Changes.ensure("*.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.texts())
                .containsExactly("{\"records\":[{\"value\":\"192.0.2.2\",\"comment\":\"at home\"},"
                        + "{\"value\":\"192.0.2.7\",\"comment\":\"somebody's\"}]}");
        assertThat(fake.records(ZONE).get(0).get("ttl").asInt()).isEqualTo(7200);
    }

    /** A set is locked while an action is running, so the TTL waits for the action of the values. */
    @Test
    void anotherTtlIsAnActionOfItsOwnAfterThatOfTheValues() throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.1", 7200);
        fake.holdBack();
        Changes.Builder change = Changes.ensure("example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5)));

        String ticket =
                ((ChangeResult.Accepted) account().publish(change)).ticket().orElseThrow();
        assertThat(fake.calls()).containsExactly("zones", "list", "set_records");
        assertThat(fake.texts()).containsExactly("{\"records\":[{\"value\":\"192.0.2.2\"}]}");
        assertThat(ask(ticket)).isInstanceOf(TicketStatus.Pending.class);

        fake.carryOut();
        assertThat(ask(ticket)).as("look again").isInstanceOf(TicketStatus.Unknown.class);

        fake.forgetCalls();
        ticket = ((ChangeResult.Accepted) account().publish(change)).ticket().orElseThrow();
        assertThat(fake.calls()).containsExactly("list", "change_ttl");
        assertThat(fake.texts()).containsExactly("{\"ttl\":300}");
        assertThat(ask(ticket)).isInstanceOf(TicketStatus.Done.class);
        assertThat(fake.records(ZONE).get(0).get("ttl").asInt()).isEqualTo(300);
    }

    @Test
    void theApexMayBeShownWithTheNameOfTheZone() throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.9", 600);
        fake.plan("list", aResponse().withBody("""
                {"rrsets": [{"name": "example.com", "type": "A", "ttl": 600, "protection": {"change": false},
                             "records": [{"value": "192.0.2.9", "comment": ""}]}],
                 "meta": {"pagination": {"next_page": null}}}"""));

        assertThat(account().publish(Changes.ensure("example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.calls()).containsExactly("zones", "list", "set_records");
    }

    @Test
    void whatIsGoneAlreadyIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "delete",
                FakeHetzner.refusal(404, "not_found", "RRSet not found").answer());

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    /** The message alone tells a zone that is gone from a set that is. */
    @Test
    @Tag("promise-6")
    void aZoneThatIsGoneWithdrawsNothing() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "delete",
                FakeHetzner.refusal(404, "not_found", "Zone not found").answer());

        assertThat(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.Failed.class);
    }

    @Test
    void protectedSetsAndSecondaryZonesAreLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.9", 600).putObject("protection").put("change", true);
        assertThat(problem(change()).message()).contains("it is protected");

        fake.description(ZONE).put("mode", "secondary");
        account(Map.of());
        assertThat(problem(change()).message()).contains("no zone of this account contains www.example.com");
        assertThat(fake.texts()).isEmpty();
    }
}

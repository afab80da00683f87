package io.github.ddnsjava.providers.hetzner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.providers.RawCall;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.TicketStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, how often, what each of the vendor's errors means, and what the fake refuses. */
class HetznerTest {
    private static final String ZONE = "example.com";
    private static FakeHetzner fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeHetzner.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(FakeHetzner.TOKEN));
    }

    private static DnsProvider create(String token) {
        Map<String, ?> settings = Map.of("token", token, "endpoint", fake.endpoint());
        return DnsProviders.load().create("hetzner", Settings.at("providers.h", settings), ProviderContext.standard());
    }

    private TicketStatus ask(String ticket) throws InterruptedException {
        return create(FakeHetzner.TOKEN)
                .accepted(
                        ticket,
                        List.of(Changes.ensure("example.com", "192.0.2.2").build()),
                        account.publication().next());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "zones,       401, unauthorized,            authentication, ACCOUNT",
        "list,        403, forbidden,               authentication, ZONE",
        "create,      403, token_readonly,          authentication, ACCOUNT",
        "list,        404, not_found,               rejected,       ZONE",
        "set_records, 404, not_found,               transient,      RECORD",
        "create,      400, json_error,              rejected,       RECORD",
        "create,      422, invalid_input,           rejected,       RECORD",
        "create,      400, unsupported_error,       rejected,       RECORD",
        "set_records, 409, conflict,                transient,      RECORD",
        "set_records, 423, locked,                  transient,      RECORD",
        "set_records, 403, protected,               rejected,       RECORD",
        "set_records, 423, resource_locked,         rejected,       RECORD",
        "create,      403, resource_limit_exceeded, rejected,       RECORD",
        "list,        429, rate_limit_exceeded,     rate-limited,   ACCOUNT",
        "create,      410, deprecated_api_endpoint, rejected,       RECORD",
        "create,      503, maintenance,             transient,      RECORD",
        "create,      500, service_error,           transient,      RECORD",
        "create,      500, server_error,            transient,      RECORD",
        "create,      502, bad_gateway,             transient,      RECORD",
        "create,      504, timeout,                 transient,      RECORD",
        "create,      500, unknown_error,           transient,      RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("set_records")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 300);
        }
        fake.plan(
                call, FakeHetzner.refusal(status, code, "what the vendor says").answer());

        ChangeResult result = change();

        Problem problem = problem(result);
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says");
        assertThat(result instanceof ChangeResult.Unknown).isEqualTo(status >= 500);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
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

    @ParameterizedTest
    @CsvSource({
        "create,      201, {}",
        "set_records, 201, '{\"action\":{\"status\":\"running\"}}'",
        "set_records, 200, ''",
        "delete,      201, '[]'",
        "delete,      204, ''",
        "list,        200, '{\"rrsets\":{}}'",
        "zones,       200, '{\"zones\":[{}]}'"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.put(ZONE, "A", "old", "192.0.2.9", 300);
        fake.plan(call, aResponse().withStatus(status).withBody(body));

        ChangeResult result = switch (call) {
            case "delete" ->
                account.publish(
                        Changes.withdraw("old.example.com", RecordType.A).confirmed("192.0.2.9"));
            case "set_records" -> account.publish(Changes.ensure("old.example.com", "192.0.2.1"));
            default -> change();
        };

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void manyNamesCostOneReadForEachNameAndOneWriteForEachSet() throws InterruptedException {
        account.publish(hosts(20, 1, 1));
        assertThat(fake.calls()).startsWith("zones", "list").hasSize(1 + 20 + 40);

        fake.forgetCalls();
        assertThat(account.publish(hosts(20, 1, 2))).hasOnlyElementsOfType(ChangeResult.Accepted.class);
        assertThat(fake.calls()).hasSize(20 + 40).containsOnly("list", "set_records");

        fake.forgetCalls();
        account.publish(hosts(20, 2, 2));
        assertThat(fake.calls()).hasSize(20).containsOnly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aChangeKeepsTheCommentsTheTtlAndTheValuesOfOthers() throws InterruptedException {
        ObjectNode set = fake.put(ZONE, "A", "*", "192.0.2.1", 7200);
        FakeHetzner.comment(set, "192.0.2.1", "at home");
        fake.put(ZONE, "A", "*", "192.0.2.7", 7200);
        FakeHetzner.comment(set, "192.0.2.7", "somebody's");

        account.publish(Changes.ensure("*.example.com", "192.0.2.2")
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
                ((ChangeResult.Accepted) account.publish(change)).ticket().orElseThrow();
        assertThat(fake.calls()).containsExactly("zones", "list", "set_records");
        assertThat(fake.texts()).containsExactly("{\"records\":[{\"value\":\"192.0.2.2\"}]}");
        assertThat(ask(ticket)).isInstanceOf(TicketStatus.Pending.class);

        fake.carryOut();
        assertThat(ask(ticket)).as("look again").isInstanceOf(TicketStatus.Unknown.class);

        fake.forgetCalls();
        ticket = ((ChangeResult.Accepted) account.publish(change)).ticket().orElseThrow();
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

        assertThat(account.publish(Changes.ensure("example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.calls()).containsExactly("zones", "list", "set_records");
    }

    @Test
    void whatIsGoneAlreadyIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "delete",
                FakeHetzner.refusal(404, "not_found", "RRSet not found").answer());

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
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

        assertThat(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.Failed.class);
    }

    @Test
    void protectedSetsAndSecondaryZonesAreLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.9", 600).putObject("protection").put("change", true);
        assertThat(problem(change()).message()).contains("it is protected");

        fake.makeSecondary(ZONE);
        account = new Publishing(create(FakeHetzner.TOKEN));
        assertThat(problem(change()).message()).contains("no zone of this account contains www.example.com");
        assertThat(fake.texts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer 0123456789abcdef",
                "01234567\n89abcdef",
                "0123456789äbcdef",
                "0123456789abcdef0123456789abcdef"
            })
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.h.token")
                .hasMessageContaining("under Security, API Tokens")
                .hasMessageContaining("none of the former DNS Console")
                .hasMessageNotContaining("01234567");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;    /zones?per_page=51;               ;                                                       422",
                "GET;    /zones/1/rrsets;                  ;                                                       404",
                "GET;    /zones/ID/rrsets?search=www;      ;                                                       422",
                "GET;    /zones/actions/1;                 ;                                                       404",
                "POST;   /zones/ID/rrsets;  {'name':'www','records':[{'value':'192.0.2.1'}]};                      422",
                "POST;   /zones/ID/rrsets;  {'name':'old','type':'A','records':[{'value':'192.0.2.1'}]};           409",
                "POST;   /zones/ID/rrsets;  {'name':'','type':'A','records':[{'value':'192.0.2.1'}]};              422",
                "POST;   /zones/ID/rrsets;  {'name':'x','type':'A','records':['192.0.2.1']};                       422",
                "POST;   /zones/ID/rrsets;  {'name':'x','type':'A','records':[]};                                  422",
                "POST;   /zones/ID/rrsets;  {'name':'x','type':'A','records':[{'value':'2001:db8::1'}]};           422",
                "POST;   /zones/ID/rrsets;  {'name':'x','type':'A','ttl':59,'records':[{'value':'192.0.2.1'}]};    422",
                "POST;   /zones/ID/rrsets/old/A/actions/set_records; {'ttl':60,'records':[{'value':'192.0.2.1'}]}; 422",
                "POST;   /zones/ID/rrsets/new/A/actions/set_records; {'records':[{'value':'192.0.2.1'}]};          404",
                "POST;   /zones/ID/rrsets/old/A/actions/change_ttl;  {'ttl':'300'};                                422",
                "PUT;    /zones/ID/rrsets/old/A;           {'records':[{'value':'192.0.2.1'}]};                    422",
                "DELETE; /zones/ID/rrsets/new/A;           ;                                                       404"
            })
    void theFakeRefusesWhatTheVendorRefuses(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        fake.put(ZONE, "A", "old", "192.0.2.9", 300);
        String id = RawCall.send(fake, "Bearer " + FakeHetzner.TOKEN, "GET", "/zones", "")
                .body()
                .replaceAll("(?s).*\"id\":([0-9]+).*", "$1");
        String url = path.replace("ID", id);

        assertThat(RawCall.send(fake, "Bearer " + FakeHetzner.TOKEN, method, url, body == null ? "" : body)
                        .statusCode())
                .isEqualTo(status);
        assertThat(RawCall.send(fake, "Bearer x", method, url, "").statusCode()).isEqualTo(401);
    }
}

package io.github.ddnsjava.providers.powerdns;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent and how often, what is left alone, and what is made of refusals, against a real PowerDNS. */
@Tag("servers")
class PowerDnsTest {
    private static final String ZONE = "example.com";
    private static final String LIST = "GET /zones/example.com.";
    private static final String WRITE = "PATCH /zones/example.com.";

    private static PowerDns dns;

    private Publishing account;

    @BeforeAll
    static void start() throws Exception {
        dns = PowerDns.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (dns != null) {
            dns.close();
        }
    }

    @BeforeEach
    void reset() throws Exception {
        dns.renew(ZONE);
        dns.forgetCalls();
        account = new Publishing(create(dns.settings()));
    }

    private static DnsProvider create(Settings settings) {
        return DnsProviders.load().create("powerdns", settings, ProviderContext.standard());
    }

    private static String look(String name) {
        return "GET /zones?zone=" + name + ".";
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @Test
    void aNewRecordHasItsWholeNameAndFiveMinutes() throws Exception {
        ChangeResult result = account.publish(Changes.ensure("a.b.example.com", "192.0.2.1"));

        assertThat(outcome(result)).isEqualTo(Outcome.CREATED);
        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(dns.calls())
                .containsExactly(look("a.b.example.com"), look("b.example.com"), look(ZONE), LIST, WRITE);
        assertThat(dns.at(ZONE, "a.b.example.com")).containsExactly("A 300 192.0.2.1");
    }

    @Test
    @Tag("promise-12")
    void aZoneCostsOneListAndOneWriteHoweverManyNames() throws Exception {
        account.publish(hosts(20, 1, 1));
        assertThat(dns.calls()).hasSize(20 + 1 + 2);

        dns.forgetCalls();
        assertThat(account.publish(hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(dns.calls()).containsExactly(LIST, WRITE);

        dns.forgetCalls();
        assertThat(account.publish(hosts(20, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(dns.calls()).containsExactly(LIST);
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlTheValuesOfOthersDisabledRecordsCommentsAndOtherSets() throws Exception {
        dns.edit(ZONE, """
                {"rrsets": [{"name": "www.example.com.", "type": "A", "ttl": 7200, "changetype": "REPLACE",
                  "records": [{"content": "192.0.2.1"}, {"content": "192.0.2.7"}, {"content": "192.0.2.8", "disabled": true}],
                  "comments": [{"content": "mind the gap", "account": "me"}]}]}""");
        dns.add(ZONE, "www.example.com", "AAAA", 600, "2001:db8::7", false);
        dns.add(ZONE, "www.example.com", "TXT", 600, "\"v=1\"", false);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(1))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(dns.at(ZONE, "www.example.com"))
                .containsExactlyInAnyOrder(
                        "A 7200 192.0.2.2 192.0.2.7 (192.0.2.8)", "AAAA 600 2001:db8::7", "TXT 600 \"v=1\"");
        assertThat(dns.sets(ZONE).toString()).contains("mind the gap");
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalDeletesASetOnlyIfNothingIsLeftInIt() throws Exception {
        dns.add(ZONE, "www.example.com", "A", 300, "192.0.2.1", false);
        dns.add(ZONE, "www.example.com", "A", 300, "192.0.2.8", true);
        dns.add(ZONE, "www.example.com", "AAAA", 300, "2001:db8::1", false);

        assertThat(account.publish(List.of(
                        Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1")
                                .build(),
                        Changes.withdraw("www.example.com", RecordType.AAAA)
                                .confirmed("2001:db8::1")
                                .build())))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.WITHDRAWN);

        assertThat(dns.at(ZONE, "www.example.com")).containsExactly("A 300 (192.0.2.8)");
    }

    @Test
    void aRecordOfOursThatSomebodyDisabledIsEnabled() throws Exception {
        dns.add(ZONE, "www.example.com", "A", 300, "192.0.2.1", true);

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.1").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(dns.at(ZONE, "www.example.com")).containsExactly("A 300 192.0.2.1");
    }

    @Test
    void aTtlIsCorrectedForTheWholeSetAlsoToZero() throws Exception {
        dns.add(ZONE, "www.example.com", "A", 300, "192.0.2.1", false);
        dns.add(ZONE, "www.example.com", "A", 300, "192.0.2.7", false);

        account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ZERO)));

        assertThat(dns.at(ZONE, "www.example.com")).containsExactly("A 0 192.0.2.1 192.0.2.7");
    }

    @Test
    void eachChangeRaisesTheSerialWhereTheZoneSaysSo() throws Exception {
        String before = dns.at(ZONE, ZONE).toString();
        change();
        assertThat(dns.at(ZONE, ZONE).toString()).isNotEqualTo(before);
    }

    @Test
    void aSetIsFoundAmongTwoThousand() throws Exception {
        StringBuilder sets = new StringBuilder();
        for (int i = 0; i < 2001; i++) {
            sets.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"other" + i
                            + ".example.com.\",\"type\":\"A\",\"ttl\":300,\"changetype\":\"REPLACE\","
                            + "\"records\":[{\"content\":\"192.0.2.9\"}]}");
        }
        dns.edit(ZONE, "{\"rrsets\":[" + sets + "]}");
        dns.add(ZONE, "www.example.com", "A", 300, "192.0.2.1", false);

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);
        assertThat(dns.sets(ZONE)).hasSize(2002 + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Slave", "Consumer"})
    @Tag("promise-13")
    void aZoneThatIsACopyIsLeftAloneAlthoughTheServerWouldTakeTheEdit(String kind) throws Exception {
        dns.drop("copy.example");
        dns.create("copy.example", kind);

        Problem problem = problem(account.publish(Changes.ensure("www.copy.example", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("its zone is a copy (" + kind + ") of another server's");
        assertThat(dns.at("copy.example", "www.copy.example")).isEmpty();
    }

    @Test
    @Tag("promise-11")
    void aSetThatTheServerRefusesFailsAloneWithItsWords() throws Exception {
        List<RecordChange> changes = List.of(
                Changes.ensure("www.example.com", "192.0.2.1").build(),
                Changes.ensure("late.example.com", "192.0.2.1").build(),
                Changes.ensure("wwx.example.com", "192.0.2.1").build());
        AtomicBoolean done = new AtomicBoolean();
        RecordingPublication publication = RecordingPublication.builder()
                .before((number, exchange) -> {
                    if (exchange.writing() && !done.getAndSet(true)) {
                        addAlias("late.example.com"); // after the list
                    }
                })
                .build();

        publication.run(create(dns.settings()), changes);

        Problem problem = problem(publication.results().get(changes.get(1).key()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("RRset late.example.com. IN A: Conflicts with pre-existing RRset");
        for (int i : new int[] {0, 2}) {
            assertThat(outcome(publication.results().get(changes.get(i).key()))).isEqualTo(Outcome.CREATED);
            assertThat(dns.at(ZONE, changes.get(i).name().toString())).containsExactly("A 300 192.0.2.1");
        }
    }

    private static void addAlias(String name) {
        try {
            dns.add(ZONE, name, "CNAME", 300, "example.net.", false);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("promise-11")
    void aZoneThatIsGoneIsNotTakenForAnEmptyOne() throws Exception {
        change();
        dns.drop(ZONE);
        dns.forgetCalls();

        ChangeResult result =
                account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(dns.calls()).containsExactly(LIST, look("www.example.com"), look(ZONE));
    }

    @Test
    void aWrongKeyIsToldWithTheRemedy() throws Exception {
        account = new Publishing(create(dns.settings().with("apiKey", "wrong")));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message()).contains("apiKey must be the api-key of pdns.conf");
        assertThat(dns.calls()).hasSize(1);
    }

    @Test
    void anotherServerOrPathIsToldWithTheRemedyAndNotTakenForAMissingZone() throws Exception {
        for (Settings settings : List.of(
                dns.settings().with("serverId", "other"),
                dns.settings().with("endpoint", dns.proxy().baseUrl()))) {
            account = new Publishing(create(settings));
            Problem problem = problem(change());

            assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
            assertThat(problem.message()).contains("check that endpoint ends with /api/v1, that serverId is right");
        }
    }

    @Test
    void aBackendThatCannotBeWrittenIsToldWithTheRemedyAndNotAskedForEachRecord() throws Exception {
        String refusal = "{\"error\": \"Hosting backend does not support editing records.\"}";
        dns.plan("PATCH", "/zones/example.com.", aResponse().withStatus(422).withBody(refusal));

        assertThat(account.publish(hosts(2, 1, 1))).allSatisfy(result -> {
            assertThat(problem(result).scope()).isEqualTo(ProblemScope.ZONE);
            assertThat(problem(result).message()).contains("use a backend of PowerDNS that can be written");
        });
        assertThat(dns.calls()).filteredOn(WRITE::equals).hasSize(1);
    }

    /** The errors that this server has only in other versions, or not at will. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;   422; {\"error\": \"Could not find domain 'example.com.'\"};            rejected;     ZONE",
                "GET;   404; Not Found;                                                        rejected;     ZONE",
                "PATCH; 404; Not Found;                                                        transient;    RECORD",
                "PATCH; 400; Bad Request;                                                      rejected;     RECORD",
                "PATCH; 422; {\"error\": \"DNS Name 'www.example.com' is not canonical\"};     rejected;     RECORD",
                "PATCH; 422; {\"error\": \"Key 'ttl' not an Integer or not present\"};         rejected;     RECORD",
                "PATCH; 422; {\"error\": \"RRset www.example.com. IN A: Conflicts with pre-existing RRset\"};"
                        + " rejected; RECORD",
                "PATCH; 422; {\"error\": \"RRset www.example.net. IN A: Name is out of zone\", \"errors\": []};"
                        + " rejected; RECORD",
                "PATCH; 422; {\"error\": \"Duplicate record in RRset www.example.com. IN A with content\"};"
                        + " rejected; RECORD",
                "PATCH; 409; Conflict;                                                         rejected;     RECORD",
                "PATCH; 500; Internal Server Error;                                            transient;    RECORD",
                "PATCH; 403; Forbidden by a proxy;                                          authentication;  RECORD",
                "PATCH; 429; slow down;                                                      rate-limited;   ACCOUNT"
            })
    void eachErrorOfTheServerHasItsMeaning(String method, int status, String body, String kind, ProblemScope scope)
            throws Exception {
        dns.plan(method, "/zones/example.com.", aResponse().withStatus(status).withBody(body));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.scope()).isEqualTo(scope);
        if (body.startsWith("{")) {
            assertThat(problem.message()).contains(body.substring(11, 40));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, 200, ''",
        "PATCH, 200, '{}'",
        "PATCH, 201, <html>OK</html>",
        "PATCH, 302, ''",
        "GET,   200, ''",
        "GET,   200, '{}'",
        "GET,   200, '{\"kind\":\"Native\",\"rrsets\":{}}'",
        "GET,   200, '{\"kind\":\"Native\",\"rrsets\":[{\"name\":\"www.example.com.\",\"type\":\"A\",\"records\":[{}]}]}'",
        "GET,   200, <html>"
    })
    @Tag("promise-6")
    void anAnswerThatIsNotTheServersIsNoSuccess(String method, int status, String body) throws Exception {
        dns.plan(method, "/zones/example.com.", aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result)
                .isInstanceOf(method.equals("PATCH") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(strings = {"$scrypt$ln=10,p=1,r=8$c2FsdA==$aGFzaA==", "a key", "kéy0123", "a\nkey"})
    void aKeyInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsWhereTheRightOneIs(String key) {
        assertThatThrownBy(() -> create(Settings.at(
                        "providers.p",
                        Map.of("apiKey", key, "endpoint", dns.proxy().baseUrl() + "/api/v1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.p.apiKey")
                .hasMessageContaining("the api-key of pdns.conf")
                .hasMessageContaining("the key that it was made from")
                .hasMessageNotContaining("c2FsdA");
        assertThat(dns.calls()).isEmpty();
    }

    @Test
    @Tag("promise-23")
    void theEndpointIsRequiredAndPlainHttpIsOnlyForThisHost() {
        assertThatThrownBy(() -> create(Settings.at("providers.p", Map.of("apiKey", "key"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.p.endpoint");
        assertThatThrownBy(() -> create(Settings.at(
                        "providers.p", Map.of("apiKey", "key", "endpoint", "http://dns.example:8081/api/v1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowInsecure");
    }
}

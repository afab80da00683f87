package io.github.ddnsjava.providers.netcup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is netcup's own. */
class NetcupTest extends VendorContract<FakeNetcup> {
    NetcupTest() {
        super(
                "netcup",
                new FakeNetcup(),
                Map.of(
                        "customerNumber",
                        FakeNetcup.CUSTOMER,
                        "apiKey",
                        FakeNetcup.KEY,
                        "apiPassword",
                        FakeNetcup.PASSWORD));
        plain("customerNumber");
        lookup(" infoDnsZone", 0);
        list(" infoDnsRecords", 0);
        raisesNoTtls();
        writes("updateDnsRecords", "updateDnsRecords", "updateDnsRecords");
        // The bound is a list, a write, and perhaps a login; each name is asked for until its domain is found.
        costs(
                "login infoDnsZone*21 infoDnsRecords updateDnsRecords",
                "infoDnsRecords updateDnsRecords",
                "infoDnsRecords");
        wrong("customerNumber", "digits alone", "nc4aVgMDe6MzQ4MTF1", "12 345", "");
        wrongLater(
                "apiKey",
                "not a key of CloudDNS",
                "two w0rds1",
                "0123456789012345678901234567890123456789012345678901234567890123");
        wrongLater("apiPassword", "not that of its login", "two w0rds1");
        answers((status, code) -> error(code), """
                login            200 4011 refused                                -> authentication ACCOUNT
                login            200 4012 refused                                -> authentication ACCOUNT
                login            200 4013 Value in field apikey does not match   -> authentication ACCOUNT
                login            200 4013 More than 180 requests per minute.     -> rate-limited ACCOUNT
                infoDnsZone      200 4013 More than 180 requests per minute.     -> rate-limited ACCOUNT
                updateDnsRecords 200 4013 Too many error messages please check   -> rate-limited ACCOUNT
                updateDnsRecords 200 4013 Put quotation marks around the text    -> rejected RECORD
                infoDnsRecords   200 5031 Domain not found.                      -> rejected ZONE
                infoDnsRecords   200 5028 The zone could not be found.           -> rejected ZONE
                updateDnsRecords 200 5028 Update of DNS records failed           -> transient
                updateDnsRecords 200 4008 invalid                                -> rejected RECORD
                updateDnsRecords 200 4009 invalid                                -> rejected RECORD
                updateDnsRecords 200 4010 invalid                                -> rejected RECORD
                updateDnsRecords 200 5099 something new                          -> rejected RECORD
                """);
    }

    /** Returns an error whose code stands before its words; of another reason alone it is that of a wrong value. */
    private static FakeNetcup.Refusal error(String what) {
        return what.matches("[0-9]{4} .*")
                ? FakeNetcup.refusal(Integer.parseInt(what.substring(0, 4)), what.substring(5))
                : FakeNetcup.refusal(4013, what);
    }

    private static boolean isAction(Request request, String action) {
        return request.getBodyAsString().contains("\"action\":\"" + action + "\"");
    }

    @Override
    public boolean isWrite(Request request) {
        return isAction(request, "updateDnsRecords");
    }

    @Override
    public boolean isLogin(Request request) {
        return isAction(request, "login");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(fake::endSessions);
    }

    @Override
    public Set<String> sessionTokens() {
        return fake.sessions();
    }

    /** There are no permissions for names. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** What a record that is gone is answered with is not known. */
    @Override
    public Optional<Trouble> missingName() {
        return Optional.empty();
    }

    private List<JsonNode> sentRecords() {
        List<JsonNode> bodies = fake.bodies();
        return List.of(bodies.get(bodies.size() - 1).at("/param/dnsrecordset/dnsrecords"));
    }

    /** An answer that reports success, with that data. */
    private static ResponseDefinitionBuilder success(String data) {
        return aResponse()
                .withBody("{\"status\":\"success\",\"statuscode\":2000,\"longmessage\":\"\",\"responsedata\":" + data
                        + "}");
    }

    @Test
    void aNewNameIsAddedInASession() throws InterruptedException {
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);

        assertThat(fake.calls())
                .containsExactly("login", "infoDnsZone", "infoDnsZone", "infoDnsRecords", "updateDnsRecords");
        assertThat(sentRecords())
                .extracting(Object::toString)
                .containsExactly("[{\"hostname\":\"www\",\"type\":\"A\",\"destination\":\"192.0.2.1\"}]");
        assertThat(fake.bodies().get(1).toString())
                .isEqualTo("{\"action\":\"infoDnsZone\",\"param\":{\"domainname\":\"www.example.com\","
                        + "\"customernumber\":\"12345\",\"apikey\":\"" + FakeNetcup.KEY + "\",\"apisessionid\":\""
                        + fake.sessions().iterator().next() + "\"}}");
    }

    @Test
    @Tag("promise-13")
    void onlyOurRecordsAreSentAndAllOthersStay() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600);
        fake.put(ZONE, "MX", "@", "mail.example.com", 600).put("priority", "10");
        fake.put(ZONE, "TXT", "www", "v=1", 600);
        fake.put(ZONE, "A", "other", "192.0.2.1", 600);
        List<ObjectNode> others = fake.records(ZONE);
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        String id = ours.get("id").textValue();

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(sentRecords())
                .extracting(Object::toString)
                .containsExactly("[{\"id\":\"" + id + "\",\"hostname\":\"www\",\"type\":\"A\",\"priority\":\"0\","
                        + "\"destination\":\"192.0.2.2\",\"deleterecord\":false}]");
        assertThat(fake.records(ZONE)).hasSize(5).containsAll(others);

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(sentRecords())
                .extracting(Object::toString)
                .containsExactly("[{\"id\":\"" + id + "\",\"hostname\":\"www\",\"type\":\"A\",\"priority\":\"0\","
                        + "\"destination\":\"192.0.2.2\",\"deleterecord\":true}]");
        assertThat(fake.records(ZONE)).containsExactlyElementsOf(others);
    }

    @Test
    void theLastRecordOfAZoneCanBeWithdrawnAndTheEmptyZoneFilledAgain() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
        assertThat(outcome(account().publish(Changes.ensure("www.example.com", "192.0.2.2"))))
                .isEqualTo(Outcome.CREATED);
        assertThat(fake.server().getAllServeEvents())
                .anyMatch(event -> event.getResponse().getBodyAsString().contains("5029"));
    }

    @Test
    @Tag("promise-11")
    void aNameWithACnameIsLeftAloneAndItsNeighboursGoOn() throws InterruptedException {
        fake.put(ZONE, "CNAME", "alias", "example.net", 600);

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("alias.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(0)).message()).contains("alias.example.com A", "CNAME");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void aSessionIsUsedAgainAndMadeAnewWhereTheServerHasEndedIt() throws InterruptedException {
        change();
        fake.forgetCalls();

        account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
        assertThat(fake.calls()).containsExactly("infoDnsRecords", "updateDnsRecords");

        fake.endSessions();
        fake.forgetCalls();
        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.3").confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("infoDnsRecords", "login", "infoDnsRecords", "updateDnsRecords");
    }

    /** A session that is not used for 15 minutes ends; nothing is sent in one that may have ended. */
    @Test
    void aSessionIsMadeAnewBeforeItEnds() throws InterruptedException {
        DnsProvider provider = provider();
        ManualClock clock = new ManualClock();
        RecordingPublication first = RecordingPublication.builder().clock(clock).build();
        first.run(
                provider, List.of(Changes.ensure("www.example.com", "192.0.2.1").build()));
        fake.forgetCalls();

        clock.advance(Duration.ofMinutes(13));
        RecordingPublication second = first.next();
        second.run(
                provider, List.of(Changes.ensure("www.example.com", "192.0.2.2").build()));
        assertThat(fake.calls()).doesNotContain("login");

        clock.advance(Duration.ofMinutes(1));
        second.next()
                .run(
                        provider,
                        List.of(Changes.ensure("www.example.com", "192.0.2.3").build()));
        assertThat(fake.calls()).filteredOn("login"::equals).hasSize(1);
        assertThat(fake.refusals()).noneMatch(refusal -> refusal.contains("4001"));
    }

    /** What the server shows after the write decides. */
    @Test
    void aValueThatIsStillThereWasNotRemoved() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        String id = fake.records(ZONE).get(0).get("id").textValue();
        fake.plan(
                "updateDnsRecords",
                success("{\"dnsrecords\":[{\"id\":\"" + id
                        + "\",\"hostname\":\"www\",\"type\":\"A\",\"priority\":\"0\",\"destination\":\"192.0.2.1\","
                        + "\"deleterecord\":false,\"state\":\"yes\"}]}"));

        ChangeResult result = account()
                .publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).message()).contains("www.example.com A", "was to be removed");
    }

    /** The vendor at random does not know a session that it has just made. */
    @ParameterizedTest
    @ValueSource(strings = {"infoDnsZone", "infoDnsRecords", "updateDnsRecords"})
    void aNewSessionThatIsRefusedOnceIsMadeAnewAndTwiceMeansWrongCredentials(String call) throws InterruptedException {
        ResponseDefinitionBuilder refused = FakeNetcup.refusal(4001, "The session id is not in a valid format.")
                .answer();
        fake.plan(call, refused);

        assertThat(change()).isInstanceOf(ChangeResult.Applied.class);
        assertThat(fake.calls()).filteredOn("login"::equals).hasSize(2);

        account(Map.of());
        fake.forgetCalls();
        fake.plan(call, refused);
        fake.plan(call, refused);
        Problem problem = problem(
                account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1")));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(fake.calls()).filteredOn("login"::equals).hasSize(2);
    }

    /** A name that cannot be a domain, and one that is none, are no zones; the next shorter one is tried. */
    @ParameterizedTest
    @CsvSource({"5031, Domain not found.", "4013, Value in field domainname does not match requirements"})
    void aNameThatIsNoDomainIsNoZone(int code, String words) throws InterruptedException {
        fake.plan("infoDnsZone", FakeNetcup.refusal(code, words).answer());

        assertThat(change()).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    void aDomainThatIsNotFoundMayBeInCloudDns() throws InterruptedException {
        fake.removeZone(ZONE);

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("no zone of this account contains www.example.com", "CloudDNS");
    }

    @Test
    void credentialsThatAreRefusedAreToldWithTheRemedyAndNotShown() throws InterruptedException {
        account(Map.of("apiPassword", "another-password"));

        assertThat(problem(change()).message()).contains("4011", "apiPassword").doesNotContain("another-password");
        assertThat(fake.calls()).containsExactly("login");
    }

    @ParameterizedTest
    @CsvSource({
        "login,            '{}'",
        "login,            '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "infoDnsZone,      '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "infoDnsZone,      <html>welcome to this hotel</html>",
        "infoDnsRecords,   '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "infoDnsRecords,   '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":{\"dnsrecords\":[{}]}}'",
        "infoDnsRecords,   '[]'",
        "updateDnsRecords, ''",
        "updateDnsRecords, '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "updateDnsRecords, '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":{\"dnsrecords\":[]}}'",
        "updateDnsRecords, '{\"status\":\"success\"}'"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        fake.plan(call, aResponse().withBody(body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result)
                .isInstanceOf(call.equals("updateDnsRecords") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    /** A status of success with another code is none. */
    @Test
    void bothTheStatusAndTheCodeMustSaySo() throws InterruptedException {
        fake.plan(
                "updateDnsRecords",
                aResponse()
                        .withBody("{\"status\":\"success\",\"statuscode\":4010,\"longmessage\":\"not quite\","
                                + "\"responsedata\":{\"dnsrecords\":[]}}"));

        assertThat(problem(change()).message()).contains("4010 not quite");
    }
}

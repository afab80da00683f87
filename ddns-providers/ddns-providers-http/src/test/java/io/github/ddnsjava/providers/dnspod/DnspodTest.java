package io.github.ddnsjava.providers.dnspod;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is DNSPod's own. */
class DnspodTest extends VendorContract<FakeDnspod> {
    DnspodTest() {
        super("dnspod", new FakeDnspod(), Map.of("id", FakeDnspod.ID, "token", FakeDnspod.TOKEN));
        plain("id");
        lookup("/Domain.Info", 0);
        list("/Record.List", 500);
        raisesNoTtls();
        writes("Record.Create", "Record.Modify", "Record.Remove");
        costs("Domain.Info*21 Record.List Record.Create*40", "Record.List Record.Modify*40", "Record.List");
        String[] ids = {"us3r77@example.com", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "13490,6b5976c68aba5b14", "-13490"
        };
        wrong("id", "console of DNSPod", ids);
        wrong("id", "provider tencent", ids);
        wrongLater("token", "without its ID", FakeDnspod.ID + "," + FakeDnspod.TOKEN, "two w0rds1 and more", "sh0rt12");
        answers((status, code) -> FakeDnspod.refusal(code, SAID), """
                Domain.Info   200 -1   -> authentication ACCOUNT
                Domain.Info   200 -2   -> rate-limited   ACCOUNT
                Record.Create 200 -2   -> rate-limited   ACCOUNT
                Domain.Info   200 -3   -> authentication ACCOUNT
                Domain.Info   200 -4   -> authentication ACCOUNT
                Record.List   200 -7   -> authentication ZONE
                Record.Create 200 -7   -> authentication RECORD
                Domain.Info   200 -8   -> rate-limited   ACCOUNT
                Record.Create 200 -15  -> blocked        ZONE
                Domain.Info   200 -99  -> transient
                Record.Create 200 2    -> rejected       RECORD
                Record.List   200 3    -> transient
                Record.Create 200 3    -> transient      doubt
                Record.Create 200 -99  -> transient
                Record.List   200 6    -> rejected       ZONE
                Record.Create 200 6    -> rejected       RECORD
                Record.List   200 7    -> rejected       ZONE
                Record.Create 200 7    -> transient
                Record.Modify 200 8    -> transient
                Record.List   200 13   -> rejected       ZONE
                Record.Create 200 21   -> blocked        ZONE
                Record.Create 200 22   -> rejected       RECORD
                Record.Create 200 23   -> rejected       RECORD
                Record.Create 200 24   -> rejected       RECORD
                Record.Create 200 25   -> rejected       RECORD
                Record.Create 200 26   -> rejected       RECORD
                Record.Create 200 27   -> rejected       RECORD
                Record.Create 200 30   -> rejected       RECORD
                Record.Create 200 31   -> rejected       RECORD
                Record.Create 200 32   -> rejected       RECORD
                Record.Create 200 33   -> rejected       RECORD
                Record.Create 200 34   -> rejected       RECORD
                Record.Create 200 35   -> rejected       RECORD
                Record.Create 200 50   -> authentication ACCOUNT
                Record.Create 200 82   -> authentication ACCOUNT
                Domain.Info   200 83   -> authentication ACCOUNT
                Domain.Info   200 85   -> authentication ACCOUNT
                Domain.Info   200 1011 -> authentication ACCOUNT
                Record.Create 200 104  -> transient      twice
                """);
        refuses("""
                POST /Domain.Info   (LOGIN&domain=example.com)                             -> 200 "code":"1"
                POST /Domain.Info   (login_token=1,2&format=json&domain=example.com)       -> 200 "code":"-1"
                POST /Domain.Info   (format=json&domain=example.com)                       -> 200 "code":"-1"
                POST /Domain.Info   (LOGIN&domain=example.net)                             -> 200 "code":"13"
                POST /Domain.Info   (LOGIN&domain=example.com&more=1)                      -> 200 "code":"6"
                POST /Domain.Info   (LOGIN)                                                -> 200 "code":"6"
                POST /Domain.Info   (login_token=TOKEN&domain=example.com)                 -> 200 "code":"6"
                POST /Domain.List   (LOGIN)                                                -> 404
                POST /Record.List   (LOGIN&domain=example.com&sub_domain=old)              -> 200 "code":"1"
                POST /Record.List   (LOGIN&domain=example.com&sub_domain=none)             -> 200 "code":"10"
                POST /Record.List   (LOGIN&domain=example.com&length=3001)                 -> 200 "code":"8"
                POST /Record.Remove (LOGIN&domain=example.com&record_id=1)                 -> 200 "code":"8"
                POST /Record.Create (NEW&record_type=A&value=192.0.2.2)                    -> 200 "code":"6"
                POST /Record.Create (NEW&record_type=A&value=192.0.2.2&record_line=x)      -> 200 "code":"26"
                POST /Record.Create (NEW&record_type=A&value=192.0.2.2&record_line=默认)     -> 200 "code":"1"
                POST /Record.Create (NEW&record_type=A&value=192.0.2.9&record_line=默认)     -> 200 "code":"104"
                POST /Record.Create (NEW&record_type=CNAME&value=a.&record_line=默认)        -> 200 "code":"31"
                POST /Record.Create (NEW&record_type=A&value=2001:db8::1&record_line=默认)   -> 200 "code":"34"
                POST /Record.Create (LOGIN&domain=example.com&sub_domain=-&record_type=A&value=192.0.2.2&record_line=默认) -> 200 "code":"22"
                """);
    }

    /** It is in the form. */
    @Override
    protected Map<String, String> authorization() {
        return Map.of();
    }

    @Override
    protected String filled(String text) {
        return text.replace("NEW", "LOGIN&domain=example.com&sub_domain=old")
                .replace("LOGIN", "login_token=TOKEN&format=json")
                .replace("TOKEN", FakeDnspod.ID + "," + FakeDnspod.TOKEN);
    }

    @Override
    public boolean isWrite(Request request) {
        return request.getUrl().matches("/Record\\.(Create|Modify|Remove)");
    }

    /** A token is for the whole account. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeDnspod.refusal("8", "Record id invalid").answer();
    }

    /** The vendor's terms want a program, a version and a contact; the contact is the project's page. */
    @Test
    void everyRequestNamesTheProgramItsVersionAndAContact() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(fake.server().findAll(anyRequestedFor(anyUrl())))
                .extracting(request -> request.getHeader("User-Agent"))
                .hasSize(4)
                .allMatch(agent -> agent.matches("ddnsjava/[0-9.]+ \\(\\+https://.*\\)"));
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("Domain.Info", "Domain.Info", "Record.List", "Record.Create");

        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i, "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i, "2001:db8::1", 600);
        }
        fake.forgetCalls();
        assertThat(account().publish(Publishing.hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).filteredOn("Record.List"::equals).hasSize(1);
        assertThat(fake.calls()).filteredOn("Record.Modify"::equals).hasSize(60);
        assertThat(fake.calls()).filteredOn(call -> !call.startsWith("Domain")).hasSize(61);
    }

    /** A change resets TTL and weight if they are left out. */
    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheWeightThatStandThere() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 7200).put("weight", 5);
        ObjectNode before = there.deepCopy();

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).containsExactly(before.put("value", "192.0.2.2"));
        assertThat(fake.calls()).endsWith("Record.Modify");
    }

    @Test
    @Tag("promise-13")
    void recordsOfOtherLinesWithTheirWeightsAndThoseOfOthersStay() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600)
                .put("line", "电信")
                .put("line_id", "10=0")
                .put("weight", 3);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("line", "联通").remove("line_id");
        fake.put(ZONE, "A", "www", "192.0.2.8", 61).put("weight", 5);
        fake.put(ZONE, "TXT", "www", "v=1", 62);
        fake.put(ZONE, "A", "other", "192.0.2.1", 63);
        List<ObjectNode> others = fake.records(ZONE);
        fake.put(ZONE, "A", "www", "192.0.2.1", 64).remove("line_id"); // as in answers of 2016

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).hasSize(6).containsAll(others);
        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.WITHDRAWN);
        assertThat(fake.records(ZONE)).containsExactlyElementsOf(others);
    }

    @Test
    void aDisabledRecordIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("enabled", "0").put("status", "disabled");

        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", "disabled", "console");
        assertThat(fake.calls()).doesNotContain("Record.Modify", "Record.Create");
    }

    /** Requests that change nothing lock a record. */
    @Test
    @Tag("promise-12")
    void aRecordThatIsRightIsNotWritten() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(account().publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).last().isEqualTo("Record.List");
    }

    /** What may have been written stays in doubt until it is looked up. */
    @ParameterizedTest
    @Tag("promise-15")
    @CsvSource({"3, true", "-99, false", "2, false"})
    void onlyAnUnknownErrorLeavesAWriteInDoubt(String code, boolean inDoubt) throws InterruptedException {
        fake.plan("Record.Create", FakeDnspod.refusal(code, "said").answer());

        assertThat(change() instanceof ChangeResult.Unknown).isEqualTo(inDoubt);
    }

    @Test
    void anEmptyListIsNoError() throws InterruptedException {
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);

        assertThat(fake.server().getAllServeEvents())
                .anyMatch(event -> event.getResponse().getBodyAsString().contains("No records on the list"));
    }

    /** Its page shows JSON; its answers say that they are HTML. */
    @Test
    void anAnswerThatIsSaidToBeHtmlIsReadAsJson() throws InterruptedException {
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);

        assertThat(fake.server().getAllServeEvents())
                .anyMatch(event -> event.getRequest().getUrl().equals("/Record.Create")
                        && event.getResponse()
                                .getHeaders()
                                .getHeader("Content-Type")
                                .containsValue("text/html;charset=UTF-8"));
    }

    @Test
    void aDomainThatTheAccountDoesNotHaveIsToldAsSuch() throws InterruptedException {
        Problem problem = problem(account().publish(Changes.ensure("www.example.net", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(fake.calls()).containsExactly("Domain.Info", "Domain.Info");
    }

    @Test
    void aTokenThatDoesNotBelongToTheIdIsToldWithTheRemedy() throws InterruptedException {
        Problem problem = problem(account(Map.of("token", "00000000000000000000000000000000"))
                .publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("Login fail", "make a new one in the console");
        assertThat(fake.calls()).containsExactly("Domain.Info");
    }
}

package io.github.ddnsjava.providers.ionos;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
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

/** What is sent to IONOS, how often, what stays as it is, and what is made of each of the vendor's errors. */
class IonosTest {
    private static final String ZONE = "example.com";

    private static FakeIonos fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeIonos.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = account(FakeIonos.KEY);
    }

    private static Publishing account(String key) {
        return new Publishing(DnsProviders.load()
                .create(
                        "ionos",
                        Settings.at("providers.i", Map.of("apiKey", key, "endpoint", fake.endpoint())),
                        ProviderContext.standard()));
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    private static RecordChange withdrawal(String name, String... ours) {
        return Changes.withdraw(name, RecordType.A).confirmed(ours).build();
    }

    @Test
    void namesAreWhole() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("name").textValue())
                .containsExactlyInAnyOrder("example.com", "*.example.com", "a.b.example.com");
    }

    @Test
    @Tag("promise-12")
    void allChangesOfAZoneAreOneCall() throws InterruptedException {
        account.publish(Publishing.hosts(20, 1, 1));
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");

        fake.forgetCalls();
        assertThat(account.publish(Publishing.hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("list", "patch");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlThePriorityAndTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.7", 7200).put("prio", 3);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);
        fake.put(ZONE, "A", "other.www.example.com", "192.0.2.1", 60);

        assertThat(outcome(change())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies()).extracting(Object::toString).containsExactly("""
                [{"name":"www.example.com","type":"A","content":"192.0.2.2","ttl":7200,"disabled":false,"prio":0},\
                {"name":"www.example.com","type":"A","content":"192.0.2.7","ttl":7200,"disabled":false,"prio":3}]""");
    }

    @Test
    void aWithdrawalOfAllValuesIsMadeById() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.2", 600);

        List<ChangeResult> results = account.publish(List.of(
                withdrawal("www.example.com", "192.0.2.1", "192.0.2.2"),
                Changes.ensure("www.example.com", "2001:db8::1").build()));

        assertThat(results).extracting(Publishing::outcome).containsExactly(Outcome.WITHDRAWN, Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "patch", "delete", "delete");
        assertThat(fake.records(ZONE))
                .extracting(r -> r.get("type").textValue())
                .containsExactly("AAAA");
    }

    @Test
    void aWithdrawalThatFailsHalfwayIsInDoubtAndWhatWasWrittenIsDone() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.2", 600);
        fake.plan("delete", WireMock.aResponse());
        fake.plan("delete", FakeIonos.refusal(400, "INVALID_RECORD", "no").answer());

        List<ChangeResult> results = account.publish(List.of(
                withdrawal("www.example.com", "192.0.2.1", "192.0.2.2"),
                Changes.ensure("www.example.com", "2001:db8::1").build()));

        assertThat(results.get(0)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void whatIsGoneIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.plan("delete", FakeIonos.refusal(404, "RECORD_NOT_FOUND", "gone").answer());

        assertThat(account.publish(List.of(withdrawal("www.example.com", "192.0.2.1"))))
                .extracting(Publishing::outcome)
                .containsExactly(Outcome.WITHDRAWN);
    }

    @Test
    @Tag("promise-13")
    void aDisabledRecordIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600).put("disabled", true);

        assertThat(problem(change()).message()).contains("disabled");
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    /** The answer is not documented. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'records':[RECORD]}; 192.0.2.2; true",
                "[RECORD];             192.0.2.2; true",
                "[RECORD];             192.0.2.9; false",
                "[];                   192.0.2.2; false",
                "{};                   192.0.2.2; false"
            })
    void anAnswerThatIsNotEmptyMustShowTheAddress(String body, String address, boolean success)
            throws InterruptedException {
        String record = "{'id':'1','name':'www.example.com','type':'A','content':'" + address + "','ttl':600}";
        String json = body.replace("RECORD", record).replace('\'', '"');
        fake.plan("patch", WireMock.aResponse().withBody(json));

        assertThat(change()).isInstanceOf(success ? ChangeResult.Applied.class : ChangeResult.Unknown.class);
    }

    /** The vendor's errors, one a line: what was asked, status, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones, 401, UNAUTHORIZED,          authentication, ACCOUNT",
        "patch, 401, UNAUTHORIZED,          authentication, ACCOUNT",
        "list,  403, FORBIDDEN,             authentication, ZONE",
        "patch, 403, FORBIDDEN,             authentication, ZONE",
        "list,  404, ZONE_NOT_FOUND,        rejected,       ZONE",
        "patch, 404, ZONE_NOT_FOUND,        transient,      ",
        "patch, 404, RECORD_NOT_FOUND,      transient,      ",
        "patch, 400, INVALID_RECORD,        rejected,       RECORD",
        "patch, 400, INVALID_DATA,          rejected,       RECORD",
        "patch, 400, DUPLICATE_RECORD,      transient,      ",
        "list,  429, RATE_LIMIT_EXCEEDED,   rate-limited,   ACCOUNT",
        "patch, 429, RATE_LIMIT_EXCEEDED,   rate-limited,   ACCOUNT",
        "patch, 500, INTERNAL_SERVER_ERROR, transient,      ",
        "patch, 200, INVALID_RECORD,        rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        for (int i = 0; i < 2; i++) { // what would be tried anew is refused again
            fake.plan(
                    call,
                    FakeIonos.refusal(status, code, "what the vendor says").answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        if (status < 500) {
            assertThat(problem.message()).contains(code);
        }
    }

    /** A zone that is not ours any more still has the record. */
    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({"RECORD_NOT_FOUND, true", "ZONE_NOT_FOUND, false"})
    void onlyARecordThatIsGoneIsWithdrawn(String code, boolean withdrawn) throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.plan("delete", FakeIonos.refusal(404, code, "gone").answer());

        ChangeResult result = account.publish(
                Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result instanceof ChangeResult.Applied).isEqualTo(withdrawn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f0e7c91b2d84a36", "5f0e7c91b2d84a36 Jh3Gf5Ds7", "5f0e7c91.Jh3Gf5Ds7.x"})
    @Tag("promise-23")
    void aKeyInAWrongFormIsNeverSent(String key) {
        assertThatThrownBy(() -> account(key))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("its public prefix, a dot, and its secret")
                .hasMessageNotContaining("5f0e7c91");
        assertThat(fake.calls()).isEmpty();
    }
}

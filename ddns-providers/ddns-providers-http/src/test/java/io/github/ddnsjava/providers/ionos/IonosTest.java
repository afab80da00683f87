package io.github.ddnsjava.providers.ionos;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is IONOS's own. */
class IonosTest extends VendorContract<FakeIonos> {
    IonosTest() {
        super("ionos", new FakeIonos(), Map.of("apiKey", FakeIonos.KEY));
        lookup("/zones", 0);
        list("/zones/{zone}", 0);
        raisesNoTtls();
        writes("patch", "patch", "delete");
        costs("zones list patch", "list patch", "list");
        wrong(
                "apiKey",
                "its public prefix, a dot, and its secret",
                "5f0e7c91b2d84a36",
                "5f0e7c91b2d84a36 Jh3Gf5Ds7",
                "5f0e7c91.Jh3Gf5Ds7.x");
        answers((status, code) -> FakeIonos.refusal(status, code, "no"), """
                zones 401 UNAUTHORIZED        -> authentication ACCOUNT
                patch 401 UNAUTHORIZED        -> authentication ACCOUNT
                list  403 FORBIDDEN           -> authentication ZONE
                patch 403 FORBIDDEN           -> authentication ZONE
                list  404 ZONE_NOT_FOUND      -> rejected       ZONE
                patch 404 RECORD_NOT_FOUND    -> transient
                patch 404 ZONE_NOT_FOUND      -> transient
                patch 400 INVALID_RECORD      -> rejected       RECORD
                patch 400 INVALID_DATA        -> rejected       RECORD
                patch 400 DUPLICATE_RECORD    -> transient      twice
                list  429 RATE_LIMIT_EXCEEDED -> rate-limited   ACCOUNT
                patch 429 RATE_LIMIT_EXCEEDED -> rate-limited   ACCOUNT
                patch 500 HTTP 500            -> transient      doubt
                patch 200 INVALID_RECORD      -> rejected       RECORD
                """);
        refuses("""
                GET    /zones -> 200 NATIVE
                GET    /zones?page=1 -> 400 page
                GET    /zones/example.com -> 404 ZONE_NOT_FOUND
                GET    /zones/ID?name=www -> 400 unknown
                GET    /zones/ID?recordName=example.com&recordType=A -> 200 192.0.2.1
                PUT    /zones/ID [] -> 404 ZONE_NOT_FOUND
                PATCH  /zones/ID {} -> 400 INVALID_DATA
                PATCH  /zones/ID [] -> 400 INVALID_DATA
                PATCH  /zones/ID [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false}] -> 400 ttl
                PATCH  /zones/ID [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':59}] -> 400 ttl
                PATCH  /zones/ID [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60,'id':'1'}] -> 400 unknown
                PATCH  /zones/ID [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60},{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60}] -> 400 DUPLICATE_RECORD
                PATCH  /zones/ID [{'name':'www','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60}] -> 400 name
                PATCH  /zones/ID [{'name':'www.example.com','type':'A','content':'2001:db8::1','prio':0,'disabled':false,'ttl':60}] -> 400 content
                PATCH  /zones/ID [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60}] -> 200
                DELETE /zones/ID/records/none -> 404 RECORD_NOT_FOUND
                """);
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of("X-API-Key", FakeIonos.KEY);
    }

    @Override
    protected void prepare() {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 3600);
    }

    @Override
    protected String filled(String text) {
        return text.replace("ID", fake.reference(ZONE));
    }

    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            fake.forbidden.add(zone.toString());
            return fake.forbidden::clear;
        });
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeIonos.refusal(400, "INVALID_RECORD", reason).answer());
    }

    private ChangeResult move() throws InterruptedException {
        return account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    private static RecordChange withdrawal(String name, String... ours) {
        return Changes.withdraw(name, RecordType.A).confirmed(ours).build();
    }

    @Test
    void namesAreWhole() throws InterruptedException {
        account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("*.example.com", "192.0.2.2").build(),
                        Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("name").textValue())
                .containsExactlyInAnyOrder("example.com", "*.example.com", "a.b.example.com");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlThePriorityAndTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.7", 7200).put("prio", 3);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);
        fake.put(ZONE, "A", "other.www.example.com", "192.0.2.1", 60);

        assertThat(outcome(move())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies()).extracting(Object::toString).containsExactly("""
                [{"type":"A","name":"www.example.com","content":"192.0.2.2","ttl":7200,"disabled":false,"prio":0},\
                {"type":"A","name":"www.example.com","content":"192.0.2.7","ttl":7200,"disabled":false,"prio":3}]""");
    }

    @Test
    void aWithdrawalOfAllValuesIsMadeById() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.2", 600);

        List<ChangeResult> results = account()
                .publish(List.of(
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

        List<ChangeResult> results = account()
                .publish(List.of(
                        withdrawal("www.example.com", "192.0.2.1", "192.0.2.2"),
                        Changes.ensure("www.example.com", "2001:db8::1").build()));

        assertThat(results.get(0)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void whatIsGoneIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.plan("delete", FakeIonos.refusal(404, "RECORD_NOT_FOUND", "gone").answer());

        assertThat(account().publish(List.of(withdrawal("www.example.com", "192.0.2.1"))))
                .extracting(Publishing::outcome)
                .containsExactly(Outcome.WITHDRAWN);
    }

    @Test
    @Tag("promise-13")
    void aDisabledRecordIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600).put("disabled", true);

        assertThat(problem(move()).message()).contains("disabled");
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

        assertThat(move()).isInstanceOf(success ? ChangeResult.Applied.class : ChangeResult.Unknown.class);
    }

    /** A zone that is not ours any more still has the record. */
    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({"RECORD_NOT_FOUND, true", "ZONE_NOT_FOUND, false"})
    void onlyARecordThatIsGoneIsWithdrawn(String code, boolean withdrawn) throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.plan("delete", FakeIonos.refusal(404, code, "gone").answer());

        ChangeResult result = account()
                .publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result instanceof ChangeResult.Applied).isEqualTo(withdrawn);
    }
}

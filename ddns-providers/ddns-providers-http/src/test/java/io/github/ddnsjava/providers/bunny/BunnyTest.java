package io.github.ddnsjava.providers.bunny;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, how often, what is left alone, and what is made of the vendor's errors and of wrong settings. */
class BunnyTest {
    private static final String ZONE = "example.com";

    private static FakeBunny fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeBunny.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(FakeBunny.KEY));
    }

    private static DnsProvider create(String key) {
        return DnsProviders.load()
                .create(
                        "bunny",
                        Settings.at("providers.b", Map.of("accessKey", key, "endpoint", fake.endpoint())),
                        ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        account.publish(hosts(1, 1, 1));
        assertThat(fake.calls()).containsExactly("zones", "zones", "list", "create", "create");
        assertThat(fake.bodies().get(1)).hasToString("{\"Type\":1,\"Name\":\"h0\",\"Value\":\"2001:db8::1\"}");

        int names = 20;
        account.publish(hosts(names, 1, 1));
        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls().subList(0, 2)).containsExactly("list", "update");
        assertThat(fake.calls()).hasSize(1 + 2 * names);
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-13")
    void aChangeRepeatsWhatItDoesNotChange() throws InterruptedException {
        ObjectNode other = fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        ours.put("Weight", 7).put("Comment", "true").put("AutoSslIssuance", false);

        account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE))
                .extracting(Object::toString)
                .containsExactly(
                        other.toString(),
                        ours.deepCopy().put("Value", "192.0.2.2").toString());
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode other = fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        fake.put(ZONE, "A", "www", "192.0.2.1", 60);

        account.publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.records(ZONE)).containsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accelerated", "Disabled", "MonitorType", "SmartRoutingType"})
    void aRecordThatIsNotPlainIsLeftAlone(String member) throws InterruptedException {
        ObjectNode record = fake.put(ZONE, "A", "www", "192.0.2.9", 60);
        if (record.get(member).isBoolean()) {
            record.put(member, true);
        } else {
            record.put(member, 2);
        }

        assertThat(problem(change()).message()).contains("www.example.com").contains("panel");
        assertThat(fake.calls()).containsExactly("zones", "zones", "list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CNAME", "Redirect", "Flatten", "PullZone", "Script"})
    void aNameThatIsSomethingElseIsLeftAlone(String type) throws InterruptedException {
        fake.put(ZONE, type, "www", "x", 60);

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(fake.calls()).containsExactly("zones", "zones", "list");
    }

    @Test
    void typesMayBeTexts() throws InterruptedException {
        fake.plan(
                "list",
                aResponse()
                        .withBody(
                                "{\"Records\":[{\"Id\":7,\"Type\":\"A\",\"Name\":\"www\",\"Value\":\"192.0.2.1\",\"Ttl\":60,"
                                        + "\"MonitorType\":\"None\"}]}"));

        assertThat(change()).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void aZoneIsFoundAmongMoreThanAPageOfNamesThatContainIt() throws InterruptedException {
        fake.removeZone(ZONE);
        for (int i = 0; i < 200; i++) {
            fake.addZone("z" + i + "-example.com");
        }
        fake.addZone("my.example.com.example");
        fake.addZone(ZONE);

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.records(ZONE)).hasSize(1);
    }

    /** The vendor's errors, one a line: what was asked, status, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones,  401, authentication, ACCOUNT",
        "list,   401, authentication, ACCOUNT",
        "create, 401, authentication, ACCOUNT",
        "list,   404, rejected,       ZONE",
        "update, 404, transient,      RECORD",
        "create, 400, rejected,       RECORD",
        "update, 400, rejected,       RECORD",
        "zones,  429, rate-limited,   ACCOUNT",
        "create, 429, rate-limited,   ACCOUNT",
        "list,   500, transient,      ZONE",
        "update, 503, transient,      RECORD",
        "create, 201, rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("update")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 60);
        }
        fake.plan(
                call,
                FakeBunny.refusal(status, "dnszone.some_key", "what the vendor says")
                        .answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(status < 429 ? "what the vendor says" : "HTTP " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "zones,  {}",
        "zones,  '{\"Items\":[]}'",
        "list,   {}",
        "list,   '{\"Records\":[{\"Name\":\"www\"}]}'",
        "create, {}",
        "create, ''",
        "update, {}"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        if (call.equals("update")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 60);
        }
        fake.plan(call, aResponse().withBody(body));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(strings = {"AccessKey: 0123456789abcdef", "0123456789", "0123456789abcdef\n0123456789abcdef"})
    void aKeyInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsWhereTheRightOneIs(String key) {
        assertThatThrownBy(() -> create(key))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.b.accessKey")
                .hasMessageContaining("Account settings, API")
                .hasMessageNotContaining("0123456789");
        assertThat(fake.calls()).isEmpty();
    }

    /** The fake refuses what the vendor refuses. */
    @ParameterizedTest
    @CsvSource({
        "www,             0,  192.0.2.1,   14",
        "www,             0,  2001:db8::1, 60",
        "www,             99, 192.0.2.1,   60",
        "www.example.com, 0,  192.0.2.1,   60",
        "@,               0,  192.0.2.1,   60",
        "alias,           0,  192.0.2.1,   60"
    })
    void theFakeRefusesWhatTheVendorRefuses(String name, int type, String value, int ttl) {
        fake.put(ZONE, "CNAME", "alias", "example.net", 60);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("Type", type).put("Name", name).put("Value", value).put("Ttl", ttl);

        assertThatThrownBy(() -> fake.create(ZONE, body))
                .isInstanceOf(FakeBunny.Refusal.class)
                .hasMessageContaining("400");
        assertThat(fake.records(ZONE)).hasSize(1);
    }
}

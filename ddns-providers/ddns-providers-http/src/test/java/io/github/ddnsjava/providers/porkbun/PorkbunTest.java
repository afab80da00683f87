package io.github.ddnsjava.providers.porkbun;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Porkbun, how often, what stays as it is, and what is made of each of the vendor's errors. */
class PorkbunTest {
    private static final String ZONE = "example.com";

    private static FakePorkbun fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakePorkbun.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = account(FakePorkbun.KEY, FakePorkbun.SECRET_KEY);
    }

    private static Publishing account(String key, String secretKey) {
        Map<String, String> settings = Map.of("apiKey", key, "secretApiKey", secretKey, "endpoint", fake.endpoint());
        return new Publishing(DnsProviders.load()
                .create("porkbun", Settings.at("providers.pb", settings), ProviderContext.standard()));
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void namesAreRelativeAndThatOfTheApexIsEmpty() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.bodies())
                .filteredOn(body -> body.has("name"))
                .extracting(body -> body.get("name").textValue())
                .containsExactlyInAnyOrder("", "*", "a.b");
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i + ".example.com", "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i + ".example.com", "2001:db8::1", 600);
        }

        assertThat(account.publish(Publishing.hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);

        assertThat(fake.calls()).startsWith("zones", "retrieve", "edit").hasSize(62);
    }

    @Test
    @Tag("promise-13")
    void anEditKeepsTheTtlAndTheNotes() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200).put("notes", "the shop");

        assertThat(outcome(change())).isEqualTo(Outcome.UPDATED);

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

        assertThat(change()).isInstanceOf(ChangeResult.AlreadyRight.class);

        assertThat(fake.calls()).containsExactly("zones", "retrieve", "edit", "retrieve");
    }

    @Test
    void whatIsGoneIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        fake.plan("delete", FakePorkbun.refusal(400, "Invalid record ID.").answer());

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    /** The vendor's errors, one a line: what was asked, status, message, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones,    403, Invalid API key. (001),                                  authentication, ACCOUNT",
        "edit,     400, Invalid API key. (002),                                  authentication, ACCOUNT",
        "retrieve, 400, Domain is not opted in to API access.,                   authentication, ZONE",
        "edit,     400, Domain is not opted in to API access.,                   authentication, ZONE",
        "zones,    403, Forbidden,                                               authentication, ACCOUNT",
        "retrieve, 400, Invalid domain.,                                         rejected,       ZONE",
        "edit,     400, Invalid domain.,                                         transient,      ",
        "edit,     400, Invalid record ID.,                                      transient,      ",
        "edit,     400, Invalid type passed.,                                    rejected,       RECORD",
        "edit,     400, Create error: We were unable to create the DNS record.,  rejected,       RECORD",
        "edit,     400, Edit error: We were unable to edit the DNS record.,      transient,      ",
        "edit,     200, Invalid type passed.,                                    rejected,       RECORD",
        "edit,     429, Slow down,                                               rate-limited,   ACCOUNT",
        "edit,     500, sorry,                                                   transient,      ",
        "edit,     503, sorry,                                                   transient,      "
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String message, String kind, ProblemScope scope)
            throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 600);
        for (int i = 0; i < 2; i++) { // what would be tried anew is refused again
            fake.plan(call, FakePorkbun.refusal(status, message).answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(message);
    }

    @Test
    void hintsTellWhatToDo() throws InterruptedException {
        fake.notOptedIn.add(ZONE);
        assertThat(problem(change()).message()).contains("switch API Access on for this domain");
        assertThat(problem(account("pk1_0", "sk1_0").publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("make new ones under API Access");
    }

    /** The key that tells the account is read when the provider is created, the other one before something is sent. */
    private static String refused(String key, String secretKey) throws InterruptedException {
        try {
            return problem(account(key, secretKey).publish(Changes.ensure("www.example.com", "192.0.2.1")))
                    .message();
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"sk1_0123abcd, pk1_0123abcd", "pk1_0123abcd, 0123abcd", "'pk1_0123 abcd', sk1_0123abcd"})
    @Tag("promise-23")
    void keysInAWrongFormAreNeverSent(String key, String secretKey) throws InterruptedException {
        assertThat(refused(key, secretKey))
                .contains("as the web site shows it under API Access")
                .doesNotContain("0123");
        assertThat(fake.calls()).isEmpty();
    }
}

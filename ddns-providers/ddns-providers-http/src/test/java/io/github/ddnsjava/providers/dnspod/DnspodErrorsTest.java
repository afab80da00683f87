package io.github.ddnsjava.providers.dnspod;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of each of the vendor's codes, which all have the status 200, and of settings that are wrong. */
class DnspodErrorsTest {
    private static FakeDnspod fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDnspod.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = account(FakeDnspod.TOKEN);
    }

    private static Publishing account(String token) {
        return new Publishing(create(Map.of("id", FakeDnspod.ID, "token", token, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("dnspod", Settings.at("providers.dp", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's codes, one a line: what was asked, the code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "Domain.Info,   -1,   authentication, ACCOUNT",
        "Domain.Info,   -2,   rate-limited,   ACCOUNT",
        "Record.Create, -2,   rate-limited,   ACCOUNT",
        "Domain.Info,   -3,   authentication, ACCOUNT",
        "Domain.Info,   -4,   authentication, ACCOUNT",
        "Record.List,   -7,   authentication, ZONE",
        "Record.Create, -7,   authentication, RECORD",
        "Domain.Info,   -8,   rate-limited,   ACCOUNT",
        "Record.Create, -15,  blocked,        ZONE",
        "Domain.Info,   -99,  transient,      ",
        "Record.Create, 2,    rejected,       RECORD",
        "Record.List,   3,    transient,      ",
        "Record.Create, 3,    transient,      ",
        "Record.Create, -99,  transient,      ",
        "Record.List,   6,    rejected,       ZONE",
        "Record.Create, 6,    rejected,       RECORD",
        "Record.List,   7,    rejected,       ZONE",
        "Record.Create, 7,    transient,      ",
        "Record.Modify, 8,    transient,      ",
        "Record.List,   13,   rejected,       ZONE",
        "Record.Create, 21,   blocked,        ZONE",
        "Record.Create, 22,   rejected,       RECORD",
        "Record.Create, 23,   rejected,       RECORD",
        "Record.Create, 24,   rejected,       RECORD",
        "Record.Create, 25,   rejected,       RECORD",
        "Record.Create, 26,   rejected,       RECORD",
        "Record.Create, 27,   rejected,       RECORD",
        "Record.Create, 30,   rejected,       RECORD",
        "Record.Create, 31,   rejected,       RECORD",
        "Record.Create, 32,   rejected,       RECORD",
        "Record.Create, 33,   rejected,       RECORD",
        "Record.Create, 34,   rejected,       RECORD",
        "Record.Create, 35,   rejected,       RECORD",
        "Record.Create, 50,   authentication, ACCOUNT",
        "Record.Create, 82,   authentication, ACCOUNT",
        "Domain.Info,   83,   authentication, ACCOUNT",
        "Domain.Info,   85,   authentication, ACCOUNT",
        "Domain.Info,   1011, authentication, ACCOUNT",
        "Record.Create, 104,  transient,      "
    })
    void eachCodeOfTheVendorHasItsMeaning(String action, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        if (action.equals("Record.Modify")) {
            fake.put("example.com", "A", "www", "192.0.2.9", 600);
        }
        for (int i = 0; i < 2; i++) { // what would be listed anew is refused again
            fake.plan(action, FakeDnspod.refusal(code, "what the vendor says").answer());
        }
        if (action.equals("Domain.Info")) { // it is asked about each name that could be the zone
            fake.plan(action, FakeDnspod.refusal(code, "what the vendor says").answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("\"" + code + " what the vendor says\"", action);
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

        assertThat(fake.refusals()).last().asString().contains("No records on the list");
    }

    @Test
    void aDomainThatTheAccountDoesNotHaveIsToldAsSuch() throws InterruptedException {
        Problem problem = problem(account.publish(Changes.ensure("www.example.net", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(fake.calls()).containsExactly("Domain.Info", "Domain.Info");
    }

    @Test
    void aTokenThatDoesNotBelongToTheIdIsToldWithTheRemedy() throws InterruptedException {
        Problem problem = problem(
                account("00000000000000000000000000000000").publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("Login fail", "make a new one in the console");
        assertThat(fake.calls()).containsExactly("Domain.Info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@example.com", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "13490,6b5976c68aba5b14", "-1"})
    @Tag("promise-22")
    @Tag("promise-23")
    void anIdThatIsNoneIsRefusedAndNotShown(String id) {
        assertThatThrownBy(() -> create(Map.of("id", id, "token", FakeDnspod.TOKEN)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.dp.id")
                .hasMessageContaining("console of DNSPod")
                .hasMessageContaining("provider tencent")
                .hasMessageNotContaining(id + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {FakeDnspod.ID + "," + FakeDnspod.TOKEN, "two words and more", "short"})
    void aTokenInAnotherFormIsNeverSent(String token) throws InterruptedException {
        String message = problem(account(token).publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .message();

        assertThat(message).contains("without its ID").doesNotContain(token);
        assertThat(fake.calls()).isEmpty();
    }
}

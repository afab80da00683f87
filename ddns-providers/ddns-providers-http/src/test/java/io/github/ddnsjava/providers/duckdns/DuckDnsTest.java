package io.github.ddnsjava.providers.duckdns;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
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
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent and how often, what the few words mean, and what is left alone. */
class DuckDnsTest {
    private static final String QUERY = "/update?domains=%s&verbose=true&%s&token=" + FakeDuckDns.TOKEN;

    private static FakeDuckDns fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDuckDns.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.put("home", "192.0.2.1", "2001:db8::1");
        account = new Publishing(create(Map.of("token", FakeDuckDns.TOKEN, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("duckdns", Settings.at("providers.d", settings), ProviderContext.standard());
    }

    private static RecordChange ensure(String label, String address) {
        return Changes.ensure(label + ".duckdns.org", address).build();
    }

    private static RecordChange withdraw(String label, RecordType type, String confirmed) {
        return Changes.withdraw(label + ".duckdns.org", type)
                .confirmed(confirmed)
                .build();
    }

    private static RecordChange keep(String label, String address) {
        return Changes.keep(DnsName.of(label + ".duckdns.org"), Set.of(IpAddress.parse(address)))
                .build();
    }

    private ChangeResult home(String address) throws InterruptedException {
        return account.publish(List.of(ensure("home", address))).get(0);
    }

    /** The paths and queries of the calls, in their order. */
    private static List<String> sent() {
        List<String> urls = new ArrayList<>();
        fake.server()
                .getAllServeEvents()
                .forEach(event -> urls.add(0, event.getRequest().getUrl()));
        return urls;
    }

    private static String at(String label) {
        return fake.address(label, IpFamily.IPV4) + " " + fake.address(label, IpFamily.IPV6);
    }

    @Test
    @Tag("promise-12")
    void bothFamiliesAndAllNamesWithTheSameAddressesGoIntoOneCall() throws InterruptedException {
        fake.put("work");
        List<RecordChange> changes = List.of(
                ensure("home", "192.0.2.2"),
                ensure("home", "2001:db8::2"),
                ensure("work", "192.0.2.2"),
                ensure("work", "2001:db8::2"));

        assertThat(account.publish(changes)).extracting(Publishing::outcome).containsOnly(Outcome.UPDATED);

        assertThat(sent()).containsExactly(QUERY.formatted("home,work", "ip=192.0.2.2&ipv6=2001:db8::2"));
        assertThat(at("work")).isEqualTo(at("home")).contains("192.0.2.2").contains("2001:db8::2");
    }

    @Test
    @Tag("promise-12")
    void twentyOneNamesAreTwoCalls() throws InterruptedException {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            fake.put("h" + i);
            changes.add(ensure("h" + i, "192.0.2.2"));
        }

        assertThat(account.publish(changes)).extracting(Publishing::outcome).containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).hasSize(2);
    }

    @Test
    @Tag("promise-13")
    void aFamilyThatIsNotNamedStaysAndSoDoesTheText() throws InterruptedException {
        fake.putText("home", "v=1");

        assertThat(outcome(home("2001:db8::2"))).isEqualTo(Outcome.UPDATED);
        assertThat(outcome(home("192.0.2.2"))).isEqualTo(Outcome.UPDATED);

        assertThat(sent())
                .containsExactly(QUERY.formatted("home", "ipv6=2001:db8::2"), QUERY.formatted("home", "ip=192.0.2.2"));
        assertThat(at("home")).contains("192.0.2.2").contains("2001:db8::2");
        assertThat(fake.text("home")).contains("v=1");
    }

    @Test
    void whatChangesNothingIsRight() throws InterruptedException {
        assertThat(home("192.0.2.1")).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void bothFamiliesAreRemovedByOneCallAndTheTextStays() throws InterruptedException {
        fake.putText("home", "v=1");

        assertThat(account.publish(List.of(
                        withdraw("home", RecordType.A, "192.0.2.1"), withdraw("home", RecordType.AAAA, "2001:db8::1"))))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.WITHDRAWN);

        assertThat(sent()).containsExactly(QUERY.formatted("home", "clear=true"));
        assertThat(at("home")).isEqualTo("Optional.empty Optional.empty");
        assertThat(fake.text("home")).contains("v=1");
    }

    @Test
    @Tag("promise-13")
    void oneFamilyIsRemovedWithTheOtherThatIsSetAgain() throws InterruptedException {
        account.publish(List.of(withdraw("home", RecordType.AAAA, "2001:db8::1"), keep("home", "192.0.2.1")));

        assertThat(sent())
                .containsExactly(QUERY.formatted("home", "clear=true"), QUERY.formatted("home", "ip=192.0.2.1"));
        assertThat(at("home")).isEqualTo("Optional[192.0.2.1] Optional.empty");
    }

    @Test
    @Tag("promise-13")
    void whatIsUpdatedInTheSamePublicationStaysToo() throws InterruptedException {
        assertThat(account.publish(
                        List.of(withdraw("home", RecordType.AAAA, "2001:db8::1"), ensure("home", "192.0.2.2"))))
                .extracting(Publishing::outcome)
                .containsExactly(Outcome.WITHDRAWN, Outcome.UPDATED);

        assertThat(at("home")).isEqualTo("Optional[192.0.2.2] Optional.empty");
    }

    @Test
    @Tag("promise-13")
    void oneFamilyIsNotRemovedIfNothingIsKnownOfTheOther() throws InterruptedException {
        assertThat(account.publish(List.of(withdraw("home", RecordType.AAAA, "2001:db8::1"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        ChangeResult.NotAttempted.class,
                        not -> assertThat(not.reason()).contains("the A of home.duckdns.org"));

        assertThat(fake.calls()).isEmpty();
    }

    @Test
    @Tag("promise-6")
    void aRemovalIsInDoubtIfWhatStaysWasNotSetAgain() throws InterruptedException {
        fake.plan("update", FakeDuckDns.text(200, "OK\n\n\nUPDATED"));
        fake.plan("update", FakeDuckDns.text(503, "busy"));

        List<ChangeResult> results =
                account.publish(List.of(withdraw("home", RecordType.AAAA, "2001:db8::1"), keep("home", "192.0.2.1")));

        assertThat(results.get(0)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(problem(results.get(0)).message()).contains("what stays was not set again");
    }

    @Test
    @Tag("promise-11")
    void aNameThatHearsKoIsHeldAloneAndTheOthersOfItsCallGoOn() throws InterruptedException {
        fake.put("work");

        List<ChangeResult> results = account.publish(
                List.of(ensure("home", "192.0.2.2"), ensure("mine-not", "192.0.2.2"), ensure("work", "192.0.2.2")));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.UPDATED);
        assertThat(problem(results.get(1)).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem(results.get(1)).scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(problem(results.get(1)).message())
                .contains("check that the account has this name, and that the token is right");
        assertThat(outcome(results.get(2))).isEqualTo(Outcome.UPDATED);
        assertThat(fake.calls()).hasSize(4);
    }

    @Test
    @Tag("promise-10")
    void theAccountIsHeldIfTheNextNameHearsTheSame() throws InterruptedException {
        fake.put("work");
        fake.put("more");
        account = new Publishing(
                create(Map.of("token", "00000000-0000-0000-0000-000000000000", "endpoint", fake.endpoint())));

        List<ChangeResult> results = account.publish(
                List.of(ensure("home", "192.0.2.2"), ensure("work", "192.0.2.3"), ensure("more", "192.0.2.4")));

        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(problem(results.get(1)).scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem(results.get(1)).message()).contains("two names heard the same");
        assertThat(results.get(2)).isNotInstanceOf(ChangeResult.Applied.class);
        assertThat(fake.calls()).hasSize(2);
    }

    @Test
    @Tag("promise-11")
    void twoWrongNamesDoNotHoldTheAccountIfAnotherWasAccepted() throws InterruptedException {
        List<ChangeResult> results = account.publish(
                List.of(ensure("home", "192.0.2.2"), ensure("none", "192.0.2.3"), ensure("nobody", "192.0.2.4")));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.UPDATED);
        assertThat(results.subList(1, 3))
                .allSatisfy(result -> assertThat(problem(result).scope()).isEqualTo(ProblemScope.RECORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"home.example.org", "duckdns.org", "a.home.duckdns.org", "homeduckdns.org"})
    void aNameThatTheServiceCannotHaveIsRefusedBeforeAnythingIsSent(String name) throws InterruptedException {
        ChangeResult result = account.publish(Changes.ensure(name, "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("one label below duckdns.org");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, ''",
        "200, <html>OK</html>",
        "200, NO",
        "200, OK",
        "200, 'OK\n192.0.2.2\n\nPERHAPS'",
        "200, 'OK\n192.0.2.9\n\nUPDATED'",
        "302, OK"
    })
    @Tag("promise-6")
    void anAnswerThatIsNotTheServicesOrOfAnotherAddressIsNoSuccess(int status, String body)
            throws InterruptedException {
        fake.plan("update", aResponse().withStatus(status).withBody(body));

        ChangeResult result = home("192.0.2.2");

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void anAddressThatIsNotShownOrThatOfTheOtherFamilyIsNoContradiction() throws InterruptedException {
        fake.plan("update", FakeDuckDns.text(200, "OK \r\n\r\n2001:db8::9\r\nUPDATED\r\n"));

        assertThat(outcome(home("192.0.2.2"))).isEqualTo(Outcome.UPDATED);
    }

    @Test
    void tooManyRequestsTellTheWait() throws InterruptedException {
        fake.plan("update", FakeDuckDns.text(429, "slow down").withHeader("Retry-After", "43"));

        assertThat(problem(home("192.0.2.2")).retryAfter()).contains(Duration.ofSeconds(43));
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(
            strings = {
                "a7c4d0ad-114e-40ef-ba1d-d217904a50f",
                "a7c4d0ad114e40efba1dd217904a50f2",
                "token=a7c4d0ad-114e-40ef-ba1d-d217904a50f2",
                "a7c4d0ad-114e-40ef-ba1d-d217904a50g2",
                "somebody@example.com"
            })
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsWhereTheRightOneIs(String token) {
        assertThatThrownBy(() -> create(Map.of("token", token, "endpoint", fake.endpoint())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.d.token")
                .hasMessageContaining("the token that the web site shows after the login")
                .hasMessageNotContaining("a7c4d0ad")
                .hasMessageNotContaining("somebody");
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void oneTokenIsOneAccountAndNothingTellsTheToken() throws InterruptedException {
        DnsProvider one = create(Map.of("token", FakeDuckDns.TOKEN));
        fake.plan("update", FakeDuckDns.text(200, "KO token=" + FakeDuckDns.TOKEN + "\u001b[31m\n" + "x".repeat(999)));

        assertThat(one.account() + one + one.fingerprint()).doesNotContain(FakeDuckDns.TOKEN);
        assertThat(problem(home("192.0.2.2")).message())
                .doesNotContain(FakeDuckDns.TOKEN.substring(9, 23))
                .hasSizeLessThan(400);
    }
}

package io.github.ddnsjava.providers.route53;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ZonePublication;
import java.time.Duration;
import java.util.HashMap;
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

/** What is made of the vendor's rarer errors, of answers that are none, and of settings that are wrong. */
class Route53ErrorsTest {
    private static FakeRoute53 fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeRoute53.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = new Publishing(create(settings()));
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "accessKeyId", FakeRoute53.ID, "secretAccessKey", FakeRoute53.SECRET, "endpoint", fake.endpoint()));
    }

    private static Map<String, String> settings(String name, String value) {
        Map<String, String> settings = settings();
        settings.put(name, value);
        return settings;
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load()
                .create("route53", Settings.at("providers.aws", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @Test
    void aPriorRequestThatIsNotCompleteDidNotHappenAndAnUnavailableServiceLeavesTheWriteInDoubt()
            throws InterruptedException {
        fake.plan(
                "change",
                Xml.refusal(400, "PriorRequestNotComplete", "still processing").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Failed.class);

        fake.plan(
                "change", Xml.refusal(503, "ServiceUnavailable", "unavailable").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    void theOlderFormOfARefusalTellsItsReasons() throws InterruptedException {
        fake.plan("change", Xml.refusedBatch("first reason", "second reason").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("first reason; second reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tried to create resource record set [name='www', type='A'] but it already exists",
                "Tried to delete resource record set [name='www', type='A'] but it was not found",
                "Tried to delete resource record set [name='www', type='A'] but the values provided do not match the current"
                        + " values"
            })
    void aChangeThatDoesNotFitAnOldListIsMadeByANewOne(String reason) throws InterruptedException {
        fake.plan("change", Xml.refusedBatch(reason).answer());
        assertThat(change()).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.calls()).containsExactly("zones", "list", "change", "list", "change");
    }

    /** A clock that is wrong holds nothing: when it is right, the next attempt succeeds. */
    @Test
    @Tag("promise-10")
    void aWrongClockIsToldWithTheRemedyAndIsNoRefusalOfTheCredentials() throws InterruptedException {
        fake.standsAt(account.publication().now().plus(Duration.ofMinutes(6)));
        Problem problem = problem(change());
        assertThat(problem.kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(problem.message()).contains("Signature expired", "the clock of this host");

        fake.standsAt(account.publication().now());
        assertThat(change()).isInstanceOf(ChangeResult.Accepted.class);
    }

    @Test
    void theSecretOfAnotherKeyAndAnotherRegionAreToldAsSuch() throws InterruptedException {
        Publishing wrong = new Publishing(create(settings("secretAccessKey", "a" + FakeRoute53.SECRET.substring(1))));
        assertThat(problem(wrong.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("secretAccessKey does not belong to accessKeyId");

        Publishing elsewhere = new Publishing(create(settings("region", "eu-central-1")));
        assertThat(problem(elsewhere.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("Credential should be scoped to a valid region");
    }

    @Test
    void aMissingPermissionTellsTheRemedy() throws InterruptedException {
        fake.plan("change", Xml.refusal(403, "AccessDenied", "no").answer());
        assertThat(problem(change()).message()).contains("the IAM user needs a policy");
    }

    /** Then the record is read back. The engine asks so that a question names the record. */
    @ParameterizedTest
    @CsvSource({"404, NoSuchChange", "403, AccessDenied"})
    void aTicketThatMayNotBeAskedForHoldsNothingButTheRecord(int status, String code) throws InterruptedException {
        fake.plan("ask", Xml.refusal(status, code, "no").answer());
        DnsProvider provider = create(settings());

        assertThatThrownBy(() -> provider.accepted(
                        "C0066734WV3QQP000267",
                        List.of(Changes.ensure("www.example.com", "192.0.2.1").build()),
                        new ZonePublication(account.publication().next(), ProblemScope.RECORD)))
                .isInstanceOfSatisfying(
                        DdnsException.class, e -> assertThat(e.scope()).isEqualTo(ProblemScope.RECORD));
    }

    @ParameterizedTest
    @CsvSource({
        "change, 200, <html>welcome to this hotel</html>",
        "change, 200, ''",
        "change, 204, ''",
        "change, 200, '{}'",
        "change, 200, <ChangeResourceRecordSetsResponse/>",
        "change, 200, <R><ChangeInfo><Id>/change/C1</Id></ChangeInfo></R>",
        "change, 200, <R><ChangeInfo><Id>/change/C1</Id><Status>FAILED</Status></ChangeInfo></R>",
        "change, 200, <R><ChangeInfo><Id>/change/</Id><Status>PENDING</Status></ChangeInfo></R>",
        "change, 200, <R><ChangeInfo><Status>PENDING</Status></ChangeInfo></R>",
        "change, 302, ''",
        "list,   200, ''",
        "list,   200, <ListResourceRecordSetsResponse/>",
        "list,   200, <R><ResourceRecordSets/></R>",
        "list,   200, <R><ResourceRecordSets/><IsTruncated>true</IsTruncated></R>",
        "list,   200, <R><ResourceRecordSets><ResourceRecordSet/></ResourceRecordSets><IsTruncated>false</IsTruncated></R>",
        "list,   200, <!DOCTYPE a><R><ResourceRecordSets/><IsTruncated>false</IsTruncated></R>",
        "zones,  200, ''",
        "zones,  200, <ListHostedZonesByNameResponse/>",
        "zones,  200, <R><HostedZones/><IsTruncated>true</IsTruncated></R>",
        "zones,  200, <R><HostedZones><HostedZone><Name>example.com.</Name></HostedZone></HostedZones>"
                + "<IsTruncated>false</IsTruncated></R>",
        "zones,  200, <html>"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.plan(call, aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result).isInstanceOf(call.equals("change") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @Test
    @Tag("promise-23")
    void aTemporaryKeyNeedsItsTokenAndARegionItsForm() {
        assertThatThrownBy(() -> create(settings("accessKeyId", FakeRoute53.TEMPORARY_ID)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sessionToken");
        assertThatThrownBy(() -> create(settings("region", "Frankfurt")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.aws.region")
                .hasMessageContaining("us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words of sufficient length here", "short", FakeRoute53.ID})
    @Tag("promise-23")
    void aSecretInAWrongFormIsNeverSentAndTellsHowToMakeARightOne(String secret) throws InterruptedException {
        String message;
        try {
            message = problem(new Publishing(create(settings("secretAccessKey", secret)))
                            .publish(Changes.ensure("www.example.com", "192.0.2.1")))
                    .message();
        } catch (ConfigurationException e) {
            message = e.problem().message();
        }

        assertThat(message)
                .contains("secret access key, as the IAM console shows it once")
                .doesNotContain(secret);
        assertThat(fake.calls()).isEmpty();
    }
}

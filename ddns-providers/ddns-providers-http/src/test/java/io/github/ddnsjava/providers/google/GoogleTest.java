package io.github.ddnsjava.providers.google;

import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.provider.testkit.fake.TicketVendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is Google Cloud DNS's own. */
class GoogleTest extends TicketVendorContract<FakeGoogle> {
    GoogleTest() {
        super(
                "google",
                new FakeGoogle(),
                Map.of("serviceAccount", LoginToken.keyFile().toString()));
        lookup("/projects/{project}/managedZones", 100);
        list("/projects/{project}/managedZones/{zone}/rrsets", 100);
        raisesNoTtls();
        writes("change", "change", "change");
        costs("login zones list change", "list change", "list");
        answers((status, reason) -> FakeGoogle.refusal(status, reason, SAID), """
                change 400 invalid -> rejected RECORD
                zones  401 authError -> authentication ACCOUNT
                change 401 authError -> authentication ACCOUNT
                zones  403 forbidden -> authentication ACCOUNT
                list   403 forbidden -> authentication ZONE
                change 403 forbidden -> authentication ZONE
                list   403 accessNotConfigured -> authentication ACCOUNT
                change 403 inactiveBillingState -> authentication ACCOUNT
                list   404 notFound -> rejected ZONE
                zones  404 notFound -> rejected RECORD
                change 404 notFound -> transient RECORD
                change 400 invalidFieldValue -> rejected RECORD
                change 400 required -> rejected RECORD
                change 400 cnameResourceRecordSetConflict -> rejected RECORD
                change 400 containsRequiredRecordSet -> rejected RECORD
                change 403 quotaExceeded -> rejected RECORD
                zones  403 rateLimitExceeded -> rate-limited ACCOUNT
                change 403 userRateLimitExceeded -> rate-limited ACCOUNT
                change 429 rateLimitExceeded -> rate-limited ACCOUNT
                change 503 backendError -> transient doubt
                zones  500 backendError -> transient RECORD
                """);
    }

    /** The key within the file. */
    @Override
    public Set<String> secrets() {
        return Set.of(LoginToken.privateKey());
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().equals("/token");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(fake::endSessions);
    }

    @Override
    public Set<String> sessionTokens() {
        return fake.sessions();
    }

    /** A login changes nothing. */
    @Override
    public boolean isWrite(Request request) {
        return super.isWrite(request) && !isLogin(request);
    }

    /** Only the values count. */
    @Override
    public int bytes(Request request) {
        return FakeGoogle.characters(request.getBodyAsString());
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeGoogle.refusal(404, "notFound", "The 'entity.change.deletions[0]' resource does not exist.")
                .answer();
    }

    /** Returns the body of the last change. */
    private String sent() {
        List<String> texts = fake.texts();
        return texts.get(texts.size() - 1);
    }

    @Test
    void aNewSetIsAnAddition() throws InterruptedException {
        assertThat(account().publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);

        assertThat(sent())
                .isEqualTo("{\"deletions\":[],\"additions\":[{\"name\":\"www.example.com.\",\"type\":\"A\",\"ttl\":300,"
                        + "\"rrdatas\":[\"192.0.2.1\"]}]}");
    }

    @Test
    @Tag("promise-13")
    void aChangeRepeatsTheSetAndKeepsTheTtlAndTheAddressesOfOthersAsTheyAreWritten() throws InterruptedException {
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:0DB8:0::7", 7200);
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:db8::1", 7200);
        fake.put(ZONE, "A", "www.example.com.", "192.0.2.7", 60);

        account()
                .publish(Changes.ensure("www.example.com", "2001:db8::2")
                        .confirmed("2001:db8::1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofHours(1))));

        assertThat(sent())
                .isEqualTo("{\"deletions\":[{\"name\":\"www.example.com.\",\"type\":\"AAAA\",\"ttl\":7200,"
                        + "\"rrdatas\":[\"2001:0DB8:0::7\",\"2001:db8::1\"]}],"
                        + "\"additions\":[{\"name\":\"www.example.com.\",\"type\":\"AAAA\",\"ttl\":7200,"
                        + "\"rrdatas\":[\"2001:db8::2\",\"2001:0DB8:0::7\"]}]}");
        assertThat(fake.sets(ZONE)).containsEntry("www.example.com./A", Set.of("192.0.2.7"));
    }

    @Test
    void aSetIsDeletedByWhatItHasWhateverTtlIsWanted() throws InterruptedException {
        fake.put(ZONE, "AAAA", "www.example.com.", "2001:DB8::1", 7200);

        account()
                .publish(Changes.withdraw("www.example.com", RecordType.AAAA)
                        .confirmed("2001:db8::1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(fake.sets(ZONE)).isEmpty();
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void oneNameIsReadByItself() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            fake.put(ZONE, "A", "other" + i + ".example.com.", "192.0.2.9", 60);
        }
        account().publish(Changes.ensure("*.example.com", "192.0.2.1"));

        assertThat(fake.calls()).containsExactly("login", "zones", "list", "change");
        assertThat(fake.sets(ZONE)).containsEntry("*.example.com./A", Set.of("192.0.2.1"));
    }

    @Test
    @Tag("promise-13")
    void aRoutingPolicyIsLeftAloneAndItsNeighboursGoOn() throws InterruptedException {
        ObjectNode geo = fake.put(ZONE, "A", "geo.example.com.", "192.0.2.8", 60);
        geo.remove("rrdatas");
        geo.putObject("routingPolicy").putObject("geo");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("geo.example.com", "192.0.2.1").build(),
                        Changes.ensure("geo.example.com", "2001:db8::1").build()));

        assertThat(problem(results.get(0)).message())
                .contains("geo.example.com A is left alone: it has a routing policy");
        assertThat(results.get(1)).isInstanceOf(ChangeResult.Accepted.class);
    }

    @Test
    void privateZonesAreIgnoredAndSeveralPublicOnesOfANameLeftAlone() throws InterruptedException {
        fake.addManaged("sub.example.com", true);
        fake.addManaged(ZONE, true);
        assertThat(account().publish(Changes.ensure("www.sub.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);

        fake.addManaged(ZONE, false);
        ChangeResult result = new Publishing(provider()).publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("several zones named example.com");
    }

    @Test
    @Tag("promise-15")
    void theTicketNamesZoneAndChange() throws InterruptedException {
        fake.holdBack();
        RecordChange change = Changes.ensure("www.example.com", "192.0.2.1").build();
        ChangeResult.Accepted accepted =
                (ChangeResult.Accepted) account().publish(List.of(change)).get(0);
        assertThat(accepted.ticket().orElseThrow()).matches("zone-[0-9]+/[0-9]+");

        RecordingPublication later = account().publication().next();
        assertThat(provider().accepted(accepted.ticket().orElseThrow(), List.of(change), later))
                .isInstanceOf(TicketStatus.Pending.class);
        fake.carryOut();
        assertThat(provider().accepted(accepted.ticket().orElseThrow(), List.of(change), later))
                .isInstanceOf(TicketStatus.Done.class);
    }

    /** What is refused for one project, or known of its zones, says nothing of another. */
    @Test
    @Tag("promise-11")
    void aProjectIsAnAccountOfItsOwn() {
        Map<String, String> settings =
                Map.of("serviceAccount", LoginToken.keyFile().toString(), "endpoint", fake.url());
        Map<String, String> other = new HashMap<>(settings);
        other.put("project", "other-project-1");

        assertThat(accountOf(other)).isNotEqualTo(accountOf(settings)).isEqualTo(accountOf(other));
    }

    private static String accountOf(Map<String, String> settings) {
        return new GoogleProvider(Settings.at("providers.g", settings), ProviderContext.standard()).account();
    }

    /** No credential leaves for a host that the user has replaced; else the login has a setting of its own. */
    @Test
    @Tag("promise-22")
    void theLoginGoesToTheHostOfTheEndpointUnlessItHasOneOfItsOwn() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).startsWith("login");

        FakeGoogle other = FakeGoogle.running();
        try {
            new Publishing(new GoogleProvider(
                            Settings.of(
                                    "serviceAccount",
                                    LoginToken.keyFile().toString(),
                                    "endpoint",
                                    fake.url(),
                                    "loginEndpoint",
                                    other.endpoint() + "/token"),
                            ProviderContext.standard()))
                    .publish(Changes.ensure("www.example.com", "192.0.2.1"));
            assertThat(other.calls()).containsExactly("login");
        } finally {
            other.close();
        }
    }
}

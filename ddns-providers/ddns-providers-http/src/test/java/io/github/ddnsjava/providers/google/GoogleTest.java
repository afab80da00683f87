package io.github.ddnsjava.providers.google;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent to Google Cloud DNS, how often, and what stays as it is. */
class GoogleTest {
    private static final String ZONE = "example.com";

    private static FakeGoogle fake;

    private GoogleProvider provider;
    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeGoogle.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        provider = new GoogleProvider(
                Settings.of("serviceAccount", LoginToken.keyFile().toString(), "endpoint", fake.api()),
                ProviderContext.standard());
        account = new Publishing(provider);
    }

    /** Returns the body of the last change. */
    private String sent() {
        List<String> texts = fake.texts();
        return texts.get(texts.size() - 1);
    }

    @Test
    void aNewSetIsAnAddition() throws InterruptedException {
        assertThat(account.publish(Changes.ensure("www.example.com", "192.0.2.1")))
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

        account.publish(Changes.ensure("www.example.com", "2001:db8::2")
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

        account.publish(Changes.withdraw("www.example.com", RecordType.AAAA)
                .confirmed("2001:db8::1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(fake.sets(ZONE)).isEmpty();
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void aZoneCostsOneListAndOneWriteHoweverManyNames() throws InterruptedException {
        account.publish(hosts(20, 1, 1));
        assertThat(fake.calls()).containsExactly("login", "zones", "list", "change");

        fake.forgetCalls();
        account.publish(hosts(20, 1, 2));
        assertThat(fake.calls()).containsExactly("list", "change");

        fake.forgetCalls();
        assertThat(account.publish(hosts(20, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void oneNameIsReadByItself() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            fake.put(ZONE, "A", "other" + i + ".example.com.", "192.0.2.9", 60);
        }
        account.publish(Changes.ensure("*.example.com", "192.0.2.1"));

        assertThat(fake.calls()).containsExactly("login", "zones", "list", "change");
        assertThat(fake.sets(ZONE)).containsEntry("*.example.com./A", Set.of("192.0.2.1"));
    }

    @Test
    @Tag("promise-13")
    void aRoutingPolicyIsLeftAloneAndItsNeighboursGoOn() throws InterruptedException {
        ObjectNode geo = fake.put(ZONE, "A", "geo.example.com.", "192.0.2.8", 60);
        geo.remove("rrdatas");
        geo.putObject("routingPolicy").putObject("geo");

        List<ChangeResult> results = account.publish(List.of(
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
        assertThat(account.publish(Changes.ensure("www.sub.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);

        fake.addManaged(ZONE, false);
        ChangeResult result = new Publishing(provider).publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("several zones named example.com");
    }

    @Test
    @Tag("promise-15")
    void theTicketNamesZoneAndChange() throws InterruptedException {
        fake.holdBack();
        RecordChange change = Changes.ensure("www.example.com", "192.0.2.1").build();
        ChangeResult.Accepted accepted =
                (ChangeResult.Accepted) account.publish(List.of(change)).get(0);
        assertThat(accepted.ticket().orElseThrow()).matches("zone-[0-9]+/[0-9]+");

        RecordingPublication later = account.publication().next();
        assertThat(provider.accepted(accepted.ticket().orElseThrow(), List.of(change), later))
                .isInstanceOf(TicketStatus.Pending.class);
        fake.carryOut();
        assertThat(provider.accepted(accepted.ticket().orElseThrow(), List.of(change), later))
                .isInstanceOf(TicketStatus.Done.class);
    }

    /** What is refused for one project, or known of its zones, says nothing of another. */
    @Test
    @Tag("promise-11")
    void aProjectIsAnAccountOfItsOwn() {
        Map<String, String> settings =
                Map.of("serviceAccount", LoginToken.keyFile().toString(), "endpoint", fake.api());
        Map<String, String> other = new HashMap<>(settings);
        other.put("project", "other-project-1");

        assertThat(account(other)).isNotEqualTo(account(settings)).isEqualTo(account(other));
    }

    private static String account(Map<String, String> settings) {
        return new GoogleProvider(Settings.at("providers.g", settings), ProviderContext.standard()).account();
    }

    /** No credential leaves for a host that the user has replaced; else the login has a setting of its own. */
    @Test
    @Tag("promise-22")
    void theLoginGoesToTheHostOfTheEndpointUnlessItHasOneOfItsOwn() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).startsWith("login");

        FakeGoogle other = FakeGoogle.running();
        try {
            new Publishing(new GoogleProvider(
                            Settings.of(
                                    "serviceAccount",
                                    LoginToken.keyFile().toString(),
                                    "endpoint",
                                    fake.api(),
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

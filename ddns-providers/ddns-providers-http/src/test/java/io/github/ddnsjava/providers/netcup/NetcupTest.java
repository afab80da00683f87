package io.github.ddnsjava.providers.netcup;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent to netcup, how often, in which session, and what stays as it is. */
class NetcupTest {
    private static final String ZONE = "example.com";

    private static FakeNetcup fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeNetcup.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(provider(fake));
    }

    /** Returns all settings that are needed. */
    static Map<String, Object> settings(FakeNetcup fake) {
        return new TreeMap<>(Map.of(
                "customerNumber",
                FakeNetcup.CUSTOMER,
                "apiKey",
                FakeNetcup.KEY,
                "apiPassword",
                FakeNetcup.PASSWORD,
                "endpoint",
                fake.url()));
    }

    static DnsProvider provider(FakeNetcup fake) {
        return new NetcupProvider(Settings.at("providers.nc", settings(fake)), ProviderContext.standard());
    }

    private static List<JsonNode> sentRecords() {
        List<JsonNode> bodies = fake.bodies();
        return List.of(bodies.get(bodies.size() - 1).at("/param/dnsrecordset/dnsrecords"));
    }

    @Test
    void aNewNameIsAddedInASession() throws InterruptedException {
        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls())
                .containsExactly("login", "infoDnsZone", "infoDnsZone", "infoDnsRecords", "updateDnsRecords");
        assertThat(sentRecords())
                .extracting(Object::toString)
                .containsExactly("[{\"hostname\":\"www\",\"type\":\"A\",\"destination\":\"192.0.2.1\"}]");
        assertThat(fake.bodies().get(1).toString())
                .isEqualTo("{\"action\":\"infoDnsZone\",\"param\":{\"domainname\":\"www.example.com\","
                        + "\"customernumber\":\"12345\",\"apikey\":\"" + FakeNetcup.KEY + "\",\"apisessionid\":\""
                        + fake.sessions().iterator().next() + "\"}}");
    }

    @Test
    void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("hostname").textValue())
                .containsExactlyInAnyOrder("@", "*", "a.b");
    }

    /** The bound is a list, a write, and perhaps a login. */
    @Test
    @Tag("promise-12")
    void anyNumberOfNamesOfAZoneCostsOneListAndOneCall() throws InterruptedException {
        List<RecordChange> created = hosts(30, 1, 1);
        assertThat(account.publish(created)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);
        assertThat(fake.calls()).filteredOn("infoDnsZone"::equals).hasSize(30 + 1);
        assertThat(fake.calls()).hasSize(1 + 31 + 2);

        fake.forgetCalls();
        assertThat(account.publish(hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("infoDnsRecords", "updateDnsRecords");

        fake.forgetCalls();
        assertThat(account.publish(hosts(30, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("infoDnsRecords");
    }

    @Test
    @Tag("promise-13")
    void onlyOurRecordsAreSentAndAllOthersStay() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600);
        fake.put(ZONE, "MX", "@", "mail.example.com", 600).put("priority", "10");
        fake.put(ZONE, "TXT", "www", "v=1", 600);
        fake.put(ZONE, "A", "other", "192.0.2.1", 600);
        List<ObjectNode> others = fake.records(ZONE);
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        String id = ours.get("id").textValue();

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(sentRecords())
                .extracting(Object::toString)
                .containsExactly("[{\"id\":\"" + id + "\",\"hostname\":\"www\",\"type\":\"A\",\"priority\":\"0\","
                        + "\"destination\":\"192.0.2.2\",\"deleterecord\":false}]");
        assertThat(fake.records(ZONE)).hasSize(5).containsAll(others);

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(sentRecords())
                .extracting(Object::toString)
                .containsExactly("[{\"id\":\"" + id + "\",\"hostname\":\"www\",\"type\":\"A\",\"priority\":\"0\","
                        + "\"destination\":\"192.0.2.2\",\"deleterecord\":true}]");
        assertThat(fake.records(ZONE)).containsExactlyElementsOf(others);
    }

    @Test
    void theLastRecordOfAZoneCanBeWithdrawnAndTheEmptyZoneFilledAgain() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2"))))
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("promise-11")
    void aNameWithACnameIsLeftAloneAndItsNeighboursGoOn() throws InterruptedException {
        fake.put(ZONE, "CNAME", "alias", "example.net", 600);

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("alias.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(0)).message()).contains("alias.example.com A", "CNAME");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void aSessionIsUsedAgainAndMadeAnewWhereTheServerHasEndedIt() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.forgetCalls();

        account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));
        assertThat(fake.calls()).containsExactly("infoDnsRecords", "updateDnsRecords");

        fake.endSessions();
        fake.forgetCalls();
        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.3").confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("infoDnsRecords", "login", "infoDnsRecords", "updateDnsRecords");
    }

    /** A session that is not used for 15 minutes ends; nothing is sent in one that may have ended. */
    @Test
    void aSessionIsMadeAnewBeforeItEnds() throws InterruptedException {
        DnsProvider provider = provider(fake);
        ManualClock clock = new ManualClock();
        RecordingPublication first = RecordingPublication.builder().clock(clock).build();
        first.run(
                provider, List.of(Changes.ensure("www.example.com", "192.0.2.1").build()));
        fake.forgetCalls();

        clock.advance(Duration.ofMinutes(13));
        RecordingPublication second = first.next();
        second.run(
                provider, List.of(Changes.ensure("www.example.com", "192.0.2.2").build()));
        assertThat(fake.calls()).doesNotContain("login");

        clock.advance(Duration.ofMinutes(1));
        second.next()
                .run(
                        provider,
                        List.of(Changes.ensure("www.example.com", "192.0.2.3").build()));
        assertThat(fake.calls()).filteredOn("login"::equals).hasSize(1);
        assertThat(fake.refusals()).noneMatch(refusal -> refusal.contains("4001"));
    }

    /** What the server shows after the write decides. */
    @Test
    void aValueThatIsStillThereWasNotRemoved() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        String id = fake.records(ZONE).get(0).get("id").textValue();
        fake.plan(
                "updateDnsRecords",
                NetcupErrorsTest.success("{\"dnsrecords\":[{\"id\":\"" + id
                        + "\",\"hostname\":\"www\",\"type\":\"A\",\"priority\":\"0\",\"destination\":\"192.0.2.1\","
                        + "\"deleterecord\":false,\"state\":\"yes\"}]}"));

        ChangeResult result = account.publish(
                Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).message()).contains("www.example.com A", "was to be removed");
    }
}

package io.github.ddnsjava.providers.dnspod;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent to DNSPod, how often, and what stays as it is. */
class DnspodTest {
    private static final String ZONE = "example.com";

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
        fake.addZone(ZONE);
        account = new Publishing(new DnspodProvider(
                Settings.of("id", FakeDnspod.ID, "token", FakeDnspod.TOKEN, "endpoint", fake.endpoint()),
                ProviderContext.standard()));
    }

    @Test
    void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("name").textValue())
                .containsExactlyInAnyOrder("@", "*", "a.b");
    }

    /** The vendor's terms want a program, a version and a contact; the contact is the project's page. */
    @Test
    void everyRequestNamesTheProgramItsVersionAndAContact() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(fake.server().findAll(anyRequestedFor(anyUrl())))
                .extracting(request -> request.getHeader("User-Agent"))
                .hasSize(4)
                .allMatch(agent -> agent.matches("ddnsjava/[0-9.]+ \\(\\+https://.*\\)"));
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("Domain.Info", "Domain.Info", "Record.List", "Record.Create");

        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i, "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i, "2001:db8::1", 600);
        }
        fake.forgetCalls();
        assertThat(account.publish(Publishing.hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).filteredOn("Record.List"::equals).hasSize(1);
        assertThat(fake.calls()).filteredOn("Record.Modify"::equals).hasSize(60);
        assertThat(fake.calls()).filteredOn(call -> !call.startsWith("Domain")).hasSize(61);
    }

    /** A change resets TTL and weight if they are left out. */
    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheWeightThatStandThere() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 7200).put("weight", 5);
        ObjectNode before = there.deepCopy();

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).containsExactly(before.put("value", "192.0.2.2"));
        assertThat(fake.calls()).endsWith("Record.Modify");
    }

    @Test
    @Tag("promise-13")
    void recordsOfOtherLinesWithTheirWeightsAndThoseOfOthersStay() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600)
                .put("line", "电信")
                .put("line_id", "10=0")
                .put("weight", 3);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("line", "联通").remove("line_id");
        fake.put(ZONE, "A", "www", "192.0.2.8", 61).put("weight", 5);
        fake.put(ZONE, "TXT", "www", "v=1", 62);
        fake.put(ZONE, "A", "other", "192.0.2.1", 63);
        List<ObjectNode> others = fake.records(ZONE);
        fake.put(ZONE, "A", "www", "192.0.2.1", 64).remove("line_id"); // as in answers of 2016

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).hasSize(6).containsAll(others);
        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.2"))))
                .isEqualTo(Outcome.WITHDRAWN);
        assertThat(fake.records(ZONE)).containsExactlyElementsOf(others);
    }

    @Test
    void aDisabledRecordIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("enabled", "0").put("status", "disabled");

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", "disabled", "console");
        assertThat(fake.calls()).doesNotContain("Record.Modify", "Record.Create");
    }

    /** Requests that change nothing lock a record. */
    @Test
    @Tag("promise-12")
    void aRecordThatIsRightIsNotWritten() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(account.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).last().isEqualTo("Record.List");
    }
}

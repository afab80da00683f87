package io.github.ddnsjava.providers.gandi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent, how often, and what is left alone. */
class GandiTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();
    private static final String ZONE = "example.com";

    private static FakeGandi fake;

    private GandiProvider provider;
    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeGandi.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        provider = new GandiProvider(Settings.of("token", FakeGandi.TOKEN, "endpoint", fake.endpoint()), CONTEXT);
        account = new Publishing(provider);
    }

    @Test
    void aNewNameIsPutByItsRelativeNameAndType() throws InterruptedException {
        assertThat(outcome(account.publish(Changes.ensure("a.b.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zone", "zone", "zone", "get", "put");
        assertThat(fake.bodies()).extracting(Object::toString).containsExactly("{\"rrset_values\":[\"192.0.2.1\"]}");
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("rrset_name").textValue())
                .containsExactly("a.b");
    }

    @Test
    void theApexAndAWildcardHaveNamesOfTheirOwn() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("rrset_name").textValue())
                .containsExactlyInAnyOrder("@", "*", "*.b");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheValuesOfOthersAndOtherSets() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        fake.put(ZONE, "AAAA", "www", "2001:db8::7", 600);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 600);
        List<ObjectNode> before = fake.records(ZONE);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"rrset_values\":[\"192.0.2.2\",\"192.0.2.7\"],\"rrset_ttl\":7200}");
        assertThat(fake.records(ZONE)).containsAll(before.subList(1, 3));
    }

    @Test
    void aTtlIsCorrectedForTheWholeSet() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"rrset_values\":[\"192.0.2.1\",\"192.0.2.7\"],\"rrset_ttl\":300}");
    }

    @Test
    void aTtlThatTheVendorWouldRefuseIsNotAmongThoseThatCanBeConfigured() {
        AttributeSpec ttl = provider.abilities().attributes().get("ttl");

        assertThat(List.of(300, 2_592_000)).allMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
        assertThat(List.of(299, 2_592_001)).noneMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
    }

    @Test
    void aWithdrawalOfTheLastValueDeletesThatSetAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.put(ZONE, "AAAA", "www", "2001:db8::1", 600);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 600);

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(fake.calls()).containsExactly("zone", "zone", "get", "delete");
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("rrset_type").textValue())
                .containsExactly("AAAA", "TXT");
    }

    @Test
    void aWithdrawalLeavesTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.put(ZONE, "A", "www", "192.0.2.7", 600);

        account.publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"rrset_values\":[\"192.0.2.7\"],\"rrset_ttl\":600}");
    }

    @Test
    void whatIsGoneAlreadyIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "delete",
                FakeGandi.refusal(404, "dns-record", "Can't find the DNS record")
                        .answer());

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneReadAndOneWriteForEachSet() throws InterruptedException {
        int names = 20;
        account.publish(hosts(names, 1, 1));
        assertThat(fake.calls()).filteredOn("zone"::equals).hasSize(names + 1);
        assertThat(fake.calls()).hasSize(names + 1 + 4 * names);

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).hasSize(4 * names).containsOnly("get", "put");

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).hasSize(2 * names).containsOnly("get");
        assertThat(fake.refusals()).noneMatch(refusal -> refusal.contains("400"));
    }

    @Test
    void aSetIsFoundHoweverManyThereAre() throws InterruptedException {
        for (int i = 0; i < 2001; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 600);
        }
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zone", "zone", "get", "put");
        assertThat(fake.records(ZONE)).hasSize(2002);
    }

    @Test
    @Tag("promise-11")
    void aZoneThatIsGoneIsNotTakenForAnEmptyOne() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.removeZone(ZONE);
        fake.forgetCalls();

        ChangeResult result =
                account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(fake.calls()).containsExactly("get", "zone", "zone");
    }

    @Test
    @Tag("promise-11")
    void aDomainThatTheTokenMayNotSeeIsToldSoAndAnotherGoesOn() throws InterruptedException {
        fake.forbidden.add(ZONE);
        fake.addZone("example.org");

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("www.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.org", "192.0.2.1").build(),
                Changes.ensure("www.example.net", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(problem(results.get(0)).message())
                .contains("Access was denied to this resource")
                .contains("Manage domain name technical configurations");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(problem(results.get(2)).kind()).isEqualTo(ProblemKind.REJECTED);
    }

    @Test
    void anIdenticalValueIsASuccess() throws InterruptedException {
        fake.plan(
                "put",
                aResponse().withStatus(200).withBody("{\"message\":\"A DNS Record already exists with same value\"}"));

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);
    }
}

package io.github.ddnsjava.providers.digitalocean;

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
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent, how often, and what is left alone. */
class DigitalOceanTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();
    private static final String ZONE = "example.com";

    private static FakeDigitalOcean fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDigitalOcean.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(new DigitalOceanProvider(
                Settings.of("token", FakeDigitalOcean.TOKEN, "endpoint", fake.endpoint()), CONTEXT));
    }

    private static String only(String field) {
        assertThat(fake.records(ZONE)).hasSize(1);
        return fake.records(ZONE).get(0).get(field).asText();
    }

    @Test
    void aNewNameIsPostedRelativeToItsZone() throws InterruptedException {
        assertThat(outcome(account.publish(Changes.ensure("a.b.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "post");
        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"type\":\"A\",\"name\":\"a.b\",\"data\":\"192.0.2.1\"}");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void theApexAndAWildcardHaveNamesOfTheirOwn() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("name").textValue())
                .containsExactlyInAnyOrder("@", "*", "*.b");
    }

    @Test
    void aChangeIsPatchedAndKeepsWhatItDoesNotName() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"type\":\"A\",\"data\":\"192.0.2.2\"}");
        assertThat(fake.records(ZONE)).containsExactly(there.deepCopy().put("data", "192.0.2.2"));
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode others = fake.put(ZONE, "A", "www", "192.0.2.7", 600);
        ObjectNode text = fake.put(ZONE, "TXT", "www", "v=1", 600);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(fake.calls()).containsExactly("zones", "list", "delete");
        assertThat(fake.records(ZONE)).containsExactly(others, text);
    }

    @Test
    void whatIsGoneAlreadyIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan("delete", FakeDigitalOcean.refusal(404, "not_found", "gone").answer());

        assertThat(outcome(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    @Tag("promise-13")
    void valuesOfOthersStayAsTheyAre() throws InterruptedException {
        List<ObjectNode> others = List.of(
                fake.put(ZONE, "A", "www", "192.0.2.7", 60),
                fake.put(ZONE, "AAAA", "www", "2001:db8::7", 61),
                fake.put(ZONE, "MX", "www", "mail.example.net.", 62).put("priority", 10),
                fake.put(ZONE, "A", "other", "192.0.2.1", 63));
        fake.put(ZONE, "A", "www", "192.0.2.1", 64);

        account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE)).containsAll(others);
        assertThat(fake.records(ZONE))
                .filteredOn(record -> record.get("data").textValue().equals("192.0.2.2"))
                .singleElement()
                .satisfies(record -> assertThat(record.get("ttl").asInt()).isEqualTo(300));
    }

    @Test
    void aNameWithACnameIsLeftAloneBeforeAnythingIsSentAndItsNeighboursGoOn() throws InterruptedException {
        fake.put(ZONE, "CNAME", "www", "example.net.", 600);

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("www.example.com", "192.0.2.1").build(),
                Changes.ensure("home.example.com", "192.0.2.1").build(),
                Changes.withdraw("www.example.com", RecordType.AAAA)
                        .confirmed("2001:db8::1")
                        .build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(0)).message())
                .contains("www.example.com A")
                .contains("CNAME")
                .contains("remove");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(results.get(2)).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("zones", "list", "post");
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        int names = 30;
        account.publish(hosts(names, 1, 1));
        assertThat(fake.calls().subList(0, 3)).containsExactly("zones", "list", "post");
        assertThat(fake.calls()).hasSize(1 + 1 + 2 * names);

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls().subList(0, 2)).containsExactly("list", "patch");
        assertThat(fake.calls()).hasSize(1 + 2 * names);

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void bothFamiliesOfANameAreListedTogetherAndAlone() throws InterruptedException {
        for (int i = 0; i < 401; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 600);
        }

        account.publish(hosts(1, 1, 1));

        assertThat(fake.calls()).containsExactly("zones", "list", "post", "post");
    }

    @Test
    void recordsOnTheThirdPageAreFound() throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 600);
        }
        fake.put(ZONE, "A", "h0", "192.0.2.1", 600);

        assertThat(account.publish(hosts(2, 1, 2)))
                .extracting(Publishing::outcome)
                .containsExactly(Outcome.UPDATED, Outcome.CREATED, Outcome.CREATED, Outcome.CREATED);

        assertThat(fake.calls()).startsWith("zones", "list", "list", "list", "patch");
        assertThat(fake.records(ZONE)).hasSize(404);
    }

    @Test
    void moreThanOnePageOfRecordsOfOneNameIsReadWithItsFilter() throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            fake.put(ZONE, "TXT", "www", "text" + i, 600);
            fake.put(ZONE, "TXT", "other", "text" + i, 600);
        }
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "list", "list", "patch");
    }

    @Test
    void aZoneOnTheThirdPageIsFound() throws InterruptedException {
        fake.removeZone(ZONE);
        for (int i = 0; i < 400; i++) {
            fake.addZone("zone" + i + ".example");
        }
        fake.addZone(ZONE);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zones", "zones", "zones", "list", "post");
    }

    @Test
    void aTtlThatTheServerMadeLongerIsReportedAndNotSentAgain() throws InterruptedException {
        fake.raiseTtls(600);
        Attributes wanted = Attributes.none().ensure("ttl", Duration.ofMinutes(1));

        ChangeResult first =
                account.publish(Changes.ensure("www.example.com", "192.0.2.1").attributes(wanted));
        Map<String, Object> effective = ((ChangeResult.Applied) first).effective();
        assertThat(effective).containsEntry("ttl", Duration.ofMinutes(10));
        assertThat(only("ttl")).isEqualTo("600");

        fake.forgetCalls();
        assertThat(account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(wanted)
                        .effective(effective)))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
    }

    @Test
    void theTtlOfOthersIsNotReportedAsOurs() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        ChangeResult result =
                account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(10));
    }

    @Test
    @Tag("promise-15")
    void valuesAreChangedBeforeOthersAreDeletedAndASetThatIsHalfDoneIsInDoubt() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600);
        fake.put(ZONE, "A", "www", "192.0.2.8", 600);
        fake.plan(
                "delete",
                FakeDigitalOcean.refusal(500, "server_error", "Unexpected server-side error")
                        .answer());

        ChangeResult result =
                account.publish(Changes.ensure("www.example.com", "192.0.2.1").ownsSet());

        assertThat(fake.calls()).containsExactly("zones", "list", "patch", "delete");
        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    void aZoneThatIsGoneIsNotTakenForAnEmptyOne() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.removeZone(ZONE);
        fake.forgetCalls();

        ChangeResult result =
                account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(problem(result).scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(fake.calls()).containsExactly("list", "zones");
    }
}

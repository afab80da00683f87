package io.github.ddnsjava.providers.desec;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
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
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is sent, how often, and what is left alone. */
class DesecTest {
    private static final String ZONE = "example.com";
    private static final Duration HOUR = Duration.ofHours(1);

    private static FakeDesec fake;

    private DesecProvider provider;
    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDesec.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        provider = new DesecProvider(
                Settings.of("token", FakeDesec.TOKEN, "endpoint", fake.endpoint()), ProviderContext.standard());
        account = new Publishing(provider);
    }

    private List<String> sent() {
        return fake.bodies().stream().map(Object::toString).toList();
    }

    private static Map<String, Object> effective(ChangeResult result) {
        return ((ChangeResult.Applied) result).effective();
    }

    private static Attributes ttl(Duration wanted) {
        return Attributes.none().ensure("ttl", wanted);
    }

    @Test
    void aNewNameIsCreatedByItsRelativeNameWithTheMinimumTtl() throws InterruptedException {
        ChangeResult result = account.publish(Changes.ensure("a.b.example.com", "192.0.2.1"));

        assertThat(outcome(result)).isEqualTo(Outcome.CREATED);
        assertThat(effective(result)).containsEntry("ttl", HOUR);
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(sent())
                .containsExactly("[{\"subname\":\"a.b\",\"type\":\"A\",\"records\":[\"192.0.2.1\"],\"ttl\":3600}]");
    }

    @Test
    void theApexHasAnEmptyNameAndAWildcardItsOwn() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.sets(ZONE))
                .extracting(set -> set.get("subname").textValue())
                .containsExactlyInAnyOrder("", "*", "*.b");
    }

    @Test
    void oneNameIsAskedForAloneAlsoAtTheApex() throws InterruptedException {
        fake.put(ZONE, "A", "", "192.0.2.1", 3600);
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);

        assertThat(account.publish(Changes.ensure("example.com", "192.0.2.1").confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);

        assertThat(fake.server().getAllServeEvents().get(0).getRequest().getUrl())
                .endsWith("/rrsets/?cursor=&subname=");
    }

    @Test
    @Tag("promise-12")
    void aZoneCostsOneListAndOneWriteHoweverManyNames() throws InterruptedException {
        account.publish(hosts(20, 1, 1));
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");

        fake.forgetCalls();
        assertThat(account.publish(hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("list", "patch");

        fake.forgetCalls();
        assertThat(account.publish(hosts(20, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aSetIsFoundOnTheThirdPage() throws InterruptedException {
        for (int i = 0; i < 2 * FakeDesec.PAGE; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 3600);
        }
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);
        fake.put(ZONE, "A", "wwx", "192.0.2.1", 3600);

        assertThat(account.publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.2")
                                .confirmed("192.0.2.1")
                                .build(),
                        Changes.ensure("wwx.example.com", "192.0.2.2")
                                .confirmed("192.0.2.1")
                                .build())))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "list", "list", "patch");
        assertThat(fake.sets(ZONE)).hasSize(2 * FakeDesec.PAGE + 2);
    }

    @Test
    void aDomainIsFoundOnTheThirdPage() throws InterruptedException {
        for (int i = 0; i < 2 * FakeDesec.PAGE; i++) {
            fake.addZone("z" + i + ".example.org");
        }
        fake.addZone("example.net");

        assertThat(outcome(account.publish(Changes.ensure("www.example.net", "192.0.2.2"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zones", "zones", "zones", "list", "patch");
    }

    @Test
    @Tag("promise-13")
    void aChangeNamesNoTtlAndKeepsTheValuesOfOthersAndOtherSets() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        fake.put(ZONE, "AAAA", "www", "2001:db8::7", 4000);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 4000);
        List<ObjectNode> before = fake.sets(ZONE);

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().initial("ttl", HOUR)));

        assertThat(outcome(result)).isEqualTo(Outcome.UPDATED);
        assertThat(effective(result)).containsEntry("ttl", Duration.ofHours(2));
        assertThat(sent())
                .containsExactly("[{\"subname\":\"www\",\"type\":\"A\",\"records\":[\"192.0.2.2\",\"192.0.2.7\"]}]");
        assertThat(fake.sets(ZONE)).containsAll(before.subList(1, 3));
    }

    @Test
    @Tag("promise-12")
    void aTtlBelowTheMinimumOfTheDomainIsRaisedAndNotCorrectedForEver() throws InterruptedException {
        ChangeResult first =
                account.publish(Changes.ensure("www.example.com", "192.0.2.1").attributes(ttl(Duration.ofMinutes(5))));
        assertThat(effective(first)).containsEntry("ttl", HOUR);
        assertThat(fake.sets(ZONE)).extracting(set -> set.get("ttl").intValue()).containsExactly(3600);

        fake.forgetCalls();
        assertThat(account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(ttl(Duration.ofMinutes(5)))
                        .effective(effective(first))))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aTtlThatTheDomainAllowsIsCorrectedForTheWholeSet() throws InterruptedException {
        fake.addZone("home.dedyn.io", 60);
        fake.put("home.dedyn.io", "A", "", "192.0.2.7", 7200);
        fake.put("home.dedyn.io", "A", "", "192.0.2.1", 7200);

        ChangeResult result = account.publish(Changes.ensure("home.dedyn.io", "192.0.2.1")
                .confirmed("192.0.2.1")
                .attributes(ttl(Duration.ofMinutes(5))));

        assertThat(effective(result)).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(sent())
                .containsExactly(
                        "[{\"subname\":\"\",\"type\":\"A\",\"records\":[\"192.0.2.1\",\"192.0.2.7\"],\"ttl\":300}]");
    }

    @Test
    void aTtlThatNoDomainAllowsIsNotAmongThoseThatCanBeConfigured() {
        AttributeSpec ttl = provider.abilities().attributes().get("ttl");

        assertThat(List.of(60, 86_400)).allMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
        assertThat(List.of(59, 86_401)).noneMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
    }

    @Test
    void aWithdrawalOfTheLastValueDeletesThatSetAloneAndIsSentWithTheOtherChanges() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);
        fake.put(ZONE, "AAAA", "www", "2001:db8::1", 3600);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 3600);

        assertThat(account.publish(List.of(
                        Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1")
                                .build(),
                        Changes.ensure("www.example.com", "2001:db8::2")
                                .confirmed("2001:db8::1")
                                .build())))
                .extracting(Publishing::outcome)
                .containsExactly(Outcome.WITHDRAWN, Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(fake.sets(ZONE))
                .extracting(set -> set.get("type").textValue())
                .containsExactly("AAAA", "TXT");
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalLeavesTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 3600);
        fake.put(ZONE, "A", "www", "192.0.2.7", 3600);

        account.publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(sent()).containsExactly("[{\"subname\":\"www\",\"type\":\"A\",\"records\":[\"192.0.2.7\"]}]");
    }

    @Test
    @Tag("promise-13")
    void aNameWithACnameIsLeftAloneAndItsNeighboursGoOn() throws InterruptedException {
        fake.put(ZONE, "CNAME", "alias", "example.net.", 3600);

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("alias.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).message()).contains("CNAME");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
    }

    @Test
    @Tag("promise-11")
    void anItemThatIsRefusedFailsAloneWithTheVendorsWords() throws InterruptedException {
        List<RecordChange> changes = new ArrayList<>(hosts(4, 1, 1));
        changes.add(Changes.ensure("a".repeat(63) + ".example.com", "192.0.2.1").build());
        fake.refused.add("a".repeat(63));

        List<ChangeResult> results = account.publish(changes);

        assertThat(problem(results.get(8)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(8)).message()).contains("\"subname This subname is not allowed.\"");
        assertThat(results.subList(0, 8)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);
    }

    @Test
    @Tag("promise-11")
    void aDomainThatIsGoneIsNotTakenForAnEmptyOne() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.removeZone(ZONE);
        fake.forgetCalls();

        ChangeResult result =
                account.publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(fake.calls()).containsExactly("list", "zones");
    }
}

package io.github.ddnsjava.providers.huawei;

import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Huawei Cloud DNS, how often, and what stays as it is. */
class HuaweiTest {
    private static final String ZONE = "example.com";
    private static final String WWW = "www.example.com.";

    private static FakeHuawei fake;

    private HuaweiProvider provider;
    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeHuawei.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        provider = new HuaweiProvider(
                Settings.of(
                        "accessKeyId", FakeHuawei.ID, "secretAccessKey", FakeHuawei.KEY, "endpoint", fake.endpoint()),
                ProviderContext.standard());
        account = new Publishing(provider);
    }

    @Test
    void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("name").textValue())
                .containsExactlyInAnyOrder("example.com.", "*.example.com.", "a.b.example.com.");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("zones", "list", "create");

        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i + ".example.com.", "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i + ".example.com.", "2001:db8::1", 600);
        }
        fake.forgetCalls();
        assertThat(account.publish(Publishing.hosts(30, 1, 2))).hasOnlyElementsOfType(ChangeResult.Accepted.class);
        assertThat(fake.calls().subList(0, 2)).containsExactly("zones", "list");
        assertThat(fake.calls().subList(2, 62)).containsOnly("update");
        assertThat(fake.calls()).hasSize(2 + 60);
    }

    @Test
    @Tag("promise-13")
    void aChangeNamesOnlyWhatChangesAndKeepsTheValuesOfOthers() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", WWW, "192.0.2.1", 7200);
        fake.put(ZONE, "A", WWW, "192.0.2.9", 7200);
        there.put("description", "by hand").put("weight", 5);
        ObjectNode before = there.deepCopy();

        assertThat(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10)))))
                .isInstanceOf(ChangeResult.Accepted.class);

        JsonNode body = fake.bodies().get(fake.bodies().size() - 1);
        assertThat(body.fieldNames()).toIterable().containsExactlyInAnyOrder("name", "type", "records");
        before.putArray("records").add("192.0.2.2").add("192.0.2.9");
        assertThat(fake.records(ZONE)).containsExactly(before);
    }

    /** A search for a name finds those that contain it, unless the request says otherwise. */
    @Test
    @Tag("promise-13")
    void setsOfOtherNamesAndLinesStay() throws InterruptedException {
        fake.put(ZONE, "A", "more.www.example.com.", "192.0.2.1", 61);
        fake.put(ZONE, "TXT", WWW, "\"v=1\"", 62);
        fake.putMore(ZONE, "A", WWW, "192.0.2.7", "Yidong");
        List<ObjectNode> others = fake.records(ZONE);
        fake.put(ZONE, "A", WWW, "192.0.2.1", 63);

        assertThat(account.publish(
                        Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.records(ZONE)).hasSize(4).containsAll(others);

        assertThat(account.publish(
                        Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.2")))
                .isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.records(ZONE)).containsExactlyElementsOf(others);
    }

    @ParameterizedTest
    @CsvSource({"status, DISABLE, DISABLE", "status, FREEZE, FREEZE", "alias_target, x, alias"})
    void whatIsDisabledFrozenOrAnAliasIsLeftAlone(String member, String value, String told)
            throws InterruptedException {
        fake.put(ZONE, "A", WWW, "192.0.2.1", 600).put(member, value);

        assertLeftAlone(told);
    }

    @Test
    void severalWeightedSetsAreLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", WWW, "192.0.2.1", 600);
        fake.putMore(ZONE, "A", WWW, "192.0.2.7", "default_view");

        assertLeftAlone("weighted");
    }

    private void assertLeftAlone(String told) throws InterruptedException {
        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", told);
        assertThat(fake.calls()).containsExactly("zones", "list");
    }

    @Test
    @Tag("promise-6")
    void anAnswerThatShowsOtherAddressesConfirmsNothing() throws InterruptedException {
        ObjectNode other =
                fake.put(ZONE, "A", "other.example.com.", "192.0.2.9", 600).deepCopy();
        fake.plan("create", FakeHuawei.accepted(other));

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).message()).contains("www.example.com A");
    }

    /** What a status says of a ticket: of a change, and of a removal. */
    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({
        "ACTIVE, Done, Unknown",
        "PENDING_UPDATE, Pending, Pending",
        "PENDING_DELETE, Pending, Pending",
        "ERROR, Failed, Failed",
        "FREEZE, Unknown, Unknown"
    })
    void aTicketIsAskedByTheStatusOfItsSet(String status, String change, String removal) throws InterruptedException {
        fake.holdBack();
        RecordChange wanted = Changes.ensure("www.example.com", "192.0.2.1").build();
        ChangeResult.Accepted accepted =
                (ChangeResult.Accepted) account.publish(List.of(wanted)).get(0);
        String ticket = accepted.ticket().orElseThrow();
        fake.carryOut();
        fake.status(ZONE, status);

        assertThat(asked(ticket, wanted)).isEqualTo(change);
        assertThat(asked(ticket + "/removed", wanted)).isEqualTo(removal);
    }

    @Test
    @Tag("promise-6")
    void aRemovalIsDoneWhenTheSetIsGoneAndAChangeIsNot() throws InterruptedException {
        RecordChange wanted = Changes.ensure("www.example.com", "192.0.2.1").build();
        ChangeResult.Accepted accepted =
                (ChangeResult.Accepted) account.publish(List.of(wanted)).get(0);
        String ticket = accepted.ticket().orElseThrow();
        fake.forgetSets();

        assertThat(asked(ticket + "/removed", wanted)).isEqualTo("Done");
        assertThatThrownBy(() -> asked(ticket, wanted)).isInstanceOf(RejectedException.class);
    }

    private String asked(String ticket, RecordChange change) throws InterruptedException {
        return provider.accepted(ticket, List.of(change), account.publication().next())
                .getClass()
                .getSimpleName();
    }
}

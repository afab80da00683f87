package io.github.ddnsjava.providers.tencent;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** What is sent to DNSPod of Tencent Cloud, how often, and what stays as it is. */
class TencentTest {
    private static final String ZONE = "example.com";

    private static FakeTencent fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeTencent.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(new TencentProvider(
                Settings.of("secretId", FakeTencent.ID, "secretKey", FakeTencent.KEY, "endpoint", fake.endpoint()),
                ProviderContext.standard()));
    }

    @Test
    void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("Name").textValue())
                .containsExactlyInAnyOrder("@", "*", "a.b");
        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("Line").textValue())
                .containsOnly("默认");
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("DescribeDomainList", "DescribeRecordList", "CreateRecord");
        assertThat(fake.bodies().get(1).get("Subdomain").textValue()).isEqualTo("www");

        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i, "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i, "2001:db8::1", 600);
        }
        fake.forgetCalls();
        assertThat(account.publish(Publishing.hosts(30, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);

        assertThat(fake.calls().subList(0, 2)).containsExactly("DescribeDomainList", "DescribeRecordList");
        assertThat(fake.bodies().get(1).has("Subdomain")).isFalse();
        assertThat(fake.calls().subList(2, 62)).containsOnly("ModifyRecordFields");
        assertThat(fake.calls()).hasSize(2 + 60);
    }

    /** The other calls that change a record reset the fields that are left out. */
    @Test
    @Tag("promise-13")
    void aChangeNamesOnlyWhatChanges() throws InterruptedException {
        ObjectNode there =
                fake.put(ZONE, "A", "www", "192.0.2.1", 7200).put("Weight", 5).put("Remark", "by hand");
        ObjectNode before = there.deepCopy();

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10))))))
                .isEqualTo(Outcome.UPDATED);

        JsonNode fields = fake.bodies().get(fake.bodies().size() - 1).get("FieldList");
        assertThat(fields).hasToString("[{\"Key\":\"value\",\"Value\":\"192.0.2.2\"}]");
        assertThat(fake.records(ZONE)).containsExactly(before.put("Value", "192.0.2.2"));

        account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.2")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(20))));
        assertThat(fake.records(ZONE)).containsExactly(before.put("TTL", 1200));
    }

    @Test
    @Tag("promise-13")
    void recordsOfOtherLinesWithTheirWeightsAndThoseOfOthersStay() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600)
                .put("Line", "电信")
                .put("LineId", "10=0")
                .put("Weight", 3);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("Line", "联通").put("LineId", "10=1");
        fake.put(ZONE, "A", "www", "192.0.2.8", 61).put("Weight", 5);
        fake.put(ZONE, "TXT", "other", "v=1", 62);
        fake.put(ZONE, "A", "other", "192.0.2.1", 63);
        List<ObjectNode> others = fake.records(ZONE);
        fake.put(ZONE, "A", "www", "192.0.2.1", 64);

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
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("Status", "DISABLE");

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", "disabled", "console");
        assertThat(fake.calls()).doesNotContain("ModifyRecordFields", "CreateRecord");
    }

    /** Lists show a new record up to half a minute late. */
    @Test
    void aNewRecordThatTheListDoesNotShowYetIsNotCreatedTwice() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "DescribeRecordList",
                FakeTencent.refusal("ResourceNotFound.NoDataOfRecord", "The record list is empty.")
                        .answer());

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls())
                .containsExactly("DescribeDomainList", "DescribeRecordList", "CreateRecord", "DescribeRecordList");
        assertThat(fake.records(ZONE)).hasSize(1);
    }

    @Test
    void aTtlThatThePlanDoesNotAllowIsToldWithTheRemedy() throws InterruptedException {
        fake.smallestTtl(600);

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("RecordTtlLimit", "plan");
        assertThat(fake.records(ZONE)).isEmpty();
    }
}

package io.github.ddnsjava.providers.aliyun;

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
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Alibaba Cloud DNS, how often, and what stays as it is. */
class AliyunTest {
    private static final String ZONE = "example.com";

    private static FakeAliyun fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeAliyun.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(new AliyunProvider(
                Settings.of(
                        "accessKeyId",
                        FakeAliyun.ID,
                        "accessKeySecret",
                        FakeAliyun.SECRET,
                        "endpoint",
                        fake.endpoint()),
                ProviderContext.standard()));
    }

    @Test
    void theApexAWildcardAndASubdomainHaveTheNamesThatTheVendorWants() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("RR").textValue())
                .containsExactlyInAnyOrder("@", "*", "a.b");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("DescribeDomains", "DescribeSubDomainRecords", "AddDomainRecord");

        fake.forgetCalls();
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            changes.add(Changes.ensure("h" + i + ".example.com", "192.0.2.1").build());
            changes.add(Changes.ensure("h" + i + ".example.com", "2001:db8::1").build());
        }
        assertThat(account.publish(changes)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);
        assertThat(fake.calls().subList(0, 2)).containsExactly("DescribeDomains", "DescribeDomainRecords");
        assertThat(fake.calls().subList(2, 62)).containsOnly("AddDomainRecord");
        assertThat(fake.calls()).hasSize(2 + 60);
    }

    /** An update that leaves TTL and line out would set the defaults. */
    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlThatStandsThereAndNothingElseChanges() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).containsExactly(there.deepCopy().put("Value", "192.0.2.2"));
        assertThat(fake.calls()).endsWith("UpdateDomainRecord");
    }

    @Test
    @Tag("promise-13")
    void recordsOfOtherLinesWithTheirWeightsAndThoseOfOthersStay() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600).put("Line", "telecom").put("Weight", 3);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("Line", "unicom");
        fake.put(ZONE, "A", "www", "192.0.2.8", 61).put("Weight", 5);
        fake.put(ZONE, "TXT", "www", "v=1", 62);
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

    @ParameterizedTest
    @CsvSource({"Locked, true, locked", "Status, DISABLE, disabled"})
    void aRecordThatIsLockedOrDisabledIsLeftAlone(String member, String value, String told)
            throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        if (value.equals("true")) {
            there.put(member, true);
        } else {
            there.put(member, value);
        }

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.2"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("www.example.com A", told, "console");
        assertThat(fake.calls()).doesNotContain("UpdateDomainRecord", "AddDomainRecord");
    }

    /** The vendor refuses what would change nothing; as a refresh it has had its effect. */
    @Test
    @Tag("promise-9")
    void aRefreshThatTheVendorRefusesAsNeedlessIsDone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        ChangeResult result =
                account.publish(Changes.touch("www.example.com", "192.0.2.1").confirmed("192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void aTtlThatTheEditionDoesNotAllowIsToldWithTheRemedy() throws InterruptedException {
        fake.smallestTtl(600);

        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("InvalidTTL", "edition");
        assertThat(fake.records(ZONE)).isEmpty();
    }
}

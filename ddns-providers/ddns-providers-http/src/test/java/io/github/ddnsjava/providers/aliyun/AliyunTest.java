package io.github.ddnsjava.providers.aliyun;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is Alibaba Cloud DNS's own. */
class AliyunTest extends VendorContract<FakeAliyun> {
    AliyunTest() {
        super("aliyun", new FakeAliyun(), Map.of("accessKeyId", FakeAliyun.ID, "accessKeySecret", FakeAliyun.SECRET));
        plain("accessKeyId");
        lookup(" DescribeDomains", 100);
        list(" DescribeDomainRecords", 500);
        raisesNoTtls();
        writes("AddDomainRecord", "UpdateDomainRecord", "DeleteDomainRecord");
        costs(
                "DescribeDomains DescribeDomainRecords AddDomainRecord*40",
                "DescribeDomainRecords UpdateDomainRecord*40",
                "DescribeDomainRecords");
        wrong(
                "accessKeyId",
                "RAM console",
                "sh0rt12",
                "LTAI 5tHk9QmT4vWz7YpB2cXe",
                "LTAI5tHk9QmT4vWz7YpB2cXe=",
                "schlüssel08");
        wrongLater("accessKeySecret", "AccessKey Secret", "two w0rds1");
        answers((status, code) -> FakeAliyun.refusal(status, code, SAID), """
                DescribeDomains          404 InvalidAccessKeyId.NotFound  -> authentication ACCOUNT
                DescribeDomains          400 InvalidAccessKeyId.Inactive  -> authentication ACCOUNT
                DescribeDomains          400 IncompleteSignature          -> authentication ACCOUNT
                AddDomainRecord          400 SignatureDoesNotMatch        -> authentication ACCOUNT
                DescribeDomains          400 InvalidSecurityToken.Expired -> authentication ACCOUNT
                DescribeDomains          403 Forbidden.RAM                -> authentication ACCOUNT
                DescribeSubDomainRecords 403 Forbidden.RAM                -> authentication ZONE
                AddDomainRecord          403 Forbidden                    -> authentication RECORD
                DescribeDomains          400 InvalidTimeStamp.Expired     -> transient
                AddDomainRecord          400 IllegalTimestamp             -> transient
                AddDomainRecord          400 SignatureNonceUsed           -> transient
                DescribeSubDomainRecords 400 InvalidDomainName.NoExist    -> rejected ZONE
                DescribeSubDomainRecords 400 IncorrectDomainUser          -> rejected ZONE
                UpdateDomainRecord       400 DomainRecordNotBelongToUser  -> transient
                UpdateDomainRecord       400 InvalidRecordId.NotFound     -> transient
                AddDomainRecord          400 DomainRecordConflict         -> rejected RECORD
                AddDomainRecord          400 InvalidRR.NoExist            -> rejected RECORD
                AddDomainRecord          400 InvalidTTL                   -> rejected RECORD
                AddDomainRecord          400 SubDomainInvalid.Value       -> rejected RECORD
                UpdateDomainRecord       400 DomainRecordLocked           -> blocked RECORD
                AddDomainRecord          400 DomainForbidden              -> blocked ZONE
                AddDomainRecord          400 RecordForbidden.BlackHole    -> blocked RECORD
                AddDomainRecord          400 DomainExpiredDNSForbidden    -> blocked ZONE
                AddDomainRecord          400 QuotaExceeded.ARecord        -> rejected RECORD
                DescribeDomains          400 Throttling.User              -> rate-limited ACCOUNT
                AddDomainRecord          429 Throttling                   -> rate-limited ACCOUNT
                AddDomainRecord          503 Throttling.Api               -> rate-limited ACCOUNT
                DescribeDomains          503 ServiceUnavailable           -> transient
                DescribeDomains          500 InternalError                -> transient
                DescribeDomains          400 UnKnownError                 -> transient
                AddDomainRecord          200 Throttling.User              -> rate-limited ACCOUNT
                """);
    }

    @Override
    public boolean isWrite(Request request) {
        return !request.getHeader("x-acs-action").startsWith("Describe");
    }

    /** A policy names domains, and no records. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeAliyun.refusal(400, "DomainRecordNotBelongToUser", "The DNS record does not belong to this user.")
                .answer();
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("DescribeDomains", "DescribeSubDomainRecords", "AddDomainRecord");

        fake.forgetCalls();
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            changes.add(Changes.ensure("h" + i + ".example.com", "192.0.2.1").build());
            changes.add(Changes.ensure("h" + i + ".example.com", "2001:db8::1").build());
        }
        assertThat(account().publish(changes)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);
        assertThat(fake.calls().subList(0, 2)).containsExactly("DescribeDomains", "DescribeDomainRecords");
        assertThat(fake.calls().subList(2, 62)).containsOnly("AddDomainRecord");
        assertThat(fake.calls()).hasSize(2 + 60);
    }

    /** An update that leaves TTL and line out would set the defaults. */
    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlThatStandsThereAndNothingElseChanges() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
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

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.records(ZONE)).hasSize(6).containsAll(others);
        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.2"))))
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

        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.2"));

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
                account().publish(Changes.touch("www.example.com", "192.0.2.1").confirmed("192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void aTtlThatTheEditionDoesNotAllowIsToldWithTheRemedy() throws InterruptedException {
        fake.smallestTtl(600);

        ChangeResult result = account()
                .publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("InvalidTTL", "edition");
        assertThat(fake.records(ZONE)).isEmpty();
    }

    /** A clock that is wrong holds nothing: when it is right, the next attempt succeeds. */
    @Test
    @Tag("promise-10")
    void aWrongClockIsToldWithTheRemedyAndIsNoRefusalOfTheCredentials() throws InterruptedException {
        fake.plan(
                "DescribeDomains",
                FakeAliyun.refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.")
                        .answer());

        assertThat(problem(change()).message()).contains("clock of this host");
        assertThat(change()).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    void theSecretOfAnotherKeyIsToldAsSuch() throws InterruptedException {
        Publishing wrong = new Publishing(create(Map.of(
                "accessKeyId",
                FakeAliyun.ID,
                "accessKeySecret",
                "another-secret-of-this-size",
                "endpoint",
                fake.endpoint())));

        Problem problem = problem(wrong.publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("accessKeySecret does not belong to accessKeyId");
    }

    @Test
    @Tag("promise-23")
    void aTemporaryKeyNeedsItsToken() {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> create(Map.of("accessKeyId", "STS.NUgYrLnoC37mZZCNnAbez", "accessKeySecret", "x")));

        assertThat(refused).hasMessageContaining("securityToken");
    }
}

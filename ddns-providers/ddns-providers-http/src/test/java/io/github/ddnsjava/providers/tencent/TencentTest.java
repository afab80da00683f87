package io.github.ddnsjava.providers.tencent;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is the own of DNSPod of Tencent Cloud. */
class TencentTest extends VendorContract<FakeTencent> {
    TencentTest() {
        super("tencent", new FakeTencent(), Map.of("secretId", FakeTencent.ID, "secretKey", FakeTencent.KEY));
        plain("secretId");
        lookup(" DescribeDomainList", 500);
        list(" DescribeRecordList", 500);
        raisesNoTtls();
        writes("CreateRecord", "ModifyRecordFields", "DeleteRecord");
        costs(
                "DescribeDomainList DescribeRecordList CreateRecord*40",
                "DescribeRecordList ModifyRecordFields*40",
                "DescribeRecordList");
        String[] ids = {"1234567", "AKID z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "13490,6b5976c68aba5b14a0558b77c17c3932"};
        wrong("secretId", "console of CAM", ids);
        wrong("secretId", "provider dnspod", ids);
        wrongLater("secretKey", "SecretKey", "two w0rds1");
        answers((status, code) -> FakeTencent.refusal(code, SAID), """
                DescribeDomainList 200 AuthFailure                             -> authentication ACCOUNT
                DescribeDomainList 200 AuthFailure.SecretIdNotFound            -> authentication ACCOUNT
                DescribeDomainList 200 AuthFailure.InvalidSecretId             -> authentication ACCOUNT
                CreateRecord       200 AuthFailure.SignatureFailure            -> authentication ACCOUNT
                CreateRecord       200 AuthFailure.TokenFailure                -> authentication ACCOUNT
                CreateRecord       200 AuthFailure.MFAFailure                  -> authentication ACCOUNT
                CreateRecord       200 AuthFailure.InvalidAuthorization        -> authentication ACCOUNT
                DescribeDomainList 200 InvalidParameter.LoginTokenIdError      -> authentication ACCOUNT
                DescribeDomainList 200 AuthFailure.SignatureExpire             -> transient
                DescribeDomainList 200 AuthFailure.UnauthorizedOperation       -> authentication ACCOUNT
                DescribeRecordList 200 UnauthorizedOperation                   -> authentication ZONE
                CreateRecord       200 UnauthorizedOperation                   -> authentication RECORD
                CreateRecord       200 OperationDenied.AccessDenied            -> authentication RECORD
                CreateRecord       200 FailedOperation.NotRealNamedUser        -> authentication ACCOUNT
                CreateRecord       200 InvalidParameter.UnrealNameUser         -> authentication ACCOUNT
                DescribeDomainList 200 IpNotInWhitelist                        -> blocked ACCOUNT
                DescribeDomainList 200 IpInBlacklist                           -> blocked ACCOUNT
                CreateRecord       200 OperationDenied.IPInBlacklistNotAllowed -> blocked ACCOUNT
                DescribeDomainList 200 InvalidParameter.AccountIsBanned        -> blocked ACCOUNT
                DescribeRecordList 200 InvalidParameterValue.DomainNotExists   -> rejected ZONE
                DescribeRecordList 200 InvalidParameter.DomainInvalid          -> rejected ZONE
                CreateRecord       200 InvalidParameter.DomainIdInvalid        -> transient
                CreateRecord       200 FailedOperation.NotDomainOwner          -> transient
                DescribeRecordList 200 OperationDenied.NoPermissionToOperateDomain -> rejected ZONE
                DescribeRecordList 200 ResourceNotFound                        -> rejected ZONE
                DescribeRecordList 200 ResourceNotFound.NoDataOfDomain         -> rejected ZONE
                CreateRecord       200 ResourceNotFound.NoDataOfDomain         -> transient
                ModifyRecordFields 200 ResourceNotFound.NoDataOfRecord         -> transient
                ModifyRecordFields 200 ResourceNotFound                        -> transient
                ModifyRecordFields 200 InvalidParameter.RecordIdInvalid        -> transient
                CreateRecord       200 InvalidParameter.DomainRecordExist      -> transient twice
                CreateRecord       200 InvalidParameter.SubdomainInvalid       -> rejected RECORD
                CreateRecord       200 InvalidParameter.RecordTypeInvalid      -> rejected RECORD
                CreateRecord       200 InvalidParameter.RecordLineInvalid      -> rejected RECORD
                CreateRecord       200 InvalidParameter.RecordValueInvalid     -> rejected RECORD
                CreateRecord       200 InvalidParameter.RecordValueLengthInvalid -> rejected RECORD
                CreateRecord       200 InvalidParameter.MxInvalid              -> rejected RECORD
                CreateRecord       200 InvalidParameter.InvalidWeight          -> rejected RECORD
                CreateRecord       200 InvalidParameter.ParamInvalid           -> rejected RECORD
                CreateRecord       200 InvalidParameter.ParamsMissing          -> rejected RECORD
                CreateRecord       200 MissingParameter                        -> rejected RECORD
                CreateRecord       200 LimitExceeded.RecordTtlLimit            -> rejected RECORD
                CreateRecord       200 FailedOperation.DomainIsLocked          -> blocked ZONE
                CreateRecord       200 FailedOperation.DomainIsSpam            -> blocked ZONE
                CreateRecord       200 InvalidParameter.DomainNotAllowedModifyRecords -> blocked ZONE
                CreateRecord       200 LimitExceeded.SubdomainRollLimit        -> rejected RECORD
                CreateRecord       200 LimitExceeded.AAAACountLimit            -> rejected RECORD
                CreateRecord       200 LimitExceeded.SubdomainLevelLimit       -> rejected RECORD
                CreateRecord       200 LimitExceeded.SubdomainWcardLimit       -> rejected RECORD
                CreateRecord       200 RequestLimitExceeded                    -> rate-limited ACCOUNT
                DescribeDomainList 200 RequestLimitExceeded.RequestLimitExceeded -> rate-limited ACCOUNT
                DescribeDomainList 200 RequestLimitExceeded.UinLimitExceeded   -> rate-limited ACCOUNT
                DescribeDomainList 200 RequestLimitExceeded.IPLimitExceeded    -> rate-limited ACCOUNT
                CreateRecord       200 RequestLimitExceeded.GlobalRegionUinLimitExceeded -> rate-limited ACCOUNT
                DescribeDomainList 200 LimitExceeded.FailedLoginLimitExceeded  -> rate-limited ACCOUNT
                DescribeDomainList 200 InternalError                           -> transient
                CreateRecord       200 FailedOperation.UnknowError             -> transient
                CreateRecord       200 InvalidParameter.OperateFailed          -> transient
                """);
    }

    @Override
    public boolean isWrite(Request request) {
        return !request.getHeader("X-TC-Action").startsWith("Describe");
    }

    /** A policy names domains, and no records. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeTencent.refusal("InvalidParameter.RecordIdInvalid", "The record id is wrong.")
                .answer();
    }

    @Test
    @Tag("promise-12")
    void oneNameCostsOneLookUpOfTheNameAndManyCostOneListOfTheZone() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        assertThat(fake.calls()).containsExactly("DescribeDomainList", "DescribeRecordList", "CreateRecord");
        assertThat(fake.bodies().get(1).get("Subdomain").textValue()).isEqualTo("www");

        for (int i = 0; i < 30; i++) {
            fake.put(ZONE, "A", "h" + i, "192.0.2.1", 600);
            fake.put(ZONE, "AAAA", "h" + i, "2001:db8::1", 600);
        }
        fake.forgetCalls();
        assertThat(account().publish(Publishing.hosts(30, 1, 2)))
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

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(10))))))
                .isEqualTo(Outcome.UPDATED);

        JsonNode fields = fake.bodies().get(fake.bodies().size() - 1).get("FieldList");
        assertThat(fields).hasToString("[{\"Key\":\"value\",\"Value\":\"192.0.2.2\"}]");
        assertThat(fake.records(ZONE)).containsExactly(before.put("Value", "192.0.2.2"));

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.2")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(20))));
        assertThat(fake.records(ZONE)).containsExactly(before.put("TTL", 1200));
    }

    @Test
    void aNewRecordIsOfTheDefaultLine() throws InterruptedException {
        change();

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("Line").textValue())
                .containsExactly("默认");
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

    @Test
    void aDisabledRecordIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600).put("Status", "DISABLE");

        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.2"));

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

        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls())
                .containsExactly("DescribeDomainList", "DescribeRecordList", "CreateRecord", "DescribeRecordList");
        assertThat(fake.records(ZONE)).hasSize(1);
    }

    @Test
    void aTtlThatThePlanDoesNotAllowIsToldWithTheRemedy() throws InterruptedException {
        fake.smallestTtl(600);

        ChangeResult result = account()
                .publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(1))));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("RecordTtlLimit", "plan");
        assertThat(fake.records(ZONE)).isEmpty();
    }

    @Test
    void anEmptyListIsNoErrorAndAnAccountWithoutDomainsHasNoZone() throws InterruptedException {
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.server().getAllServeEvents())
                .anyMatch(event -> event.getResponse().getBodyAsString().contains("NoDataOfRecord"));

        fake.reset();
        fake.plan(
                "DescribeDomainList",
                FakeTencent.refusal("ResourceNotFound.NoDataOfDomain", "No domain.")
                        .answer());
        assertThat(problem(account(Map.of()).publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .kind())
                .isEqualTo(ProblemKind.REJECTED);
        assertThat(fake.calls()).containsOnly("DescribeDomainList");
    }

    /** A clock that is wrong holds nothing: when it is right, the next attempt succeeds. */
    @Test
    @Tag("promise-10")
    void aWrongClockIsToldWithTheRemedyAndIsNoRefusalOfTheCredentials() throws InterruptedException {
        fake.plan(
                "DescribeDomainList",
                FakeTencent.refusal("AuthFailure.SignatureExpire", "The signature has expired.")
                        .answer());

        assertThat(problem(change()).message()).contains("clock of this host");
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("promise-22")
    void aTemporaryKeyIsSentWithItsToken() throws InterruptedException {
        fake.temporary("the-token-of-the-session");

        Problem without = problem(change());
        assertThat(without.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(without.message()).contains("has expired");

        account(Map.of("token", "the-token-of-the-session"));
        assertThat(change()).isInstanceOf(ChangeResult.Applied.class);
        assertThat(problem(account(Map.of("token", "another-token"))
                                .publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .toString())
                .contains("has expired")
                .doesNotContain("another-token");
    }

    @Test
    void theSecretOfAnotherKeyIsToldAsSuch() throws InterruptedException {
        Problem problem = problem(account(Map.of("secretKey", "another-secret-of-this-size"))
                .publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("secretKey does not belong to secretId");
    }
}

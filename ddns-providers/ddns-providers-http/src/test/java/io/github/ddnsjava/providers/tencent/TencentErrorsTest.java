package io.github.ddnsjava.providers.tencent;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of each of the vendor's errors, which all have the status 200, and of settings that are wrong. */
class TencentErrorsTest {
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
        fake.addZone("example.com");
        account = account(FakeTencent.KEY);
    }

    private static Publishing account(String key) {
        return new Publishing(
                create(Map.of("secretId", FakeTencent.ID, "secretKey", key, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("tencent", Settings.at("providers.tc", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, the code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "DescribeDomainList, AuthFailure,                                     authentication, ACCOUNT",
        "DescribeDomainList, AuthFailure.SecretIdNotFound,                    authentication, ACCOUNT",
        "DescribeDomainList, AuthFailure.InvalidSecretId,                     authentication, ACCOUNT",
        "CreateRecord,       AuthFailure.SignatureFailure,                    authentication, ACCOUNT",
        "CreateRecord,       AuthFailure.TokenFailure,                        authentication, ACCOUNT",
        "CreateRecord,       AuthFailure.MFAFailure,                          authentication, ACCOUNT",
        "CreateRecord,       AuthFailure.InvalidAuthorization,                authentication, ACCOUNT",
        "DescribeDomainList, InvalidParameter.LoginTokenIdError,              authentication, ACCOUNT",
        "DescribeDomainList, AuthFailure.SignatureExpire,                     transient,      ",
        "DescribeDomainList, AuthFailure.UnauthorizedOperation,               authentication, ACCOUNT",
        "DescribeRecordList, UnauthorizedOperation,                           authentication, ZONE",
        "CreateRecord,       UnauthorizedOperation,                           authentication, RECORD",
        "CreateRecord,       OperationDenied.AccessDenied,                    authentication, RECORD",
        "CreateRecord,       FailedOperation.NotRealNamedUser,                authentication, ACCOUNT",
        "CreateRecord,       InvalidParameter.UnrealNameUser,                 authentication, ACCOUNT",
        "DescribeDomainList, IpNotInWhitelist,                                blocked,        ACCOUNT",
        "DescribeDomainList, IpInBlacklist,                                   blocked,        ACCOUNT",
        "CreateRecord,       OperationDenied.IPInBlacklistNotAllowed,         blocked,        ACCOUNT",
        "DescribeDomainList, InvalidParameter.AccountIsBanned,                blocked,        ACCOUNT",
        "DescribeRecordList, InvalidParameterValue.DomainNotExists,           rejected,       ZONE",
        "DescribeRecordList, InvalidParameter.DomainInvalid,                  rejected,       ZONE",
        "CreateRecord,       InvalidParameter.DomainIdInvalid,                transient,      ",
        "CreateRecord,       FailedOperation.NotDomainOwner,                  transient,      ",
        "DescribeRecordList, OperationDenied.NoPermissionToOperateDomain,     rejected,       ZONE",
        "DescribeRecordList, ResourceNotFound,                                rejected,       ZONE",
        "DescribeRecordList, ResourceNotFound.NoDataOfDomain,                 rejected,       ZONE",
        "CreateRecord,       ResourceNotFound.NoDataOfDomain,                 transient,      ",
        "ModifyRecordFields, ResourceNotFound.NoDataOfRecord,                 transient,      ",
        "ModifyRecordFields, ResourceNotFound,                                transient,      ",
        "ModifyRecordFields, InvalidParameter.RecordIdInvalid,                transient,      ",
        "CreateRecord,       InvalidParameter.DomainRecordExist,              transient,      ",
        "CreateRecord,       InvalidParameter.SubdomainInvalid,               rejected,       RECORD",
        "CreateRecord,       InvalidParameter.RecordTypeInvalid,              rejected,       RECORD",
        "CreateRecord,       InvalidParameter.RecordLineInvalid,              rejected,       RECORD",
        "CreateRecord,       InvalidParameter.RecordValueInvalid,             rejected,       RECORD",
        "CreateRecord,       InvalidParameter.RecordValueLengthInvalid,       rejected,       RECORD",
        "CreateRecord,       InvalidParameter.MxInvalid,                      rejected,       RECORD",
        "CreateRecord,       InvalidParameter.InvalidWeight,                  rejected,       RECORD",
        "CreateRecord,       InvalidParameter.ParamInvalid,                   rejected,       RECORD",
        "CreateRecord,       InvalidParameter.ParamsMissing,                  rejected,       RECORD",
        "CreateRecord,       MissingParameter,                                rejected,       RECORD",
        "CreateRecord,       LimitExceeded.RecordTtlLimit,                    rejected,       RECORD",
        "CreateRecord,       FailedOperation.DomainIsLocked,                  blocked,        ZONE",
        "CreateRecord,       FailedOperation.DomainIsSpam,                    blocked,        ZONE",
        "CreateRecord,       InvalidParameter.DomainNotAllowedModifyRecords,  blocked,        ZONE",
        "CreateRecord,       LimitExceeded.SubdomainRollLimit,                rejected,       RECORD",
        "CreateRecord,       LimitExceeded.AAAACountLimit,                    rejected,       RECORD",
        "CreateRecord,       LimitExceeded.SubdomainLevelLimit,               rejected,       RECORD",
        "CreateRecord,       LimitExceeded.SubdomainWcardLimit,               rejected,       RECORD",
        "CreateRecord,       RequestLimitExceeded,                            rate-limited,   ACCOUNT",
        "DescribeDomainList, RequestLimitExceeded.RequestLimitExceeded,       rate-limited,   ACCOUNT",
        "DescribeDomainList, RequestLimitExceeded.UinLimitExceeded,           rate-limited,   ACCOUNT",
        "DescribeDomainList, RequestLimitExceeded.IPLimitExceeded,            rate-limited,   ACCOUNT",
        "CreateRecord,       RequestLimitExceeded.GlobalRegionUinLimitExceeded, rate-limited, ACCOUNT",
        "DescribeDomainList, LimitExceeded.FailedLoginLimitExceeded,          rate-limited,   ACCOUNT",
        "DescribeDomainList, InternalError,                                   transient,      ",
        "CreateRecord,       FailedOperation.UnknowError,                     transient,      ",
        "CreateRecord,       InvalidParameter.OperateFailed,                  transient,      "
    })
    void eachErrorOfTheVendorHasItsMeaning(String action, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        if (action.equals("ModifyRecordFields")) {
            fake.put("example.com", "A", "www", "192.0.2.9", 600);
        }
        for (int i = 0; i < 2; i++) { // what would be listed anew is refused again
            fake.plan(action, FakeTencent.refusal(code, "what the vendor says").answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(code, "what the vendor says", action);
    }

    @Test
    void anEmptyListIsNoErrorAndAnAccountWithoutDomainsHasNoZone() throws InterruptedException {
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.refusals()).hasSize(1).first().asString().contains("NoDataOfRecord");

        fake.reset();
        fake.plan(
                "DescribeDomainList",
                FakeTencent.refusal("ResourceNotFound.NoDataOfDomain", "No domain.")
                        .answer());
        assertThat(problem(account(FakeTencent.KEY).publish(Changes.ensure("www.example.com", "192.0.2.1")))
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
        Map<String, String> settings = new HashMap<>(
                Map.of("secretId", FakeTencent.ID, "secretKey", FakeTencent.KEY, "endpoint", fake.endpoint()));
        settings.put("token", "the-token-of-the-session");
        Publishing temporary = new Publishing(create(settings));

        assertThat(temporary.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Applied.class);

        Problem without = problem(change());
        assertThat(without.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(without.message()).contains("has expired");
        settings.put("token", "another-token");
        assertThat(problem(new Publishing(create(settings)).publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .toString())
                .contains("has expired")
                .doesNotContain("another-token");
    }

    @Test
    void theSecretOfAnotherKeyIsToldAsSuch() throws InterruptedException {
        Problem problem =
                problem(account("another-secret-of-this-size").publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("secretKey does not belong to secretId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"123456", "AKID z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", "13490,6b5976c68aba5b14a0558b77c17c3932"})
    @Tag("promise-22")
    @Tag("promise-23")
    void anIdThatIsNoneIsRefusedAndNotShown(String id) {
        assertThatThrownBy(() -> create(Map.of("secretId", id, "secretKey", FakeTencent.KEY)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.tc.secretId")
                .hasMessageContaining("console of CAM")
                .hasMessageContaining("provider dnspod")
                .hasMessageNotContaining(id);
    }

    @Test
    void aSecretWithSpacesIsNeverSent() throws InterruptedException {
        assertThat(problem(account("two words").publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("SecretKey");
        assertThat(fake.calls()).isEmpty();
    }
}

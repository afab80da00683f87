package io.github.ddnsjava.providers.aliyun;

import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of each of the vendor's errors, and of settings that are wrong. */
class AliyunErrorsTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();

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
        fake.addZone("example.com");
        account = new Publishing(create(Map.of(
                "accessKeyId", FakeAliyun.ID, "accessKeySecret", FakeAliyun.SECRET, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("aliyun", Settings.at("providers.ali", settings), CONTEXT);
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, status, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "DescribeDomains,          404, InvalidAccessKeyId.NotFound,  authentication, ACCOUNT",
        "DescribeDomains,          400, InvalidAccessKeyId.Inactive,  authentication, ACCOUNT",
        "DescribeDomains,          400, IncompleteSignature,          authentication, ACCOUNT",
        "AddDomainRecord,          400, SignatureDoesNotMatch,        authentication, ACCOUNT",
        "DescribeDomains,          400, InvalidSecurityToken.Expired, authentication, ACCOUNT",
        "DescribeDomains,          403, Forbidden.RAM,                authentication, ACCOUNT",
        "DescribeSubDomainRecords, 403, Forbidden.RAM,                authentication, ZONE",
        "AddDomainRecord,          403, Forbidden,                    authentication, RECORD",
        "DescribeDomains,          400, InvalidTimeStamp.Expired,     transient,      ",
        "AddDomainRecord,          400, IllegalTimestamp,             transient,      ",
        "AddDomainRecord,          400, SignatureNonceUsed,           transient,      ",
        "DescribeSubDomainRecords, 400, InvalidDomainName.NoExist,    rejected,       ZONE",
        "DescribeSubDomainRecords, 400, IncorrectDomainUser,          rejected,       ZONE",
        "UpdateDomainRecord,       400, DomainRecordNotBelongToUser,  transient,      ",
        "UpdateDomainRecord,       400, InvalidRecordId.NotFound,     transient,      ",
        "AddDomainRecord,          400, DomainRecordConflict,         rejected,       RECORD",
        "AddDomainRecord,          400, InvalidRR.NoExist,            rejected,       RECORD",
        "AddDomainRecord,          400, InvalidTTL,                   rejected,       RECORD",
        "AddDomainRecord,          400, SubDomainInvalid.Value,       rejected,       RECORD",
        "UpdateDomainRecord,       400, DomainRecordLocked,           blocked,        RECORD",
        "AddDomainRecord,          400, DomainForbidden,              blocked,        ZONE",
        "AddDomainRecord,          400, RecordForbidden.BlackHole,    blocked,        RECORD",
        "AddDomainRecord,          400, DomainExpiredDNSForbidden,    blocked,        ZONE",
        "AddDomainRecord,          400, QuotaExceeded.ARecord,        rejected,       RECORD",
        "DescribeDomains,          400, Throttling.User,              rate-limited,   ACCOUNT",
        "AddDomainRecord,          429, Throttling,                   rate-limited,   ACCOUNT",
        "AddDomainRecord,          503, Throttling.Api,               rate-limited,   ACCOUNT",
        "DescribeDomains,          503, ServiceUnavailable,           transient,      ",
        "DescribeDomains,          500, InternalError,                transient,      ",
        "DescribeDomains,          400, UnKnownError,                 transient,      ",
        "AddDomainRecord,          200, Throttling.User,              rate-limited,   ACCOUNT"
    })
    void eachErrorOfTheVendorHasItsMeaning(String action, int status, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        if (action.equals("UpdateDomainRecord")) {
            fake.put("example.com", "A", "www", "192.0.2.9", 600);
        }
        fake.plan(
                action, FakeAliyun.refusal(status, code, "what the vendor says").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says", action);
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

    @ParameterizedTest
    @ValueSource(strings = {"short", "LTAI 5tHk9QmT4vWz7YpB2cXe", "LTAI5tHk9QmT4vWz7YpB2cXe=", "schlüssel"})
    @Tag("promise-22")
    @Tag("promise-23")
    void anIdThatIsNoneIsRefusedAndNotShown(String id) {
        assertThatThrownBy(() -> create(Map.of("accessKeyId", id, "accessKeySecret", FakeAliyun.SECRET)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.ali.accessKeyId")
                .hasMessageContaining("RAM console")
                .hasMessageNotContaining(id);
    }

    @Test
    @Tag("promise-23")
    void aTemporaryKeyNeedsItsToken() {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> create(Map.of("accessKeyId", "STS.NUgYrLnoC37mZZCNnAbez", "accessKeySecret", "x")));

        assertThat(refused).hasMessageContaining("securityToken");
    }

    @Test
    void aSecretWithSpacesIsNeverSent() throws InterruptedException {
        Publishing bad = new Publishing(create(
                Map.of("accessKeyId", FakeAliyun.ID, "accessKeySecret", "two words", "endpoint", fake.endpoint())));

        assertThat(problem(bad.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("AccessKey Secret");
        assertThat(fake.calls()).isEmpty();
    }
}

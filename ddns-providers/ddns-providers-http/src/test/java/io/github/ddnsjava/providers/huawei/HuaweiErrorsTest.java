package io.github.ddnsjava.providers.huawei;

import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What is made of each of the vendor's errors, and of settings that are wrong. */
class HuaweiErrorsTest {
    private static FakeHuawei fake;

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
        fake.addZone("example.com");
        account = account(FakeHuawei.KEY);
    }

    private static Publishing account(String key) {
        return new Publishing(
                create(Map.of("accessKeyId", FakeHuawei.ID, "secretAccessKey", key, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("huawei", Settings.at("providers.hw", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, status, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones,  401, APIGW.0301, authentication, ACCOUNT",
        "zones,  401, APIGW.0303, authentication, ACCOUNT",
        "zones,  401, DNS.0005,   authentication, ACCOUNT",
        "zones,  403, APIGW.0305, authentication, ACCOUNT",
        "list,   403, APIGW.0302, authentication, ZONE",
        "create, 403, APIGW.0306, authentication, RECORD",
        "create, 403, DNS.0013,   authentication, RECORD",
        "list,   403, DNS.0030,   authentication, ZONE",
        "create, 403, DNS.1802,   authentication, RECORD",
        "create, 403, DNS.0040,   authentication, ACCOUNT",
        "zones,  404, APIGW.0101, rejected,       RECORD",
        "zones,  429, APIGW.0308, rate-limited,   ACCOUNT",
        "create, 403, DNS.0014,   rate-limited,   ACCOUNT",
        "list,   403, DNS.0021,   rate-limited,   ACCOUNT",
        "list,   404, DNS.0302,   rejected,       ZONE",
        "list,   404, DNS.1206,   rejected,       ZONE",
        "update, 404, DNS.0004,   transient,      ",
        "update, 404, DNS.0313,   transient,      ",
        "update, 404, DNS.0312,   transient,      ",
        "create, 400, DNS.0335,   transient,      ",
        "create, 400, DNS.0312,   transient,      ",
        "create, 409, DNS.0312,   transient,      ",
        "create, 400, DNS.0016,   transient,      ",
        "create, 400, DNS.0303,   rejected,       RECORD",
        "create, 400, DNS.0304,   rejected,       RECORD",
        "create, 400, DNS.0307,   rejected,       RECORD",
        "create, 400, DNS.0308,   rejected,       RECORD",
        "create, 400, DNS.0309,   rejected,       RECORD",
        "create, 400, DNS.0319,   rejected,       RECORD",
        "create, 400, DNS.0209,   blocked,        ZONE",
        "create, 400, DNS.0213,   blocked,        ZONE",
        "create, 400, DNS.0214,   blocked,        ZONE",
        "create, 400, DNS.0403,   rejected,       RECORD",
        "create, 400, DNS.0404,   rejected,       RECORD",
        "create, 400, DNS.0405,   rejected,       RECORD",
        "create, 400, DNS.0408,   rejected,       RECORD",
        "create, 400, DNS.0409,   rejected,       RECORD",
        "zones,  500, DNS.0000,   transient,      ",
        "list,   500, DNS.0001,   transient,      ",
        "create, 500, DNS.0003,   transient,      ",
        "create, 500, DNS.0012,   transient,      ",
        "create, 500, DNS.0015,   transient,      ",
        "create, 500, DNS.0022,   transient,      ",
        "create, 500, DNS.0036,   transient,      ",
        "create, 502, APIGW.0201, transient,      "
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("update")) {
            fake.put("example.com", "A", "www.example.com.", "192.0.2.9", 600);
        }
        for (int i = 0; i < 2; i++) { // what would be listed anew is refused again
            fake.plan(
                    call,
                    FakeHuawei.refusal(status, code, "what the vendor says").answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(code, "what the vendor says");
    }

    @Test
    @Tag("promise-22")
    void aTemporaryKeyIsSentWithItsToken() throws InterruptedException {
        fake.temporary("the-token-of-the-session");
        Map<String, String> settings = new HashMap<>(
                Map.of("accessKeyId", FakeHuawei.ID, "secretAccessKey", FakeHuawei.KEY, "endpoint", fake.endpoint()));
        settings.put("securityToken", "the-token-of-the-session");
        Publishing temporary = new Publishing(create(settings));

        assertThat(temporary.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Accepted.class);

        Problem without = problem(change());
        assertThat(without.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(without.message()).contains("needs its securityToken");
        settings.put("securityToken", "another-token");
        assertThat(problem(new Publishing(create(settings)).publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .toString())
                .contains("needs its securityToken")
                .doesNotContain("another-token");
    }

    @Test
    void theSecretOfAnotherKeyIsToldAsSuch() throws InterruptedException {
        Problem problem = problem(account("another-secret").publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("those of one key", "clock of this host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"user", "QTWA OYTTINDUT2QVKYUC", "QTWAOYTTINDUT2QVKYUC=", "MIICIjANBgkqhkiG9w0BAQEFAAO/CAg8A"})
    @Tag("promise-22")
    @Tag("promise-23")
    void anIdThatIsNoneIsRefusedAndNotShown(String id) {
        assertThatThrownBy(() -> create(Map.of("accessKeyId", id, "secretAccessKey", FakeHuawei.KEY)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.hw.accessKeyId")
                .hasMessageContaining("My Credentials")
                .hasMessageNotContaining("\"" + id + "\"");
    }

    @Test
    void aSecretWithSpacesIsNeverSent() throws InterruptedException {
        assertThat(problem(account("two words").publish(Changes.ensure("www.example.com", "192.0.2.1")))
                        .message())
                .contains("Secret Access Key");
        assertThat(fake.calls()).isEmpty();
    }
}

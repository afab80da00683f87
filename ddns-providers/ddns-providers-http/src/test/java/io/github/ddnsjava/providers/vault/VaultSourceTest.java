package io.github.ddnsjava.providers.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets from a strict fake of Vault. */
class VaultSourceTest {
    private final ManualClock clock = new ManualClock();
    private final FakeVault vault = new FakeVault(clock);
    private final Map<String, Object> settings = new TreeMap<>();
    private final AtomicReference<String> token = new AtomicReference<>(FakeVault.TOKEN);

    @BeforeEach
    void begin() {
        vault.begin();
        settings.put("address", vault.address());
        settings.put("auth", Map.of("token", Secret.from("a test", token::get)));
    }

    @AfterEach
    void end() {
        vault.close();
    }

    private void byRole() {
        settings.put("auth", Map.of("roleId", FakeVault.ROLE, "secretId", Secret.of(FakeVault.SECRET)));
    }

    private Function<String, Secret> source() {
        return source(ProviderContext.standard().http());
    }

    private Function<String, Secret> source(HttpTransport http) {
        ProviderContext standard = ProviderContext.standard();
        ProviderContext context = new ProviderContext(http, clock, standard.random(), standard.lookup());
        return new VaultSource().open("vault", Settings.at("secrets.vault", Path.of(""), settings), context);
    }

    private Secret secret() {
        return source().apply("secret/ddns#token");
    }

    /** Tells the secret of a refusal, as the engine does. */
    private static void refuse(Secret secret) {
        Settings.of("token", secret).forgetSecrets();
    }

    @Test
    void aFieldOfASecretIsReadOnceForItsPathAndCacheFor() {
        Function<String, Secret> source = source();
        vault.secrets.get("secret/ddns").put("user", "anna");
        assertThat(source.apply("secret/ddns#token").reveal()).isEqualTo("t0ken-1");
        assertThat(source.apply("secret/ddns#user").reveal()).isEqualTo("anna");
        assertThat(vault.calls()).containsExactly("lookup", "read");

        vault.secrets.get("secret/ddns").put("token", "t0ken-2");
        clock.advance(Duration.ofMinutes(4));
        assertThat(source.apply("secret/ddns#token").reveal()).isEqualTo("t0ken-1");
        clock.advance(Duration.ofMinutes(1));
        assertThat(source.apply("secret/ddns#token").reveal()).isEqualTo("t0ken-2");
        assertThat(vault.calls()).containsExactly("lookup", "read", "read");
    }

    @Test
    @Tag("promise-10")
    void aSecretThatWasRefusedIsReadAgainAtOnce() {
        Secret secret = secret();
        secret.reveal();
        vault.secrets.get("secret/ddns").put("token", "t0ken-2");
        assertThat(secret.reveal()).isEqualTo("t0ken-1");
        refuse(secret);
        assertThat(secret.reveal()).isEqualTo("t0ken-2");
    }

    @Test
    void theEngineMayBeMountedDeeperAndInANamespace() {
        vault.namespace = "home/dns";
        vault.secrets.put("team/kv/a b/ünder", Map.of("token", "deep"));
        settings.put("namespace", "home/dns");
        settings.put("mount", "team/kv");
        byRole();
        assertThat(source().apply("a b/ünder#token").reveal()).isEqualTo("deep");
        assertThat(vault.refusals()).isEmpty();
    }

    @Test
    void anAppRoleLogsInOnceAndMayBeMountedElsewhere() {
        settings.put(
                "auth",
                Map.of("roleId", FakeVault.ROLE, "secretId", Secret.of(FakeVault.SECRET), "mount", "team/approle"));
        Secret secret = secret();
        secret.reveal();
        refuse(secret);
        secret.reveal();
        assertThat(vault.calls()).containsExactly("login", "read", "read");
    }

    @Test
    void aTokenIsRenewedBeforeItEndsAsOftenAsItCanBe() {
        byRole();
        settings.put("cacheFor", "1s");
        Secret secret = secret();
        for (int quarter = 0; quarter < 24; quarter++) { // six hours, in steps of 15 minutes
            assertThat(secret.reveal()).isEqualTo("t0ken-1");
            clock.advance(Duration.ofMinutes(15));
        }
        assertThat(vault.refusals()).isEmpty();
        assertThat(vault.calls().stream().filter("renew"::equals).count()).isBetween(5L, 8L);
        assertThat(vault.calls().stream().filter("login"::equals).count()).isEqualTo(2); // the longest time is 4 hours
    }

    @Test
    void aTokenOfTheConfigurationIsRenewedToo() {
        settings.put("cacheFor", "1s");
        Secret secret = secret();
        for (int quarter = 0; quarter < 12; quarter++) {
            assertThat(secret.reveal()).isEqualTo("t0ken-1");
            clock.advance(Duration.ofMinutes(15));
        }
        assertThat(vault.refusals()).isEmpty();
        assertThat(vault.calls()).contains("renew");
    }

    @Test
    void aTokenThatMayNotLookAtItselfIsUsed() {
        vault.lookup = false;
        assertThat(secret().reveal()).isEqualTo("t0ken-1");
    }

    @Test
    void afterARefusalItLogsInOnceMore() {
        byRole();
        Secret secret = secret();
        secret.reveal();
        vault.tokens.clear(); // revoked
        refuse(secret);
        assertThat(secret.reveal()).isEqualTo("t0ken-1");
        assertThat(vault.calls()).containsExactly("login", "read", "read", "login", "read");
    }

    @Test
    @Tag("promise-10")
    void aTokenThatWasRotatedIsTakenFromTheConfigurationAgain() {
        Secret secret = secret();
        secret.reveal();
        vault.tokens.put("hvs.another", vault.tokens.remove(FakeVault.TOKEN));
        token.set("hvs.another");
        refuse(secret);
        assertThat(secret.reveal()).isEqualTo("t0ken-1");
    }

    @Test
    @Tag("promise-10")
    void whatAPersonMustMendIsNoWrongLoginAndIsNotAskedForAtEachUse() {
        byRole();
        vault.forbidden.add("secret/ddns");
        Secret secret = secret();
        for (int use = 0; use < 3; use++) {
            assertThatThrownBy(secret::reveal)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(
                            "the secret vault:secret/ddns may not be read: GET localhost/v1/{mount}/data/{path}: ")
                    .hasMessageContaining("permission denied")
                    .hasMessageEndingWith("; check auth, and the policy for this path");
        }
        assertThat(vault.calls()).containsExactly("login", "read");

        vault.forbidden.clear();
        clock.advance(Duration.ofMinutes(1));
        assertThat(secret.reveal()).isEqualTo("t0ken-1");
    }

    @Test
    @Tag("promise-22")
    void aLoginThatIsRefusedIsToldWithoutItsSecret() {
        byRole();
        vault.secretId = "another";
        vault.plan("login", WireMock.jsonResponse("{\"errors\":[\"wrong: " + FakeVault.SECRET + "\"]}", 400));
        assertThat(catchThrowable(() -> secret().reveal()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("wrong: ")
                .hasMessageNotContaining(FakeVault.SECRET);
        assertThatThrownBy(() -> secret().reveal()).hasMessageContaining("invalid role or secret ID");
    }

    /** A server may lock an AppRole after some logins that failed. */
    @Test
    @Tag("promise-10")
    void aLoginThatIsRefusedIsTriedOnceForAllPaths() {
        byRole();
        vault.secretId = "another";
        Function<String, Secret> source = source();
        for (String path : List.of("secret/ddns", "secret/other", "secret/ddns")) {
            assertThatThrownBy(() -> source.apply(path + "#token").reveal())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("the secret source vault cannot log in: ")
                    .hasMessageEndingWith("; check auth");
        }
        assertThat(vault.calls()).containsExactly("login");

        vault.secretId = FakeVault.SECRET;
        clock.advance(Duration.ofMinutes(1));
        assertThat(source.apply("secret/ddns#token").reveal()).isEqualTo("t0ken-1");
    }

    @ParameterizedTest
    @CsvSource({"412", "429", "472", "473", "500", "501", "502", "503"})
    @Tag("promise-10")
    void aServerThatIsNotAvailableIsATemporaryProblemThatNamesTheSource(int status) {
        vault.plan("read", WireMock.jsonResponse("{\"errors\":[\"later\"]}", status));
        Secret secret = secret();
        for (int use = 0; use < 2; use++) {
            assertThatThrownBy(secret::reveal)
                    .isInstanceOf(TransientException.class)
                    .hasMessageStartingWith("the secret source vault is not available: ");
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(secret.reveal()).isEqualTo("t0ken-1");
    }

    @Test
    @Tag("promise-10")
    void aServerThatIsSealedOrGoneIsATemporaryProblem() {
        vault.sealed = true;
        assertThatThrownBy(() -> secret().reveal())
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("Vault is sealed");
        settings.put("address", "http://127.0.0.1:9");
        assertThatThrownBy(() -> secret().reveal()).isInstanceOf(TransientException.class);
    }

    @Test
    @Tag("promise-10")
    void aServerThatDoesNotAnswerIsWaitedForOnceForAllPathsFromTheEndOfTheWait() {
        AtomicInteger requests = new AtomicInteger();
        Function<String, Secret> source = source(request -> {
            requests.incrementAndGet();
            clock.advance(Duration.ofSeconds(20));
            throw TransientException.unknownOutcome("no complete answer within 20s", null);
        });
        for (String path : List.of("secret/ddns", "secret/other", "secret/third", "secret/ddns")) {
            assertThatThrownBy(() -> source.apply(path + "#token").reveal())
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("within 20s");
        }
        assertThat(requests).hasValue(1);

        clock.advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> source.apply("secret/other#token").reveal()).isInstanceOf(TransientException.class);
        assertThat(requests).hasValue(2);
    }

    @Test
    @Tag("promise-10")
    void aPathThatWasReadIsUsedWhileTheServerIsDown() {
        Function<String, Secret> source = source();
        source.apply("secret/ddns#token").reveal();
        vault.sealed = true;
        assertThatThrownBy(() -> source.apply("secret/other#token").reveal()).isInstanceOf(TransientException.class);
        assertThat(source.apply("secret/ddns#token").reveal()).isEqualTo("t0ken-1");
    }

    @Test
    void anAnswerThatIsNotUnderstoodIsAProblemOfItsPathOnly() {
        vault.secrets.put("secret/other", Map.of("token", "other"));
        vault.plan("read", WireMock.okJson("{}"));
        Function<String, Secret> source = source();
        assertThatThrownBy(() -> source.apply("secret/ddns#token").reveal()).isInstanceOf(TransientException.class);
        assertThat(source.apply("secret/other#token").reveal()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Sign in</html>",
                "",
                "[]",
                "{\"data\":[]}",
                "{\"data\":{\"data\":null}}",
                "{\"data\":{\"data\":\"x\"}}"
            })
    void anAnswerThatIsNotVaultsIsATemporaryProblem(String body) {
        vault.plan("read", WireMock.okJson(body));
        assertThatThrownBy(() -> secret().reveal()).isInstanceOf(TransientException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Long.MAX_VALUE})
    void aTimeThatMeansNothingIsNone(long seconds) {
        vault.plan("lookup", WireMock.okJson("{\"data\":{\"ttl\":" + seconds + ",\"renewable\":true}}"));
        assertThat(secret().reveal()).isEqualTo("t0ken-1");
    }

    @ParameterizedTest
    @CsvSource({
        "secret/other#token, the secret vault:secret/other is not there or is deleted",
        "secret/ddns#other, the secret vault:secret/ddns has no field other with a text",
        "secret/ddns#pin, the secret vault:secret/ddns has no field pin with a text",
        "secret/ddns#empty, the secret vault:secret/ddns has no field empty with a text"
    })
    void whatIsNotThereIsNamed(String reference, String message) {
        assertThatThrownBy(() -> source().apply(reference).reveal())
                .isInstanceOf(ConfigurationException.class)
                .extracting(e -> e.getMessage().replace(",", ""))
                .asString()
                .startsWith(message);
    }

    @Test
    void aDeletedSecretIsNotThere() {
        vault.deleted.add("secret/ddns");
        assertThatThrownBy(() -> secret().reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not there, or is deleted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"secret/ddns", "#token", "secret#token", "secret//ddns#token", "/secret/ddns#token", "a/b#"})
    void aReferenceNamesAPathAndAField(String reference) {
        assertThatThrownBy(() -> source().apply(reference))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("${vault:PATH#FIELD}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret/../sys#token", "secret/./x#token"})
    @Tag("promise-22")
    void aPathLeadsNowhereElse(String reference) {
        assertThatThrownBy(() -> source().apply(reference)).isInstanceOf(ConfigurationException.class);
        assertThat(vault.calls()).isEmpty();
    }

    @Test
    void wrongSettingsAreTold() {
        settings.put("auth", Map.of("token", "x", "roleId", "y"));
        assertThatThrownBy(this::source)
                .hasMessageContaining("secrets.vault.auth.roleId: does not belong to the others");
        settings.put("auth", Map.of("roleId", "y"));
        assertThatThrownBy(this::source).hasMessageContaining("secrets.vault.auth.secretId: is missing");
        byRole();
        settings.put("address", "http://vault.example");
        assertThatThrownBy(this::source)
                .hasMessageContaining("secrets.vault.address")
                .hasMessageContaining("allowInsecure");
    }

    private UpdaterConfiguration configured(String reference) {
        ProviderContext standard = ProviderContext.standard();
        return UpdaterConfiguration.parse(
                """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "own": { "type": "desec", "token": "%s" } },
                  "records": [ { "name": "home.example.com", "type": "A" } ],
                  "secrets": { "vault": { "address": "%s", "auth": { "token": "%s" } } }
                }
                """.formatted(reference, vault.address(), FakeVault.TOKEN),
                Path.of(""),
                new ProviderContext(standard.http(), clock, standard.random(), standard.lookup()));
    }

    @Test
    void aConfigurationRefersToIt() {
        vault.secrets.put("secret/desec", Map.of("token", "i-T3b1h_OI-H9ab8tRS98stGtURe"));
        assertThat(configured("${vault:secret/desec#token}").records()).hasSize(1);
        assertThatThrownBy(() -> configured("${vault:secret/ddns#other}"))
                .hasMessage(
                        "providers.own.token: the secret vault:secret/ddns has no field other with a text; check its"
                                + " name");
        vault.sealed = true;
        assertThatThrownBy(() -> configured("${vault:secret/ddns#token}"))
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("the secret source vault is not available");
    }

    @Test
    void aConfigurationThatIsReadAgainLogsInOnce(@TempDir Path directory) throws IOException {
        vault.secrets.put("secret/desec", Map.of("token", "i-T3b1h_OI-H9ab8tRS98stGtURe"));
        String json = """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "own": { "type": "desec", "token": "${vault:secret/desec#token}" } },
                  "records": [ { "name": "home.example.com", "type": "A" } ],
                  "secrets": { "vault": { "address": "%s", "auth": { "roleId": "%s", "secretId": "%s" } } }
                }
                """.formatted(vault.address(), FakeVault.ROLE, FakeVault.SECRET);
        Path file = Files.writeString(directory.resolve("ddns.json"), json);
        UpdaterConfiguration configuration = UpdaterConfiguration.load(file);
        Files.writeString(file, json.replace("records", "record"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(configuration::reread).isInstanceOf(ConfigurationException.class);
        }
        Files.writeString(file, json);
        configuration.reread().reread();

        assertThat(vault.calls()).containsExactly("login", "read");
    }

    @Test
    @Tag("promise-22")
    void noTextShowsAValue() {
        Secret secret = secret();
        assertThat(secret).hasToString("Secret[vault:secret/ddns#token]");
        vault.secrets.get("secret/ddns").put("token", " s3cret ");
        refuse(secret);
        assertThatThrownBy(secret::reveal)
                .hasMessageContaining("vault:secret/ddns#token begins with U+0020 SPACE")
                .hasMessageNotContaining("s3cret");
    }
}

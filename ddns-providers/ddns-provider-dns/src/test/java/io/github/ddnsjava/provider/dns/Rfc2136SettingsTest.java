package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The settings of {@code rfc2136}: nothing is asked of any server. */
class Rfc2136SettingsTest {
    private static final Settings GOOD =
            Settings.of("server", "ns1.example.com", "keyName", "ddns-key", "keySecret", "c2VjcmV0IQ==");

    private static DnsProvider create(Settings settings) {
        return new Rfc2136Factory().create("rfc2136", settings, ProviderContext.standard());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Settings settings) {
        return assertThatThrownBy(() -> create(settings)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theProviderIsFoundByItsId() {
        assertThat(DnsProviders.create("rfc2136", GOOD)).isInstanceOf(Rfc2136Provider.class);
    }

    @Test
    void theServerNeedsNotBeResolvableYet() {
        assertThat(create(GOOD.with("server", "no-such-host.invalid"))).isNotNull();
    }

    @Test
    @Tag("promise-23")
    void aServerIsAHostNameOrAnAddress() {
        for (String good : List.of("localhost", "192.0.2.1", "2001:db8::1", "ns1.example.com.")) {
            assertThat(create(GOOD.with("server", good))).isNotNull();
        }
        for (String bad : List.of("", "ns1.example.com:53", "[2001:db8::1]", "dns://ns1", "two words")) {
            assertRefused(GOOD.with("server", bad))
                    .hasMessageContaining("server: is \"" + bad + "\"")
                    .hasMessageContaining("the port has a setting of its own");
        }
    }

    @Test
    @Tag("promise-22")
    void aSecretThatIsNotBase64IsRefusedAndNotShown() {
        for (String bad : List.of("not base64 at all!", "", "c2VjcmV0I", "key \"x\" { secret \"c2VjcmV0IQ==\"; };")) {
            AbstractThrowableAssert<?, ?> refused = assertRefused(Settings.at(
                            "providers.home", java.util.Map.of("server", "ns1", "keyName", "k", "keySecret", bad)))
                    .hasMessageContaining("providers.home.keySecret: is " + (bad.isEmpty() ? "empty" : "not Base64"))
                    .hasNoCause();
            if (!bad.isEmpty()) {
                refused.hasMessageNotContaining(bad);
            }
        }
    }

    @Test
    void aSecretThatCannotBeReadYetIsNoErrorYet() {
        Secret absent = Secret.from("vault", () -> {
            throw new ConfigurationException("", "the vault is sealed", "");
        });
        assertThat(create(GOOD.with("keySecret", absent))).isNotNull();
    }

    @Test
    void nameAndSecretBelongTogether() {
        assertRefused(Settings.of("server", "ns1", "keyName", "ddns-key"))
                .hasMessageContaining("keySecret: is missing")
                .hasMessageContaining("neither, for a server that takes unsigned updates");
        assertRefused(Settings.of("server", "ns1", "keySecret", "c2VjcmV0IQ=="))
                .hasMessageContaining("keyName: is missing");
        assertThat(create(Settings.of("server", "ns1"))).isNotNull();
    }

    @Test
    void fiveAlgorithmsAreKnownAndMd5IsRefusedWithTheReason() {
        for (String good : List.of("hmac-sha1", "hmac-sha224", "hmac-sha256", "HMAC-SHA384", "hmac-sha512")) {
            assertThat(create(GOOD.with("keyAlgorithm", good))).isNotNull();
        }
        assertRefused(GOOD.with("keyAlgorithm", "hmac-md5.sig-alg.reg.int"))
                .hasMessageContaining("RFC 8945 says must not be used")
                .hasMessageContaining("hmac-sha256");
        assertRefused(GOOD.with("keyAlgorithm", "sha256"))
                .hasMessageContaining("keyAlgorithm: is \"sha256\"")
                .hasMessageContaining("hmac-sha256");
    }

    @Test
    void portTimeoutAndKeyNameAreChecked() {
        assertRefused(GOOD.with("port", 70_000))
                .hasMessageContaining("port: is 70000")
                .hasMessageContaining("65535");
        assertRefused(GOOD.with("timeout", "1h")).hasMessageContaining("timeout: is \"1h\"");
        assertRefused(GOOD.with("keyName", "a..b")).hasMessageContaining("keyName: is \"a..b\"");
        assertRefused(GOOD.with("keyName", ".")).hasMessageContaining("keyName");
    }

    @Test
    void anAccountIsAServerAndAKeyWithItsSecret() {
        String account = create(GOOD).account();
        assertThat(create(GOOD).account()).isEqualTo(account).doesNotContain("c2VjcmV0IQ");
        assertThat(create(GOOD.with("keySecret", "b3RoZXI=")).account()).isNotEqualTo(account);
        assertThat(create(GOOD.with("keyName", "other-key")).account()).isNotEqualTo(account);
        assertThat(create(GOOD.with("port", 5353)).account()).isNotEqualTo(account);
    }
}

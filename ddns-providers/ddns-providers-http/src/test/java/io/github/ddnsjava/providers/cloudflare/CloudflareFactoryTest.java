package io.github.ddnsjava.providers.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings, and what is said of them. */
class CloudflareFactoryTest {
    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load()
                .create("cloudflare", Settings.at("providers.cf", settings), ProviderContext.standard());
    }

    @Test
    void isFoundByItsId() {
        assertThat(create(Map.of("token", Secret.of("t"))).abilities().read()).isTrue();
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource({
        "'',                         providers.cf.token",
        "email,                      providers.cf.globalApiKey",
        "globalApiKey,               providers.cf.email",
        "token email,                providers.cf.email",
        "token globalApiKey,         providers.cf.globalApiKey",
        "token email globalApiKey,   providers.cf.email"
    })
    void credentialsThatAreNotOneWholeSchemeAreRefused(String given, String path) {
        Map<String, Object> settings = new TreeMap<>();
        for (String name : given.split(" ")) {
            if (!name.isEmpty()) {
                settings.put(name, name.equals("email") ? "me@example.com" : "s3cret");
            }
        }

        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("token alone, or email together with globalApiKey")
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource({
        "zoneId,   example.com,          32 hexadecimal digits",
        "endpoint, http://192.0.2.1/,    allowInsecure",
        "zoneID,   0,                    no such setting"
    })
    void aSettingThatIsWrongIsNamedWithWhatIsAllowed(String name, String value, String allowed) {
        assertThatThrownBy(() -> create(Map.of("token", "t", name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.cf." + name)
                .hasMessageContaining(allowed);
    }

    @Test
    @Tag("promise-23")
    void everyWrongSettingIsNamedAtOnce() {
        assertThatThrownBy(() -> create(Map.of("email", "me@example.com", "zoneId", "x", "endpoint", "y")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Entry::path)
                                .containsExactlyInAnyOrder(
                                        "providers.cf.globalApiKey", "providers.cf.zoneId", "providers.cf.endpoint"));
    }

    @Test
    void anEmailThatIsNoneIsRefused() {
        assertThatThrownBy(() -> create(Map.of("email", "me", "globalApiKey", "k")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.cf.email");
    }

    @Test
    @Tag("promise-22")
    void oneTokenIsOneAccountAndItsKeyDoesNotTellTheToken() {
        String account = create(Map.of("token", "t0ken")).account();

        assertThat(create(Map.of("token", "t0ken", "zoneId", "0".repeat(32))).account())
                .isEqualTo(account);
        assertThat(create(Map.of("token", "other")).account()).isNotEqualTo(account);
        assertThat(account).doesNotContain("t0ken");
        assertThat(create(Map.of("token", "t0ken")).toString()).doesNotContain("t0ken");
    }

    @Test
    void theDescriptionNamesEverySettingAndTellsWhatIsNotable() {
        TypeDescriptor descriptor = new CloudflareFactory().describe().get(0);

        assertThat(descriptor.settings())
                .extracting("name")
                .containsExactly("token", "email", "globalApiKey", "zoneId", "endpoint", "allowInsecure");
        assertThat(descriptor.settings()).filteredOn("secret", true).hasSize(2);
        assertThat(descriptor.notes()).allMatch(note -> note.endsWith("."));
        assertThat(descriptor.limits()).contains("1,200");
    }

    @Test
    void declaresTheBoundsOfItsAttributes() {
        Map<String, AttributeSpec> attributes =
                create(Map.of("token", "t")).abilities().attributes();

        assertThat(attributes).containsOnlyKeys("ttl", "proxied", "comment", "tags");
        assertThat(List.of(1, 60, 86_400)).allMatch(s -> attributes.get("ttl").accepts(Duration.ofSeconds(s)));
        assertThat(List.of(0, 2, 59, 86_401))
                .noneMatch(s -> attributes.get("ttl").accepts(Duration.ofSeconds(s)));
    }
}

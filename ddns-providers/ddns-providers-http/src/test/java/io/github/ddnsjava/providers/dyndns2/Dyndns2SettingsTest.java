package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be set, and what is said where it may not. */
class Dyndns2SettingsTest {
    private static final Settings GOOD = Settings.at(
            "providers.dyn",
            Map.of("endpoint", "https://members.example/v3/update", "username", "alice", "password", "s3cret"));

    private static DnsProvider provider(Settings settings) {
        return new Dyndns2Factory().create("dyndns2", settings, ProviderContext.standard());
    }

    @Test
    void theDefaultsAreWhatEveryServiceTakes() {
        Abilities abilities = provider(GOOD).abilities();
        assertThat(abilities.hostsPerCall()).isEqualTo(1);
        assertThat(abilities.joint()).isEqualTo(Abilities.Joint.SEPARATE);
        assertThat(abilities.holdRule()).isEqualTo(HoldRule.UNTIL_SETTINGS_CHANGE);
        assertThat(abilities.refreshEvery()).isEmpty();
        assertThat(abilities.read() || abilities.delete() || abilities.wildcard() || abilities.multiValue())
                .isFalse();
        assertThat(abilities.attributes()).isEmpty();
    }

    @Test
    void settingsChangeTheAbilities() {
        Abilities abilities = provider(GOOD.with("maxHosts", 20)
                        .with("families", "joint")
                        .with("absentFamily", "changes")
                        .with("refreshEvery", "25d"))
                .abilities();
        assertThat(abilities.hostsPerCall()).isEqualTo(20);
        assertThat(abilities.joint()).isEqualTo(Abilities.Joint.OMISSION_CHANGES);
        assertThat(abilities.refreshEvery()).contains(Duration.ofDays(25));
        assertThat(provider(GOOD.with("families", "myipv6")).abilities().joint())
                .isEqualTo(Abilities.Joint.TOGETHER);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    endpoint     | members.example/update                  | https
                    endpoint     | http://members.example/nic/update       | allowInsecure
                    endpoint     | https://members.example/u?pass=s3cret   | before the question mark
                    endpoint     | https://u:s3cret@members.example/update | without user
                    username     | ' '                                     | name of the account
                    families     | both                                    | separate, joint, myipv6
                    absentFamily | clears                                  | keeps, changes
                    absentFamily | changes                                 | joint
                    maxHosts     | 21                                      | 1 to 20
                    userAgent    | ''                                      | printable ASCII
                    userAgent    | Java-http-client/17                     | product's own name
                    userAgent    | Mozilla/5.0                             | product's own name
                    refreshEvery | 1h                                      | from 1d to 365d
                    """)
    @Tag("promise-23")
    void aBadValueIsRefusedWithItsPathAndWhatIsAllowed(String name, String value, String allowed) {
        Object typed = name.equals("maxHosts") ? Integer.valueOf(value) : value;
        assertThatThrownBy(() -> provider(GOOD.with(name, typed)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.dyn." + name)
                .hasMessageContaining(allowed)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    @Tag("promise-22")
    void noControlCharacterGetsIntoAHeader() {
        assertThatThrownBy(() -> provider(GOOD.with("userAgent", "Acme/1\r\nX-Evil: 1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> provider(GOOD.with("username", "alice\r\n")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void theAccountIsEndpointAndUser() {
        String account = provider(GOOD).account();
        assertThat(provider(GOOD.with("password", "other")).account()).isEqualTo(account);
        assertThat(provider(GOOD.with("username", "bob")).account()).isNotEqualTo(account);
        assertThat(provider(GOOD.with("endpoint", "https://other.example/update"))
                        .account())
                .isNotEqualTo(account);
    }

    @Test
    @Tag("promise-10")
    void aChangedPasswordChangesTheFingerprint() {
        assertThat(provider(GOOD.with("password", "other")).fingerprint())
                .isNotEqualTo(provider(GOOD).fingerprint())
                .doesNotContain("other");
    }

    @Test
    void everySettingIsDescribed() {
        assertThat(new Dyndns2Factory().describe().get(0).settings())
                .extracting("name")
                .containsExactlyInAnyOrder(
                        "endpoint",
                        "username",
                        "password",
                        "maxHosts",
                        "families",
                        "absentFamily",
                        "userAgent",
                        "refreshEvery",
                        "allowInsecure");
    }
}

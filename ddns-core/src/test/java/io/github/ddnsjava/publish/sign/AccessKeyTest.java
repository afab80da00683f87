package io.github.ddnsjava.publish.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access keys as settings give them. */
class AccessKeyTest {
    private static final SettingSpec ID =
            SettingSpec.required("keyId", "the id").inForm("[A-Z0-9]{4,}", "the id as the console shows it");
    private static final SettingSpec SECRET =
            SettingSpec.secret("key", "the secret").inForm("[a-z]+", "the secret as the console shows it");
    private static final SettingSpec TOKEN = SettingSpec.optionalSecret("token", "the token");

    private static AccessKey read(Settings settings) {
        return AccessKey.of(settings, ID, SECRET, TOKEN, "TMP");
    }

    @Test
    void aLastingKeyHasNoTokenAndATemporaryOneHas() {
        Settings lasting = Settings.of("keyId", "LAST1", "key", "abc");

        assertThat(read(lasting).id()).isEqualTo("LAST1");
        assertThat(read(lasting).secret().reveal()).isEqualTo("abc");
        assertThat(read(lasting).sessionToken()).isEmpty();
        assertThat(read(Settings.of("keyId", "TMP1", "key", "abc", "token", "of the session"))
                        .sessionToken()
                        .map(Secret::reveal))
                .contains("of the session");
    }

    @Test
    @Tag("promise-22")
    void whatIsNoSuchKeyIsRefusedAndNotShown() {
        assertThatThrownBy(() -> read(Settings.of("keyId", "TMP1", "key", "abc")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("keyId")
                .hasMessageContaining("token is missing")
                .hasMessageNotContaining("TMP1");
        assertThatThrownBy(() -> read(Settings.of("keyId", "the-secret", "key", "abc")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("keyId")
                .hasMessageContaining("the id as the console shows it")
                .hasMessageNotContaining("the-secret");
        assertThatThrownBy(() -> read(Settings.of("keyId", "LAST1", "key", "ABC"))
                        .secret()
                        .reveal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the secret as the console shows it")
                .hasMessageNotContaining("ABC");
    }
}

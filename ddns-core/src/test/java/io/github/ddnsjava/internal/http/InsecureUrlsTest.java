package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsecureUrlsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:s3cret@h.example/n c",
                "https://u:s3cret@h.example/",
                "https://u:pass/s3cret@h.example/",
                "ftp://h.example/nic?password=s3cret",
                "http://h.example/nic?password=s3cret",
                "https://h.example/n c?key=s3cret",
                "https://h.example/#s3cret",
                "u:s3cret@h.example",
                "h.example?s3cret",
                "https://h.example/?\ns3cret",
            })
    @Tag("promise-22")
    void noMessageShowsCredentialsOrAQuery(String url) {
        assertThatThrownBy(() -> InsecureUrls.check(Settings.at("providers.d", Map.of()), "endpoint", url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.d.endpoint")
                .hasMessageNotContaining("s3cret");
    }
}

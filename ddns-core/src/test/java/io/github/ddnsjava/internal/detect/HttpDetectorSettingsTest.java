package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("promise-23")
class HttpDetectorSettingsTest {
    private static Settings wan(Map<String, ?> values) {
        return Settings.at("detectors.wan", values);
    }

    private static void assertRefused(Map<String, ?> values, String... words) {
        assertThatThrownBy(() -> HttpDetector.of(wan(values)))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void takesTextsAndNestedSettings() {
        HttpDetector.of(wan(Map.of(
                "urls",
                List.of(
                        "https://one.example",
                        Map.of("url", "https://two.example", "family", "ipv6", "operator", "acme"),
                        Settings.at("detectors.wan.urls[2]", Map.of("url", "https://three.example"))),
                "quorum",
                2)));
    }

    @Test
    void readsTheAllowedBlocks() {
        assertThat(HttpDetector.of(wan(Map.of("urls", "https://one.example", "allow", List.of("10.0.0.0/8"))))
                        .allow())
                .containsExactly(Cidr.parse("10.0.0.0/8"));
    }

    @Test
    void namesEachWrongUrlAtOnce() {
        assertRefused(
                Map.of(
                        "urls",
                        List.of("http://one.example", "https://fine.example", "nonsense", Map.of("family", "ipv6"), 7)),
                "detectors.wan.urls[0]",
                "allowInsecure",
                "detectors.wan.urls[2]",
                "detectors.wan.urls[3].url: is missing",
                "detectors.wan.urls[4]: is 7");
    }

    @Test
    void refusesAnEmptyList() {
        assertRefused(Map.of("urls", List.of()), "detectors.wan.urls", "at least one");
    }

    @Test
    @Tag("promise-2")
    void refusesAQuorumThatItsOperatorsCanNeverReach() {
        assertRefused(
                Map.of("urls", List.of("https://a.one.example", "https://b.one.example"), "quorum", 2),
                "detectors.wan.quorum",
                "only 1 independent operators are asked for ipv4: one.example");
        assertRefused(
                Map.of(
                        "urls",
                        List.of("https://one.example", Map.of("url", "https://two.example", "family", "ipv6")),
                        "quorum",
                        2),
                "asked for ipv4: one.example");
    }

    @Test
    @Tag("promise-2")
    void takesSourcesWithNamedOperatorsForIndependent() {
        HttpDetector.of(wan(Map.of(
                "urls",
                List.of(
                        Map.of("url", "http://127.0.0.1:1", "operator", "a"),
                        Map.of("url", "http://127.0.0.1:1", "operator", "b")),
                "quorum",
                2)));
    }

    @ParameterizedTest
    @CsvSource({
        "family, IPv6, detectors.wan.urls[0].family",
        "format, xml, detectors.wan.urls[0].format",
        "field, ip, detectors.wan.urls[0].field",
        "fmaily, ipv6, detectors.wan.urls[0].fmaily"
    })
    void namesAWrongNestedSetting(String name, String value, String path) {
        assertRefused(Map.of("urls", List.of(Map.of("url", "https://one.example", name, value))), path);
    }

    @Test
    void refusesBlocksAndQuorumsThatAreNone() {
        assertRefused(
                Map.of("urls", "https://one.example", "allow", List.of("10.0.0.1/8", "x")), "10.0.0.1/8", "\"x\"");
        assertRefused(Map.of("urls", "https://one.example", "quorum", 0), "detectors.wan.quorum");
    }

    @Test
    void takesPlainHttpOnlyFromLoopbackUnlessAllowed() {
        HttpDetector.of(wan(Map.of("urls", List.of("http://localhost:1", "http://127.0.0.1", "http://[::1]"))));
        HttpDetector.of(wan(Map.of("urls", "http://one.example", "allowInsecure", true)));
        assertRefused(Map.of("urls", "http://192.168.1.1"), "allowInsecure");
    }

    @Test
    @Tag("promise-22")
    void showsNoCredentialsOfAUrl() {
        assertThatThrownBy(() -> HttpDetector.of(wan(Map.of("urls", "https://user:s3cret@one.example"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://one.example, one.example",
        "https://api.ip.One.Example/x, one.example",
        "https://checkip.one.co.uk, one.co.uk",
        "https://one.co.uk, one.co.uk",
        "https://ip.one.com.cn, one.com.cn",
        "https://ip.one.co, one.co",
        "https://com.cn, com.cn",
        "https://9.9.9.9/trace, 9.9.9.9:443",
        "http://127.0.0.1:8080, 127.0.0.1:8080",
        "https://[2606:4700::1111], [2606:4700::1111]:443",
        "http://localhost, localhost:80"
    })
    void tellsTheOperatorByTheHost(String url, String operator) {
        assertThat(EchoSource.operatorOf(URI.create(url))).isEqualTo(operator);
    }

    @Test
    void keepsTheSlashAtTheEndOfAUrl() {
        assertThat(EchoSource.of(Settings.none(), 0, "https://one.example/api/").uri())
                .isEqualTo(URI.create("https://one.example/api/"));
    }
}

package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CoreDetectorsTest {
    private static final Map<String, Settings> EXAMPLES = Map.of(
            "http", Settings.of("urls", "https://one.example"),
            "stun", Settings.of("servers", "stun.example"),
            "interface", Settings.of("name", "eth0"),
            "static", Settings.of("ipv4", "9.9.9.9"),
            "command", Settings.of("command", "my-ip"),
            "file", Settings.of("path", "my-ip"),
            "first-of", Settings.of("detectors", "wan"),
            "quorum", Settings.of("detectors", List.of("one", "two")),
            "union", Settings.of("detectors", List.of("one", "two")),
            "prefix", Settings.of("detector", "one", "host", "::1"));

    private static IpDetector byKey(String key) {
        return IpDetectors.http("https://" + key + ".example");
    }

    @Test
    void makesEveryTypeThatItDescribes() {
        assertThat(new CoreDetectors().describe())
                .extracting(TypeDescriptor::id)
                .containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet());
        EXAMPLES.forEach((type, settings) -> assertThat(IpDetectors.create(type, settings, CoreDetectorsTest::byKey))
                .isNotNull());
    }

    @Test
    void explainsEverySettingInASentence() {
        assertThat(new CoreDetectors().describe())
                .flatExtracting(TypeDescriptor::settings)
                .extracting(SettingSpec::help)
                .allMatch(help -> help.endsWith(".") && help.length() < 200);
    }

    @Test
    @Tag("promise-23")
    void refusesASettingThatTheTypeDoesNotHave() {
        assertThatThrownBy(() ->
                        IpDetectors.create("http", Settings.of("url", "https://one.example"), CoreDetectorsTest::byKey))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url: detector http has no such setting");
    }
}

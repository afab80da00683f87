package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Cidr;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterDetectorsTest {
    private static IpDetector create(String type, Settings settings) {
        return IpDetectors.create(type, settings, key -> {
            throw new IllegalArgumentException(key);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nat-pmp", "pcp", "upnp"})
    void areFoundByTheirTypes(String type) {
        assertThat(create(type, Settings.none())).isNotNull();
        assertThat(create(type, Settings.of("gateway", "192.168.1.1", "allow", "10.0.0.0/8", "events", true))
                        .allow())
                .containsExactly(Cidr.parse("10.0.0.0/8"));
    }

    @Test
    void explainEverySettingInASentence() {
        assertThat(new RouterDetectors().describe())
                .flatExtracting(TypeDescriptor::settings)
                .extracting(SettingSpec::help)
                .allMatch(help -> help.endsWith(".") && help.length() < 200);
        assertThat(new RouterDetectors().describe())
                .flatExtracting(TypeDescriptor::notes)
                .allMatch(note -> note.endsWith("."));
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(strings = {"fritz.box", "fe80::1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.168.1.0/24", ""})
    void refuseAGatewayThatIsNoHost(String gateway) {
        assertThatThrownBy(() -> create("upnp", Settings.of("gateway", gateway)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("gateway: is \"" + gateway + "\"")
                .hasMessageContaining("as in 192.168.1.1");
    }

    @Test
    @Tag("promise-2")
    void areOneOperatorHoweverTheRouterIsAsked() {
        List<Map<String, String>> waysToOneRouter =
                List.of(Map.of("type", "nat-pmp"), Map.of("type", "pcp"), Map.of("type", "upnp"));

        assertThatThrownBy(() -> create("quorum", Settings.of("detectors", waysToOneRouter, "agree", 2)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agree: is 2, but the detectors rest on 1 independent operators");
    }

    @Test
    @Tag("promise-23")
    void refuseEventsThatAreNeitherTrueNorFalse() {
        assertThatThrownBy(() -> create("nat-pmp", Settings.of("events", "yes")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("events: is \"yes\"")
                .hasMessageContaining("true or false");
    }
}

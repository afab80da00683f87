package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StaticDetectorTest {
    private final FakeContext context = new FakeContext();

    private static Settings home(Map<String, ?> values) {
        return Settings.at("detectors.home", values);
    }

    @Test
    @Tag("promise-3")
    void knowsItsAddressesForCertain() throws Exception {
        IpDetector detector = StaticDetector.of(home(Map.of("ipv4", List.of("9.9.9.9", "8.8.8.8"), "ipv6", "2600::1")));

        assertThat(detector.detect(IPV4, context)).isInstanceOfSatisfying(Detection.Found.class, found -> {
            assertThat(found.addresses()).containsExactly(IpAddress.parse("8.8.8.8"), IpAddress.parse("9.9.9.9"));
            assertThat(found.certain()).isTrue();
            assertThat(found.agreeing()).isEqualTo(1);
        });
        assertThat(detector.detect(IPV6, context)).isInstanceOf(Detection.Found.class);
    }

    @Test
    void hasNoAddressOfAFamilyThatWasNotGiven() throws Exception {
        assertThat(IpDetectors.staticAddresses(IpAddress.parse("9.9.9.9")).detect(IPV6, context))
                .isInstanceOfSatisfying(
                        Detection.Absent.class,
                        absent -> assertThat(absent.reason()).isEqualTo("no ipv6 address is configured"));
    }

    @Test
    @Tag("promise-1")
    @Tag("promise-23")
    void refusesAPrivateAddressUnlessItsBlockIsAllowed() {
        assertThatThrownBy(() -> StaticDetector.of(home(Map.of("ipv4", "192.168.1.5"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.home.ipv4: 192.168.1.5 is a private address")
                .hasMessageContaining("\"allow\"");
        assertThat(StaticDetector.of(home(Map.of("ipv4", "192.168.1.5", "allow", "192.168.0.0/16")))
                        .allow())
                .containsExactly(Cidr.parse("192.168.0.0/16"));
    }

    @Test
    @Tag("promise-23")
    void namesEveryWrongAddressAtOnce() {
        assertThatThrownBy(() -> StaticDetector.of(home(Map.of("ipv4", List.of("2600::1", "x"), "ipv6", "9.9.9.9"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.home.ipv4: is \"2600::1\"")
                .hasMessageContaining("detectors.home.ipv4: is \"x\"")
                .hasMessageContaining("detectors.home.ipv6: is \"9.9.9.9\"");
    }

    @Test
    @Tag("promise-23")
    void wantsAnAddress() {
        assertThatThrownBy(() -> StaticDetector.of(home(Map.of())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no address is given");
    }
}

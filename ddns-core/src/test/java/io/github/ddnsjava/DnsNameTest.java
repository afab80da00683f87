package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsNameTest {
    private static final String LABEL_63 = "a".repeat(63);

    @ParameterizedTest
    @CsvSource({
        "Home.Example.COM, home.example.com",
        "home.example.com., home.example.com",
        "*.example.com, *.example.com",
        "*.Example.com., *.example.com",
        "_acme.example.com, _acme.example.com",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "*.bücher.example., *.xn--bcher-kva.example",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "例え。テスト, xn--r8jz45g.xn--zckzah",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "straße.example.com, xn--strae-oqa.example.com",
        "home.straße.example, home.xn--strae-oqa.example",
        "xn--n3h.example, xn--n3h.example",
        "r3---sn-x.example, r3---sn-x.example",
        "1.2.3.4.example, 1.2.3.4.example",
        "1and1.example, 1and1.example"
    })
    void writesTheCanonicalForm(String text, String canonical) {
        assertThat(DnsName.of(text)).hasToString(canonical).isEqualTo(DnsName.of(canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "'', two labels",
        "., two labels",
        "localhost, two labels",
        "*.com, two labels",
        "*, two labels",
        "a..example, empty label",
        ".example.com, empty label",
        "example.com.., empty label",
        "-a.example, hyphen",
        "a-.example, hyphen",
        "a b.example, ' '",
        "a.*.example, '*'",
        "a*.example, '*'",
        "*.*.example, '*'",
        "http://a.example, ':'",
        "a.example/b, '/'",
        "192.0.2.1, ends in a number",
        "1.2.3.256, ends in a number",
        "host.1, ends in a number",
        "::1, two labels",
        "☕.example, write the A-label",
        "xn--.example, no A-label",
        "home.example.com\u00A0, U+00A0 NO-BREAK SPACE"
    })
    void saysWhyATextIsNotAHostName(String text, String why) {
        assertThatThrownBy(() -> DnsName.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void allowsLabelsOf63AndNamesOf253Characters() {
        String longest = String.join(".", LABEL_63, LABEL_63, LABEL_63, "a".repeat(61));

        assertThat(DnsName.of(longest).toString()).hasSize(253);
        assertThat(DnsName.of(longest + ".").toString()).hasSize(253);
        assertThatThrownBy(() -> DnsName.of("a." + longest)).hasMessageContaining("253");
        assertThatThrownBy(() -> DnsName.of("a" + LABEL_63 + ".example")).hasMessageContaining("63");
    }

    @Test
    void quotesALongTextOnlyInPart() {
        assertThatThrownBy(() -> DnsName.of("a.".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void knowsItsPlaceInAZone() {
        DnsName zone = DnsName.of("example.com");
        DnsName host = DnsName.of("a.b.example.com");

        assertThat(host.isWithin(zone)).isTrue();
        assertThat(zone.isWithin(zone)).isTrue();
        assertThat(zone.isWithin(host)).isFalse();
        assertThat(DnsName.of("badexample.com").isWithin(zone)).isFalse();
        assertThat(host.relativeTo(zone, "@")).isEqualTo("a.b");
        assertThat(zone.relativeTo(zone, "@")).isEqualTo("@");
        assertThatThrownBy(() -> zone.relativeTo(host, "@")).isInstanceOf(IllegalArgumentException.class);
        assertThat(host.parent()).contains(DnsName.of("b.example.com"));
        assertThat(zone.parent()).isEmpty();
        assertThat(host.labels()).containsExactly("a", "b", "example", "com");
        assertThat(host.withDot()).isEqualTo("a.b.example.com.");
        assertThat(DnsName.of("*.example.com").isWildcard()).isTrue();
        assertThat(host.isWildcard()).isFalse();
    }
}

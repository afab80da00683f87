package io.github.ddnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, true",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.1.255, false",
        "192.0.2.0/24, 192.0.3.0, false",
        "100.64.0.0/10, 100.127.255.255, true",
        "100.64.0.0/10, 100.128.0.0, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::, false",
        "::/0, 192.0.2.1, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.0, false",
        "2001:20::/28, 2001:2f:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "2001:20::/28, 2001:30::, false",
        "::1/128, ::1, true"
    })
    void containsWhatSharesItsPrefix(String block, String address, boolean contained) {
        assertThat(Cidr.parse(block).contains(IpAddress.parse(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "192.0.2.0/",
                "/24",
                "192.0.2.0/33",
                "::/129",
                "192.0.2.0/024",
                "192.0.2.0/+24",
                "192.0.2.0/-1",
                "192.0.2.0/24/24",
                "192.0.2.0 /24",
                "192.0.2.1/24",
                "::1/127",
                "192.0.2/24",
                "host.example/24",
                "192.0.2.0/4294967320"
            })
    void refusesWhatIsNotABlock(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichBitsAreWrong() {
        assertThatThrownBy(() -> Cidr.parse("192.0.2.1/24")).hasMessage("192.0.2.1/24 has bits set behind its prefix");
    }

    @Test
    void quotesALongTextOnlyInPart() {
        assertThatThrownBy(() -> Cidr.parse("::/" + "x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(100));
    }

    @Test
    void takesAnAddressAloneForABlockOfOne() {
        assertThat(Cidr.parse("2001:db8::1")).hasToString("2001:db8::1/128");
    }
}

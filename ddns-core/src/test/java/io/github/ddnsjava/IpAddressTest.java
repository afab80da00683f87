package io.github.ddnsjava;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-1")
class IpAddressTest {
    /** What the JDK takes for an address, or looks up as a name, although it is not one literal. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "16909060",
                "010.0.0.1",
                "[::1]",
                "1.2.3.256",
                "1.2.3.4 ",
                "fe80::1%2",
                "fe80::1%eth0"
            })
    void refusesWhatTheJdkWouldTakeOrLookUp(String trap) {
        assertThatThrownBy(() -> IpAddress.parse(trap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an IP address literal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4.5",
                "1..2.3",
                ".1.2.3.4",
                "1.2.3.4.",
                "-1.2.3.4",
                "+1.2.3.4",
                "1.2.3.0x4",
                "00.0.0.0",
                "1.2.3.4/32",
                "1.2.3.4\n",
                "\u0661.2.3.4",
                "localhost",
                ":",
                ":::",
                "::1::",
                "1::2::3",
                ":1::2",
                "1::2:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "::g",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "::01.2.3.4",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1/128",
                " ::1",
                "\uff11::1",
                "::ffff:1.2.3.256"
            })
    void refusesWhatIsNotOneLiteral(String text) {
        assertThat(IpAddress.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "0:0:0:0:0:0:0:0, ::",
        "2001:DB8::1, 2001:db8::1",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1::, 1::",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:192.0.2.33, 1:2:3:4:5:6:c000:221",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255, ::ffff:ffff:ffff"
    })
    void writesTheCanonicalForm(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @Test
    void quotesALongTextOnlyInPart() {
        assertThatThrownBy(() -> IpAddress.parse("x".repeat(10_000)))
                .hasMessageMatching("not an IP address literal: \"x{60}…\"");
    }

    @Test
    void keepsAnIpv4MappedAddressInItsFamily() {
        IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");

        assertThat(mapped.family()).isEqualTo(IpFamily.IPV6);
        assertThat(mapped.toInetAddress()).isInstanceOf(Inet6Address.class);
        assertThat(mapped).isNotEqualTo(IpAddress.parse("192.0.2.1"));
    }

    @Test
    void dropsTheZoneOfAJdkAddress() throws UnknownHostException {
        byte[] bytes = IpAddress.parse("fe80::1").toBytes();

        assertThat(IpAddress.of(Inet6Address.getByAddress(null, bytes, 7))).hasToString("fe80::1");
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        byte[] bytes = {(byte) 192, 0, 2, 1};
        IpAddress address = IpAddress.of(bytes);
        bytes[0] = 1;
        address.toBytes()[0] = 1;

        assertThat(address).hasToString("192.0.2.1");
    }

    @Test
    void refusesOtherNumbersOfBytes() {
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverAsksTheResolver() {
        noClasses()
                .should()
                .callMethod(InetAddress.class, "getByName", String.class)
                .orShould()
                .callMethod(InetAddress.class, "getAllByName", String.class)
                .check(new ClassFileImporter()
                        .importClasses(IpAddress.class, IpLiterals.class, Cidr.class, DnsName.class));
    }
}

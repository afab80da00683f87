package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EchoFormatTest {
    private static final URI PAGE = URI.create("https://one.example/trace");
    private static final EchoFormat TRACE = of(Map.of("format", "trace"));

    private static EchoFormat of(Map<String, ?> settings) {
        return EchoFormat.of(Settings.at("urls[0]", settings), Optional.empty());
    }

    private static void assertRead(EchoFormat format, String body, String expected) {
        if (expected.equals("-")) {
            assertThatThrownBy(() -> format.read(body, PAGE)).isInstanceOf(DetectionException.class);
        } else {
            assertThat(format.read(body, PAGE)).isEqualTo(IpAddress.parse(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h=one.example;ip=9.9.9.9;warp=off;gateway=off | 9.9.9.9",
                "ip=2600::1;ts=1700000000.1                    | 2600::1",
                "h=two.example;ip=9.9.9.9                      | -",
                "h=one.example;ip=9.9.9.9;warp=on              | -",
                "h=one.example;ip=9.9.9.9;warp=plus            | -",
                "h=one.example;ip=9.9.9.9;gateway=on           | -",
                "ip=9.9.9.9;ip=8.8.8.8                         | -",
                "h=one.example                                 | -",
                "9.9.9.9                                       | -",
                "IP=9.9.9.9                                    | -"
            })
    @Tag("promise-1")
    void readsATrace(String lines, String expected) {
        assertRead(TRACE, lines.replace(';', '\n'), expected);
    }

    @Test
    void tellsWhatToDoAboutATunnel() {
        assertThatThrownBy(() -> TRACE.read("ip=9.9.9.9\nwarp=on\n", PAGE))
                .hasMessageContaining("tunnel")
                .hasMessageContaining("bind to another interface");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Current IP Address: 9.9.9.9                  | 9.9.9.9",
                "<html><body>9.9.9.9</body></html>            | 9.9.9.9",
                "9.9.9.9 is you, 9.9.9.9                      | 9.9.9.9",
                "IPv6: 2600:1:2::3.                           | 2600:1:2::3",
                "9.9.9.9 by way of 8.8.8.8                    | -",
                "version 1.2.3.4.5                            | -",
                "999.9.9.9                                    | -",
                "no address                                   | -",
                "at 12:30:45 it was 9.9.9.9                   | -",
                "you are ::ffff:9.9.9.9!                      | 9.9.9.9",
                "<b>0:0:0:0:0:FFFF:9.9.9.9</b>, ::ffff:909:909 | 9.9.9.9",
                "64:ff9b::9.9.9.9                             | 64:ff9b::909:909"
            })
    @Tag("promise-1")
    void searchesForTheOnlyAddressInAText(String text, String expected) {
        assertRead(of(Map.of("format", "search")), text, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"client\": {\"ip\": \"9.9.9.9\"}} | /client/ip | 9.9.9.9",
                "{\"a/b\": {\"~\": \"9.9.9.9\"}}     | /a~1b/~0   | 9.9.9.9",
                "{\"client\": [\"9.9.9.9\"]}         | /client/0  | -",
                "{\"client\": \"9.9.9.9\"}           | /client/ip | -"
            })
    void followsAJsonPointer(String body, String pointer, String expected) {
        assertRead(of(Map.of("format", "json", "pointer", pointer)), body, expected);
    }

    @Test
    void findsByAnExpression() {
        EchoFormat format = of(Map.of("format", "pattern", "pattern", "you are <b>([^<]*)</b>"));

        assertRead(format, "8.8.8.8 says: you are <b>9.9.9.9</b>!", "9.9.9.9");
        assertRead(format, "you are <b>9.9.9.9</b>, you are <b>8.8.8.8</b>", "-");
        assertRead(format, "you are <b>nobody</b>", "-");
        assertRead(format, "who are you?", "-");
        assertThat(format.accepts("text/html")).isTrue();
        assertThat(EchoFormat.PLAIN.accepts("text/html")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain               | plain json trace search",
                "''                       | plain json trace search",
                "application/octet-stream | plain json trace search",
                "application/json         | plain json trace search",
                "application/geo+json     | json",
                "text/json                | json search",
                "text/html                | search",
                "application/xhtml+xml    | search",
                "text/xml                 | search",
                "image/png                | -"
            })
    void whichContentTypesCountForWhichFormat(String type, String formats) {
        assertThat(Stream.of("plain", "json", "trace", "search")
                        .filter(format -> of(Map.of("format", format)).accepts(type))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(formats.equals("-") ? "" : formats);
    }

    @Test
    @Timeout(120)
    @Tag("promise-22")
    void anExpressionThatBacktracksWithoutEndIsStopped() {
        EchoFormat format = of(Map.of("format", "pattern", "pattern", "(a+)+$"));

        assertThatThrownBy(() -> format.read("a".repeat(4000) + "!", PAGE))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("takes too long");
        assertThatThrownBy(() -> of(Map.of("format", "pattern", "pattern", "((?:a|b)*)c"))
                        .read("ab".repeat(2000), PAGE))
                .isInstanceOf(DetectionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format  | xml     | urls[0].format",
                "pattern | (x)     | urls[0].pattern",
                "key     | ip      | urls[0].key",
                "pointer | /ip     | urls[0].pointer"
            })
    @Tag("promise-23")
    void refusesWhatDoesNotBelongTogether(String name, String value, String path) {
        assertThatThrownBy(() -> of(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no group", "(two)(groups)", "(unclosed", "[z-a](x)"})
    @Tag("promise-23")
    void refusesAnExpressionThatIsNone(String pattern) {
        assertThatThrownBy(() -> of(Map.of("format", "pattern", "pattern", pattern)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("urls[0].pattern")
                .hasMessageContaining("one group");
        assertThatThrownBy(() -> of(Map.of("format", "pattern", "pattern", "(" + "x".repeat(300) + ")")))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> of(Map.of("format", "json", "pointer", "ip")))
                .isInstanceOf(ConfigurationException.class);
    }

    @Property
    @net.jqwik.api.Tag("promise-22")
    void noPageDoesMoreThanFail(@ForAll @StringLength(max = 4200) String body, @ForAll("formats") EchoFormat format) {
        try {
            format.read(body, PAGE);
        } catch (DetectionException e) {
            assertThat(e.getMessage()).hasSizeLessThan(120);
        }
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<EchoFormat> formats() {
        return net.jqwik.api.Arbitraries.of(
                EchoFormat.PLAIN,
                EchoFormat.SEARCH,
                TRACE,
                of(Map.of("format", "json")),
                of(Map.of("format", "pattern", "pattern", "((?:.|x)*)")));
    }

    @Test
    void theCatalogIsSound() {
        assertThat(EchoCatalog.sets()).containsExactly("china", "world");
        for (String set : EchoCatalog.sets()) {
            for (io.github.ddnsjava.IpFamily family : io.github.ddnsjava.IpFamily.values()) {
                assertThat(EchoCatalog.set(set).stream()
                                .filter(s -> s.family().isEmpty() || s.family().get() == family)
                                .map(EchoCatalog.Service::operator))
                        .as("operators of %s for %s", set, family)
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThanOrEqualTo(3);
            }
            assertThat(EchoCatalog.set(set)).allMatch(s -> s.uri().getScheme().equals("https"));
        }
        assertThat(EchoCatalog.set("-")).isEmpty();
        assertThat(EchoCatalog.set("china"))
                .extracting(EchoCatalog.Service::country)
                .containsOnly("CN");
        assertThat(EchoCatalog.all()).extracting(EchoCatalog.Service::uri).doesNotHaveDuplicates();
    }

    @Test
    void theCatalogTellsOperatorAndFormatOfKnownPages() {
        EchoSource trace = EchoSource.of(Settings.none(), 0, "https://WWW.cloudflare.com/cdn-cgi/trace");
        assertThat(trace.operator()).isEqualTo("cloudflare");
        assertThat(trace.format().kind()).isEqualTo(EchoFormat.Kind.TRACE);
        EchoSource cousin = EchoSource.of(Settings.none(), 0, "https://icanhazip.com/");
        assertThat(cousin.operator()).isEqualTo("cloudflare");
        assertThat(cousin.format()).isEqualTo(EchoFormat.PLAIN);
        assertThat(EchoSource.of(Settings.none(), 0, "https://www.cloudflare.com/other")
                        .format())
                .isEqualTo(EchoFormat.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, plain",
        "UTF-16LE, plain",
        "UTF-16BE, plain",
        "UTF-8, json",
    })
    void aByteOrderMarkSaysHowAPageIsReadAndLineEndsAreDropped(String encoding, String format) {
        String page = "\uFEFF" + (format.equals("json") ? "{\"ip\":\"203.0.113.7\"}" : "203.0.113.7\r\n");
        byte[] bytes = page.getBytes(Charset.forName(encoding));

        assertRead(of(Map.of("format", format)), new String(bytes, StandardCharsets.ISO_8859_1), "203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({
        "'203.0.113.7 ', ends with U+0020 SPACE",
        "' 203.0.113.7', begins with U+0020 SPACE",
        "'203.0.113.7\u00C2\u00A0', ends with U+00A0 NO-BREAK SPACE",
        "'203.0.113.7\u0000', ends with U+0000 NULL",
        "'203.0.113.7\u00FF', 'ends with the byte 0xFF, which its encoding does not know'",
        "'\n203.0.113.7', begins with U+000A LINE FEED (LF)",
    })
    void anyOtherWhiteSpaceOrInvisibleCharacterBesideAnAddressIsNamed(String latin1, String flaw) {
        assertThatThrownBy(() -> EchoFormat.PLAIN.read(latin1, PAGE))
                .isInstanceOf(DetectionException.class)
                .hasMessage("its answer " + flaw);
    }
}

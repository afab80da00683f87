package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-22")
class XmlTest {
    @Test
    void findsElementsByNameWhateverTheirPrefix() throws IOException {
        Xml document = Xml.parse(
                "\r\n<?xml version='1.0' encoding='utf-8'?><a:r xmlns:a='u'><b> x </b><c><a:b>y</a:b></c></a:r>");

        assertThat(document.text("b")).contains("x");
        assertThat(document.all("b")).hasSize(2);
        assertThat(document.text("z")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<r>AT&T</r>|AT&T",
                "<r>A & B && C&</r>|A & B && C&",
                "<r>/ctl?a=1&b=2&#x41;</r>|/ctl?a=1&b=2A",
                "<r>&lt;&amp;&#65;&quot;&apos;&gt;</r>|<&A\"'>",
                "<r><!-- AT&T -- ><![CDATA[AT&T &amp;]]></r>|-",
                "<r><!-- AT&T <![CDATA[ --><![CDATA[AT&T &amp; <!--]]>&x</r>|AT&T &amp; <!--&x",
                "<r x='AT&T'>y</r>|y",
                "<r>&&amp;;</r>|&&;",
                "<r>&#xZZ;</r>|&#xZZ;"
            })
    void aBareAmpersandIsOne(String document, String text) throws IOException {
        if (text.equals("-")) {
            assertThatThrownBy(() -> Xml.parse(document)).isInstanceOf(IOException.class);
        } else {
            assertThat(Xml.parse(document).text("r")).contains(text);
        }
    }

    @Test
    void theEncodingIsToldByTheMarkElseIsUtf8OrLatin1() throws IOException {
        String document = "<?xml version='1.0'?><r>Köln</r>";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(Xml.parse(latin1(("\uFEFF" + document).getBytes(charset)))
                            .text("r"))
                    .contains("Köln");
        }
        assertThat(Xml.parse(latin1(document.getBytes(StandardCharsets.UTF_8))).text("r"))
                .contains("Köln");
        assertThat(Xml.parse(document).text("r")).contains("Köln");
        assertThat(Xml.parse("\u00EF\u00BB\u00BF" + document).text("r")).contains("Köln");
        assertThat(Xml.parse("\r\n\u00EF\u00BB\u00BF\n" + latin1(document.getBytes(StandardCharsets.UTF_8))
                                + "\r\n\u0000")
                        .text("r"))
                .contains("Köln");
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r><r/>",
                "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x'><r/>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>&x;</r>",
                "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;</r>",
                "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]><r/>"
            })
    void refusesADocumentType(String document) {
        assertThatThrownBy(() -> Xml.parse(document))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("document type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<r>", "<r></s>", "<r>&x;</r>", "<r/><r/>", "<r>\u0001</r>", "<r a='1' a='2'/>"})
    void refusesWhatIsNotWellFormed(String document) {
        assertThatThrownBy(() -> Xml.parse(document))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the router's XML");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> Xml.parse("<r>".repeat(100) + "</r>".repeat(100)))
                .hasMessage("the router's XML: the answer is nested too deeply");
    }
}

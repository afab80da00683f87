package io.github.ddnsjava.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.text.OutsideText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes is read or refused, and what is written is read again. */
@Tag("promise-22")
class XmlPropertiesTest {
    @Property
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefused(OutsideText.decode(bytes, StandardCharsets.UTF_8));
    }

    @Property
    void anyMarkupIsReadOrRefused(@ForAll("documents") String document) {
        readOrRefused(document);
    }

    private static void readOrRefused(String document) {
        try {
            XmlReader root = XmlReader.parse("it", document);
            root.children().forEach(XmlReader::children);
            root.anywhere("a").stream().filter(XmlReader::isText).forEach(XmlReader::asText);
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageStartingWith("it: the answer ");
        }
    }

    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.of(
                        "<a>",
                        "</a>",
                        "<a",
                        "/>",
                        "<![CDATA[",
                        "]]>",
                        "<!--",
                        "-->",
                        "<?xml version='1.0'?>",
                        "<?xml version='1.1'?>",
                        "<?xml version='1.0' encoding='UTF-16'?>",
                        "<?",
                        "?>",
                        "&amp;",
                        "&x;",
                        "&#0;",
                        "&#xD800;",
                        "&#99999999999;",
                        "<!DOCTYPE a>",
                        "<!DOCTYPE a [",
                        "<!ENTITY x '&x;'>",
                        "]>",
                        "<u:a xmlns:u='",
                        "<:a>",
                        "<a:>",
                        " b='c'",
                        "'",
                        "\"",
                        ">",
                        "<",
                        "x",
                        "\u00ff",
                        "\u0000",
                        "\uFFFE",
                        "\uD83D\uDE00",
                        "\uD83D",
                        "\uFEFF",
                        "\r\n")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 300)
    void aDocumentThatIsCutIsRefused(@ForAll @IntRange(min = 1, max = 10_000) int at) {
        String document = XmlWriter.document("root")
                .attribute("a", "b")
                .elements("item", List.of(1, 2, 3), (item, number) -> item.put("n", number))
                .toString();
        String cut = document.substring(0, 1 + at % (document.length() - 1));

        assertThatThrownBy(() -> XmlReader.parse("it", cut)).isInstanceOf(ProtocolException.class);
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("texts") List<String> texts, @ForAll("texts") List<String> attributes) {
        XmlWriter writer = XmlWriter.document("ns:root").attribute("xmlns:ns", "urn:x");
        for (int i = 0; i < attributes.size(); i++) {
            writer.attribute("a" + i, attributes.get(i));
        }
        writer.elements("list/item", texts, XmlWriter::text);

        XmlReader root = XmlReader.parse("it", writer.toString());

        assertThat(root.name()).isEqualTo("root");
        assertThat(root.allAt("list/item").stream().map(XmlReader::asText).toList())
                .isEqualTo(texts.stream().map(XmlPropertiesTest::stripped).toList());
        for (int i = 0; i < attributes.size(); i++) {
            assertThat(root.attribute("a" + i).asText()).isEqualTo(attributes.get(i));
        }
    }

    private static String stripped(String text) {
        return text.replaceAll("\\A[ \t\r\n]+|[ \t\r\n]+\\z", "");
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> any = Arbitraries.strings()
                .ofMaxLength(30)
                .filter(text -> text.codePoints().allMatch(XmlPropertiesTest::isXml));
        Arbitrary<String> markup = Arbitraries.of(
                        "<",
                        ">",
                        "&",
                        "\"",
                        "'",
                        "]]>",
                        "<![CDATA[",
                        "&amp;",
                        "\r",
                        "\n",
                        "\t",
                        " ",
                        "x",
                        "\u00a0",
                        "\u2028",
                        "\u0085",
                        "\uD83D\uDE00")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(any, markup).list().ofMaxSize(6);
    }

    private static boolean isXml(int c) {
        return c == 9 || c == 10 || c == 13 || c >= 32 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF;
    }

    @Property
    void whatXmlDoesNotAllowIsRefusedAndNotQuoted(@ForAll("forbidden") String character) {
        assertThatThrownBy(() -> XmlWriter.document("r").put("Password", "s3cret" + character))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the value of Password has the character U+")
                .hasMessageContaining("remove it")
                .hasMessageNotContaining("s3cret");
    }

    @Provide
    Arbitrary<String> forbidden() {
        return Arbitraries.of(0, 1, 8, 11, 12, 31, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF)
                .map(c -> String.valueOf((char) (int) c));
    }

    @Example
    void valuesAreWrittenInTheirForms() {
        assertThat(XmlWriter.document("r")
                        .put("ttl", Duration.ofMinutes(5))
                        .put("flag", true)
                        .put("empty", "")
                        .element("none", none -> {}))
                .hasToString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<r><ttl>300</ttl><flag>true</flag><empty/><none/></r>");
    }

    @Example
    void aNameThatIsNoneOrComesAgainIsTheAuthorsMistake() {
        for (String name : new String[] {"", "a b", "1", "a<", "a:b:c", "-", "a\n"}) {
            assertThatThrownBy(() -> XmlWriter.document(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> XmlWriter.document("r").attribute(name, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> XmlWriter.document("r").attribute("a", 1).attribute("a", 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

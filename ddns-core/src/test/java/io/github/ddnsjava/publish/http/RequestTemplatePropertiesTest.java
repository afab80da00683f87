package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.OpenGate;
import io.github.ddnsjava.xml.XmlReader;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;

/** Whatever a value is, the request has the same structure, and the value is in its place as it is. */
@Tag("promise-22")
class RequestTemplatePropertiesTest {
    /** What has a meaning somewhere: in a URL, a form, JSON, XML, a header, or a template. */
    private static final String TELLING = "ab1{}%&=+/?#.\\\"'<>]: ;@\r\n\t\0é€\u2028";

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars(TELLING.toCharArray()).ofMaxLength(12);
    }

    private static OutgoingRequest filled(Map<String, ?> settings, Map<String, ?> values) {
        OutgoingRequest request =
                new OutgoingRequest("POST", URI.create("https://api.example"), OpenGate.NOW, new Random(1));
        RequestTemplate.of(Settings.at("t", settings)).fill(request, values);
        return request;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Property
    void aValueInAUrlIsOnePartOfThePathAndOneParameter(@ForAll("values") String one, @ForAll("values") String other) {
        Map<String, ?> url = Map.of("url", "/v1/{one}/x{other}?p={other}&fixed=a%20b&q={one}!");
        Map<String, String> values = Map.of("one", one, "other", other);
        if (Set.of("", ".", "..").contains(one)) {
            assertThatThrownBy(() -> filled(url, values)).isInstanceOf(RejectedException.class);
            return;
        }
        URI sent = filled(url, values).url();

        assertThat(sent.getRawAuthority()).isEqualTo("api.example");
        assertThat(sent.getRawFragment()).isNull();
        assertThat(sent.getRawPath().split("/", -1))
                .extracting(RequestTemplatePropertiesTest::decoded)
                .containsExactly("", "v1", one, "x" + other);
        assertThat(sent.getRawQuery().split("&", -1))
                .extracting(RequestTemplatePropertiesTest::decoded)
                .containsExactly("p=" + other, "fixed=a b", "q=" + one + "!");
    }

    @Property
    void aValueInAFormIsOneField(@ForAll("values") String one, @ForAll("values") String other) {
        OutgoingRequest request = filled(
                Map.of("url", "/", "form", Map.of("a", "{one}", "b", "<{other}>{{x}}")),
                Map.of("one", one, "other", other));

        assertThat(new String(request.body(), StandardCharsets.US_ASCII).split("&", -1))
                .extracting(RequestTemplatePropertiesTest::decoded)
                .containsExactly("a=" + one, "b=<" + other + ">{x}");
    }

    @Property
    void aValueInJsonIsOneText(@ForAll("values") String one, @ForAll("values") String other) {
        OutgoingRequest request = filled(
                Map.of("url", "/", "json", Map.of("a", "{one}", "b", List.of(Map.of("c", "x {other}"), 1, true))),
                Map.of("one", one, "other", other));

        JsonReader sent = JsonReader.parse("it", new String(request.body(), StandardCharsets.UTF_8));
        assertThat(sent.members().keySet()).containsExactly("a", "b");
        assertThat(sent.get("a").asText()).isEqualTo(one);
        assertThat(sent.pointer("/b/0/c").asText()).isEqualTo("x " + other);
        assertThat(sent.get("b").asList()).hasSize(3);
    }

    @Property
    void aValueInAHeaderIsThereAsItIsOrRefused(@ForAll("values") String value) {
        Map<String, ?> settings = Map.of("url", "/", "headers", Map.of("X-One", "<{value}>", "X-Two", "2"));
        boolean fits = value.chars().allMatch(c -> c >= ' ' && c < 127 || c > 127 && c < 256);
        if (!fits) {
            assertThatThrownBy(() -> filled(settings, Map.of("value", value)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("X-One");
            return;
        }
        assertThat(filled(settings, Map.of("value", value)).headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of("X-One", "<" + value + ">", "X-Two", "2"));
    }

    @Property
    void aValueInXmlIsOneText(@ForAll("values") String value) {
        Map<String, ?> settings = Map.of(
                "url", "/", "contentType", "text/xml", "body", "<r a=\"[{value}]\"><v>[{value}]</v><w>1</w></r>");
        if (value.indexOf('\0') >= 0) {
            assertThatThrownBy(() -> filled(settings, Map.of("value", value)))
                    .isInstanceOf(ConfigurationException.class);
            return;
        }
        String body = new String(filled(settings, Map.of("value", value)).body(), StandardCharsets.UTF_8);

        XmlReader sent = XmlReader.parse("it", body);
        assertThat(sent.at("@a").asText()).isEqualTo("[" + value + "]");
        assertThat(sent.at("v").asText()).isEqualTo("[" + value + "]");
        assertThat(sent.at("w").asText()).isEqualTo("1");
    }

    @Property
    void aTextWithDoubledBracesMeansItself(@ForAll("values") String text) {
        Template template = Template.parse(text.replace("{", "{{").replace("}", "}}"));

        assertThat(template.names()).isEmpty();
        assertThat(template.fill(name -> Optional.empty(), part -> part, part -> part))
                .contains(text);
    }

    @Property
    void whatIsFilledInIsNotSearchedForPlaceholders(@ForAll("values") String text) {
        assertThat(Template.parse("<{a}{b}>")
                        .fill(name -> Optional.of(name.equals("a") ? text + "{b}" : "B"), part -> part, part -> part))
                .contains("<" + text + "{b}B>");
    }
}

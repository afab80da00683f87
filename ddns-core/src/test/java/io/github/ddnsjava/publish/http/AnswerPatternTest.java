package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How users describe answers, and where these have something. */
class AnswerPatternTest {
    private static AnswerPattern pattern(Map<String, ?> settings) {
        return AnswerPattern.of(Settings.at("p.success", settings));
    }

    private static HttpTransport.Answer answer(int status, String body) {
        return new HttpTransport.Answer(status, Map.of(), body);
    }

    private static AnswerText at(String name, String value) {
        return AnswerText.of(Settings.at("p.addresses", Map.of(name, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | {\"r\":{\"ok\":true,\"n\":[1,\"a,b\"]}}        | true",
                "201 | {\"r\":{\"ok\":\"true\",\"n\":[1,\"c\"]}}      | true",
                "202 | {\"r\":{\"ok\":true,\"n\":[1,\"c\"]}}          | false",
                "200 | {\"r\":{\"ok\":false,\"n\":[1,\"c\"]}}         | false",
                "200 | {\"r\":{\"ok\":true,\"n\":[1,\"b\"]}}          | false",
                "200 | {\"r\":{\"ok\":true,\"n\":[1,[\"c\"]]}}        | false",
                "200 | {\"r\":{\"ok\":null,\"n\":[1,\"c\"]}}          | false",
                "200 | {\"r\":{\"ok\":true,\"n\":[1,\"c\"]}           | false",
                "200 | ``                                             | false",
                "200 | <html>{\"r\":{\"ok\":true}}</html>             | false"
            })
    void allThatIsGivenMustBeSo(int status, String body, boolean fits) {
        AnswerPattern pattern = pattern(Map.of(
                "status", List.of(200, 201),
                "json", Map.of("/r/ok", true, "/r/n/1", List.of("a,b", "c"), "/r/n/0", 1),
                "matches", "\"ok\""));

        assertThat(pattern.test(answer(status, body))).isEqualTo(fits);
    }

    @Test
    void anExpressionSearchesAndAWebPageIsNeverSearched() {
        AnswerPattern good = pattern(Map.of("matches", "(?i)^good\\b"));
        assertThat(good.test(answer(500, "GOOD 192.0.2.1"))).isTrue();
        assertThat(good.test(answer(200, "no good"))).isFalse();
        assertThat(pattern(Map.of("matches", "good")).test(answer(200, " <!doctype html>good")))
                .isFalse();
        assertThat(pattern(Map.of("status", 204)).test(answer(204, "<html>"))).isTrue();
    }

    @Test
    @Timeout(120)
    @Tag("promise-22")
    void anExpressionThatBacktracksWithoutEndIsStopped() {
        assertThatThrownBy(() -> pattern(Map.of("matches", "(a+)+$")).test(answer(200, "a".repeat(4000) + "!")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("takes too long");
        assertThatThrownBy(() -> at("matches", "(b)").read("it", "a".repeat(70_000)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("too long");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource(
            delimiter = '|',
            value = {"status|2xx", "status|20", "matches|(", "json|text", "stat|200", "matches|''"})
    void aWrongPatternIsRefused(String name, String value) {
        assertThatThrownBy(() -> pattern(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("p.success");
    }

    @Test
    @Tag("promise-23")
    void aPointerBeginsWithASlashAndAnEmptyPatternIsNone() {
        assertThatThrownBy(() -> pattern(Map.of("json", Map.of("ok", 1)))).hasMessageContaining("JSON pointer");
        assertThatThrownBy(() -> pattern(Map.of("json", Map.of("/ok", Map.of()))))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> pattern(Map.of())).hasMessageContaining("at least one of the three");
        assertThatThrownBy(() -> at("json", "ip")).hasMessageContaining("JSON pointer");
        assertThatThrownBy(() -> at("matches", "ip")).hasMessageContaining("one group");
        assertThatThrownBy(() -> AnswerText.of(Settings.at("p", Map.of("json", "/a", "matches", "(a)"))))
                .hasMessageContaining("beside matches");
        assertThatThrownBy(() -> AnswerText.of(Settings.at("p", Map.of()))).hasMessageContaining("is missing");
    }

    @Test
    void whatAnAnswerHasIsReadAtAPointerOrByAnExpression() {
        String body =
                "{\"a\":[{\"ip\":\"192.0.2.1\"}],\"n\":5,\"none\":null,\"l\":[\"x\",7],\"e\":\"\",\"x/y~\":\"z\"}";
        assertThat(at("json", "/a/0/ip").read("it", body)).containsExactly("192.0.2.1");
        assertThat(at("json", "/l").read("it", body)).containsExactly("x", "7");
        assertThat(at("json", "/n").read("it", body)).containsExactly("5");
        assertThat(at("json", "/x~1y~0").read("it", body)).containsExactly("z");
        assertThat(at("json", "/none").read("it", body)).isEmpty();
        assertThat(at("json", "/e").read("it", body)).isEmpty();
        assertThat(at("matches", "\"ip\":\"([^\"]*)\"").read("it", body)).containsExactly("192.0.2.1");
        for (AnswerText wrong : List.of(at("json", "/b"), at("json", "/a"), at("json", "/a/1"), at("matches", "(q)"))) {
            assertThatThrownBy(() -> wrong.read("it", body)).isInstanceOf(ProtocolException.class);
        }
    }
}

package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An argument fills its own segment of a path, and leads nowhere else. */
class PathTemplateTest {
    private static String expand(String template, Object... arguments) {
        PathTemplate.check(template, arguments.length);
        return PathTemplate.expand(template, Object::toString, arguments);
    }

    @Test
    void argumentsReplaceTheBracesInTheirOrder() {
        assertThat(expand("/zones/{zone}/records/{id}.json", "z", 7)).isEqualTo("/zones/z/records/7.json");
        assertThat(expand("/{a}{b}", "x", "y")).isEqualTo("/xy");
        assertThat(expand("/{a}/{a}", "x", "{a}")).isEqualTo("/x/%7Ba%7D");
        assertThat(expand("/plain")).isEqualTo("/plain");
        assertThat(expand("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a%2Fb",
        "../x, ..%2Fx",
        "a?b, a%3Fb",
        "a#b, a%23b",
        "a%2Fb, a%252Fb",
        "'a b', a%20b",
        "*.example.com, %2A.example.com",
        "ü, %C3%BC",
        "a\\b, a%5Cb",
        "a;b=c, a%3Bb%3Dc",
        "..., ...",
        "@, %40"
    })
    void anArgumentIsEncoded(String argument, String expected) {
        assertThat(expand("/r/{id}/x", argument)).isEqualTo("/r/" + expected + "/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void anArgumentThatLeadsElsewhereIsRefused(String argument) {
        assertThatThrownBy(() -> expand("/records/{id}", argument))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("/records/{id}");
    }

    @Test
    void aTemplateBeginsWithASlashAndHasABraceForEachArgument() {
        assertThatThrownBy(() -> PathTemplate.check("zones", 0)).hasMessageContaining("slash");
        assertThatThrownBy(() -> PathTemplate.check("https://evil.example/{a}", 1))
                .hasMessageContaining("slash");
        assertThatThrownBy(() -> PathTemplate.check("/{a}", 0)).hasMessageContaining("fewer arguments");
        assertThatThrownBy(() -> PathTemplate.check("/a", 1)).hasMessageContaining("more arguments");
        assertThatCode(() -> PathTemplate.check("/{a}/{b}", 2)).doesNotThrowAnyException();
    }
}

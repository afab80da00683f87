package io.github.ddnsjava.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees are those of Jackson's mapper, which is the measure here. */
class JsonTreeTest {
    private static final JsonMapper MAPPER = strictMapper();

    /** Returns the mapper that reads one strict text without duplicate names. */
    static JsonMapper strictMapper() {
        return JsonFactories.mapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    static JsonNode read(String text) throws IOException {
        try (JsonParser parser = JsonTree.factory().createParser(text)) {
            return JsonTree.one(parser);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"a\": {\"b\": [1, -2147483649, 123456789012345678901234567890, 0.1, 1e3, -0.0, 1e999]}, \"c\": null}",
                "[true, false, \"\", \"\\u00e9\\ud83d\\ude00\\n\\\"\\\\/\\u0000\", [[[]]], {\"\": 0}]",
                " 7 ",
            })
    void aTreeAndItsTextAreThoseOfTheMapper(String text) throws IOException {
        assertThat(read(text)).isEqualTo(MAPPER.readTree(text));
        assertThat(JsonTree.text(read(text))).isEqualTo(MAPPER.writeValueAsString(MAPPER.readTree(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "{} {}", "1 2", "[1,]", "{\"a\": 1, \"a\": 2}", "{\"a\" 1}", "nul", "NaN", "]"})
    void whatIsNotOneStrictTextIsRefusedAsTheMapperDoes(String text) {
        assertThatThrownBy(() -> MAPPER.readTree(text)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> read(text)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aTextWithoutAValueIsAMissingTree() throws IOException {
        assertThat(read(" ").isMissingNode()).isTrue();
    }

    @Test
    void nestingIsBounded() throws IOException {
        assertThat(read("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
        assertThatThrownBy(() -> read("[".repeat(65) + "]".repeat(65))).isInstanceOf(JsonProcessingException.class);
    }
}

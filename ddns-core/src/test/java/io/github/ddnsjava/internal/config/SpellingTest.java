package io.github.ddnsjava.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which word was meant. */
class SpellingTest {
    private static final List<String> WORDS = List.of("name", "port", "types", "ttl", "cloudflare");

    @ParameterizedTest
    @CsvSource({
        "nam, name",
        "prot, port",
        "tpyes, types",
        "tlt, ttl",
        "cloudflar, cloudflare",
        "Cloudlfare, cloudflare",
        "NAME, name"
    })
    void aLetterTooMuchTooFewWrongOrSwappedIsFound(String given, String meant) {
        assertThat(Spelling.hint(given, WORDS)).isEqualTo("; did you mean \"" + meant + "\"?");
    }

    @Test
    void anotherWordIsNotGuessed() {
        assertThat(Spelling.hint("zone", WORDS)).isEmpty();
        assertThat(Spelling.hint("x".repeat(65), WORDS)).isEmpty();
    }

    @Test
    void ofManyWordsTheNearestAreListed() {
        List<String> many =
                IntStream.range(100, 200).mapToObj(i -> "provider-" + i).toList();

        assertThat(Spelling.nearest("tpyes", WORDS)).isEqualTo("name, port, types, ttl, cloudflare");
        assertThat(Spelling.nearest("provider-151", many))
                .startsWith("provider-151, ")
                .endsWith(", … (100 in all)")
                .hasSizeLessThan(200);
    }
}

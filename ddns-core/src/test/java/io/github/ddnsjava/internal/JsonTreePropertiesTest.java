package io.github.ddnsjava.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the text is, {@link JsonTree} reads the tree that Jackson's mapper reads, or both refuse the text. */
class JsonTreePropertiesTest {
    private static final JsonMapper MAPPER = JsonTreeTest.strictMapper();

    @Property
    void aTextIsReadAsTheMapperReadsIt(@ForAll("texts") String text) throws IOException {
        assertSame(text);
        assertThat(JsonTree.text(JsonTreeTest.read(text))).isEqualTo(MAPPER.writeValueAsString(MAPPER.readTree(text)));
    }

    @Property
    void aBrokenTextIsReadOrRefusedAsByTheMapper(
            @ForAll("texts") String text,
            @ForAll("fragments") String fragment,
            @ForAll @IntRange(max = 500) int at,
            @ForAll @IntRange(max = 3) int without) {
        int begin = Math.min(at, text.length());
        int end = Math.min(begin + without, text.length());
        assertSame(text.substring(0, begin) + fragment + text.substring(end));
    }

    @Property
    void aDeepTextIsReadOrRefusedAsByTheMapper(
            @ForAll @IntRange(min = 60, max = 68) int arrays, @ForAll @IntRange(max = 4) int objects) {
        assertSame("[".repeat(arrays) + "{\"a\":".repeat(objects) + "1" + "}".repeat(objects) + "]".repeat(arrays));
    }

    /** Numbers of up to and of more than a hundred digits. */
    @Property
    void aLongNumberIsReadOrRefusedAsByTheMapper(
            @ForAll @IntRange(min = 1, max = 110) int digits, @ForAll("ends") String end) {
        assertSame("[" + "9".repeat(digits) + end + "]");
        assertSame("[-" + "1".repeat(digits) + end + "]");
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of("", ".5", "e5", "E-5", "e400", ".", "e", "x");
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                "",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\\u12",
                "0",
                "-",
                ".",
                "e",
                "NaN",
                "nul",
                "null",
                " {}",
                " 1",
                "\n",
                "\t",
                "\u0000",
                "'",
                "/**/",
                "#",
                "\"a\":1,",
                ",\"a\":1",
                "+1",
                "Infinity",
                "01",
                "\ud800",
                "\ufeff");
    }

    @Provide
    Arbitrary<String> texts() {
        return values(3);
    }

    private static Arbitrary<String> values(int depth) {
        if (depth == 0) {
            return scalars();
        }
        Arbitrary<String> items = Arbitraries.lazy(() -> values(depth - 1));
        Arbitrary<String> arrays = items.list().ofMaxSize(4).map(all -> "[" + String.join(" ,", all) + "]");
        // Names in order, so that none is there twice.
        Arbitrary<String> objects = items.list().ofMaxSize(4).map(all -> {
            StringBuilder text = new StringBuilder("{");
            for (int i = 0; i < all.size(); i++) {
                text.append(i == 0 ? "\"" : ", \"")
                        .append("abcd".charAt(i))
                        .append("\":")
                        .append(all.get(i));
            }
            return text.append('}').toString();
        });
        return Arbitraries.oneOf(scalars(), arrays, objects);
    }

    private static Arbitrary<String> scalars() {
        Arbitrary<String> words =
                Arbitraries.of("true", "false", "null", " null ", "0", "-0", "-0.0", "1e999", "1E-999");
        Arbitrary<String> numbers = Arbitraries.bigIntegers().map(String::valueOf);
        Arbitrary<String> floats = Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 99999),
                        Arbitraries.integers().between(-400, 400))
                .as((whole, part, exponent) -> whole + "." + part + "e" + exponent);
        Arbitrary<String> strings = Arbitraries.strings().ofMaxLength(6).map(text -> {
            StringBuilder quoted = new StringBuilder("\"");
            text.chars()
                    .forEach(c -> quoted.append(
                            c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : Character.toString((char) c)));
            return quoted.append('"').toString();
        });
        return Arbitraries.oneOf(words, numbers, floats, strings);
    }

    private static void assertSame(String text) {
        assertThat(tree(() -> JsonTreeTest.read(text))).isEqualTo(tree(() -> MAPPER.readTree(text)));
    }

    /** Returns the tree; empty if the text is refused. */
    private static Optional<JsonNode> tree(Callable<JsonNode> read) {
        try {
            return Optional.of(read.call());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

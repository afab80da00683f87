package io.github.ddnsjava.publish.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.publish.http.Encoding;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SigningPropertiesTest {
    /** Texts that UTF-8 can encode, most often of characters that mean something in a query. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> one = Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "a", "Z", "0", "-", ".", "_", "~", "%", "+", "&", "=", "/", "?", "#", " ", "😀")),
                Tuple.of(1, Arbitraries.strings().withCharRange('\0', '\uD7FF').ofLength(1)));
        return one.list().ofMaxSize(5).map(characters -> String.join("", characters));
    }

    @Provide
    Arbitrary<List<Map.Entry<String, String>>> parameters() {
        return Combinators.combine(texts(), texts()).as(Map::entry).list().ofMaxSize(5);
    }

    private static String canonical(List<Map.Entry<String, String>> parameters) {
        OutgoingRequest request = Requests.request("GET", "https://api.example.com/");
        parameters.forEach(parameter -> request.query(parameter.getKey(), parameter.getValue()));
        return Signing.canonicalQuery(request);
    }

    @Property
    void percentEncodingCanBeUndone(@ForAll @From("texts") String text) {
        String encoded = Encoding.percent(text);

        assertThat(encoded).matches("(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Property
    void theOrderOfParametersChangesNothing(
            @ForAll @From("parameters") List<Map.Entry<String, String>> parameters, @ForAll long seed) {
        List<Map.Entry<String, String>> shuffled = new ArrayList<>(parameters);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(canonical(shuffled)).isEqualTo(canonical(parameters));
    }

    @Property
    void theCanonicalQuerySaysWhatTheParametersSay(
            @ForAll @From("parameters") List<Map.Entry<String, String>> parameters) {
        List<String> pairs = parameters.stream()
                .map(parameter -> Encoding.percent(parameter.getKey()) + "=" + Encoding.percent(parameter.getValue()))
                .toList();
        String canonical = canonical(parameters);

        assertThat(canonical.isEmpty() ? List.of() : List.of(canonical.split("&")))
                .containsExactlyInAnyOrderElementsOf(pairs);
    }

    @Property
    void aQueryThatIsCanonicalStaysAsItIs(@ForAll @From("parameters") List<Map.Entry<String, String>> parameters) {
        String canonical = canonical(parameters);

        assertThat(Signing.canonicalQuery(Requests.request("GET", "https://api.example.com/?" + canonical)))
                .isEqualTo(canonical);
    }
}

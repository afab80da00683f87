package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.JsonFactories;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever stands in a configuration, it is read or refused: nothing else happens. */
@Tag("promise-23")
class AnyConfigurationTest {
    private static final JsonMapper MAPPER = JsonFactories.mapper().build();
    private static final List<String> WORDS = List.of(
            "detectors",
            "providers",
            "records",
            "schedule",
            "state",
            "policy",
            "retry",
            "detectionTimeout",
            "type",
            "types",
            "name",
            "ttl",
            "zone",
            "owns",
            "marker",
            "confirm",
            "lostFamily",
            "readings",
            "window",
            "every",
            "jitter",
            "file",
            "lookup",
            "servers",
            "deadMan",
            "url",
            "flapGuard",
            "changes",
            "compareWithDns",
            "mode",
            "token",
            "port",
            "options",
            "initial",
            "a",
            "");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\"5m\"",
            "\"test-known\"",
            "\"test-any\"",
            "\"test-full\"",
            "\"test-broken\"",
            "\"a\"",
            "\"a.example\"",
            "\"A\"",
            "\"AAAA\"",
            "\"${env:PATH}\"",
            "\"${file:x}\"",
            "\"${\"",
            "\"\\u0000\"",
            "\"set\"",
            "\"authoritative\"",
            "\"192.0.2.53\"",
            "\"none\"",
            "\"keep\"");

    @Property
    void aTreeOfAnyShapeIsReadOrRefused(@ForAll("objects") String json) throws Exception {
        readOrRefuse(json);
    }

    @Property
    void aTextOfAnyKindIsReadOrRefused(@ForAll String text) throws Exception {
        readOrRefuse(text);
    }

    @Property
    void aGoodOneWithAnyCharacterChangedIsReadOrRefused(@ForAll char character, @ForAll("places") int place)
            throws Exception {
        readOrRefuse(good().substring(0, place) + character + good().substring(place + 1));
    }

    private static String good() {
        return "{\"detectors\":{\"a\":{\"type\":\"test-known\"}},\"providers\":{\"b\":{\"type\":\"test-full\","
                + "\"token\":\"${env:PATH}\"}},\"records\":[{\"name\":\"a.example\",\"types\":[\"A\"],\"ttl\":\"5m\"}],"
                + "\"policy\":{\"confirm\":{\"readings\":2},\"lostFamily\":\"keep\"}}";
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, good().length() - 1);
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> leaf = Arbitraries.of(VALUES);
        Arbitrary<String> any = Arbitraries.recursive(() -> leaf, AnyConfigurationTest::container, 0, 4);
        return any.list()
                .ofMaxSize(6)
                .flatMap(values ->
                        Arbitraries.of(WORDS).list().ofSize(values.size()).map(names -> object(names, values)));
    }

    private static Arbitrary<String> container(Arbitrary<String> inner) {
        Arbitrary<List<String>> values = inner.list().ofMinSize(1).ofMaxSize(4);
        Arbitrary<String> objects = values.flatMap(
                items -> Arbitraries.of(WORDS).list().ofSize(items.size()).map(names -> object(names, items)));
        return Arbitraries.oneOf(objects, values.map(items -> "[" + String.join(",", items) + "]"));
    }

    private static String object(List<String> names, List<String> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> "\"" + names.get(i) + "\":" + values.get(i))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** JSON is YAML, too; and what is JSON can be the map of a host. */
    private static void readOrRefuse(String text) throws Exception {
        readOrRefuse(ConfigurationReader.json(text));
        readOrRefuse(ConfigurationReader.yaml(text));
        Optional<Map<String, ?>> map = map(text);
        if (map.isPresent()) {
            readOrRefuse(ConfigurationReader.map(map.get()));
        }
    }

    private static Optional<Map<String, ?>> map(String text) {
        try {
            return Optional.ofNullable(MAPPER.readValue(text, new TypeReference<Map<String, ?>>() {}));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void readOrRefuse(ConfigurationReader.Source source) throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "any-configuration"));
        try (AutoCloseable path = OnThePath.put()) {
            assertThat(path).isNotNull();
            assertThat(ConfigurationReader.read(
                                    source, directory, Optional.empty(), ProviderContext.standard(), List.of())
                            .records())
                    .isNotEmpty();
        } catch (ConfigurationException refused) {
            assertThat(refused.problems()).isNotEmpty();
            assertThat(refused.getMessage()).doesNotContain(System.getenv("PATH"));
        }
    }
}

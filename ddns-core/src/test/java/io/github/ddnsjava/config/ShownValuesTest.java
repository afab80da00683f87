package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages about a configuration show: no secret in any form, the right places, and not more than can be read. */
@Tag("promise-22")
@ExtendWith(OnThePath.class)
class ShownValuesTest {
    private static final String PEM =
            "-----BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhkiG9w0\nCANARYLINE\n-----END KEY-----\n";
    private static final String ACCOUNT = "{\"type\": \"service_account\", \"private_key\": \"CANARYKEY\"}";

    @TempDir
    Path directory;

    private List<Entry> problems(String json) {
        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> UpdaterConfiguration.parse(json, directory));
        assertThat(e).as("refused").isNotNull();
        return e.problems();
    }

    private static String with(String detector, String token, String records, String more) {
        return "{\"detectors\": {\"wan\": " + detector
                + "}, \"providers\": {\"full\": {\"type\": \"test-full\", \"token\": " + token + "}}, \"records\": ["
                + records + "]" + more + "}";
    }

    private static final String KNOWN = "{\"type\": \"test-known\"}";
    private static final String RECORD = "{\"name\": \"home.example.com\", \"type\": \"A\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"state\": {\"file\": \"${file:pem}\"}",
                ", \"secrets\": {\"keystore\": {\"file\": \"${file:pem}\", \"password\": \"password-1\"}}",
                ", \"schedule\": {\"every\": \"${file:pem}\"}",
                ", \"lookup\": {\"servers\": \"${file:pem}\"}",
                ", \"lookup\": {\"servers\": \"${file:account}\"}",
                ", \"lookup\": \"${file:account}\""
            })
    void aReferenceInTheWrongPlaceIsNotShown(String section) throws IOException {
        Files.writeString(directory.resolve("pem"), PEM);
        Files.writeString(directory.resolve("account"), ACCOUNT);
        assertThat(problems(with(KNOWN, "\"t0ken\"", RECORD, section)).toString())
                .doesNotContain("BEGIN")
                .doesNotContain("MIIE")
                .doesNotContain("CANARY");
    }

    @Test
    void noPartOfAListIsShown() throws IOException {
        Files.writeString(directory.resolve("account"), ACCOUNT);
        assertThat(problems(with("{\"type\": \"static\", \"ipv4\": \"${file:account}\"}", "\"t0ken\"", RECORD, ""))
                        .toString())
                .doesNotContain("CANARY")
                .contains("${file:account}");
    }

    @Test
    void aShortSecretIsNotFoundInOtherWords() throws IOException {
        Files.writeString(directory.resolve("p"), "miss");
        assertThat(problems(with(KNOWN, "\"${file:p}\"", "{\"name\": \"home.example.com\"}", ""))
                        .toString())
                .contains("is missing")
                .doesNotContain("${file:p}ing");
    }

    @Test
    @Tag("promise-23")
    void manyProblemsAreCounted() {
        String names = IntStream.range(0, 5_000).mapToObj(i -> ", \"x\": 1").collect(Collectors.joining());
        List<Entry> problems = problems("{\"x\": 1" + names + "}");
        assertThat(problems).hasSize(1_001);
        assertThat(problems.get(1_000).message()).matches("… and 4\\d{3} more problems");
    }

    @Test
    @Tag("promise-23")
    void anElementThatIsNullMovesNoOther() {
        assertThat(problems(with(KNOWN, "\"t0ken\"", "null, " + RECORD + ", {\"name\": \"-\", \"type\": \"A\"}", "")))
                .extracting(Entry::path)
                .containsExactly("records[0]", "records[2].name");
        assertThat(problems(with(KNOWN, "\"t0ken\"", "\"${env:NO_SUCH}\", {\"name\": \"-\", \"type\": \"A\"}", "")))
                .extracting(Entry::path)
                .containsExactly("records[0]", "records[1].name");
    }

    @Test
    @Tag("promise-23")
    void anEmptySecretIsRefusedWhereverItStands() throws IOException {
        Files.writeString(directory.resolve("empty"), "");
        for (String token : List.of("\"\"", "\"${file:empty}\"")) {
            assertThat(problems(with(KNOWN, token, RECORD, "")))
                    .as(token)
                    .extracting(Entry::path)
                    .containsExactly("providers.full.token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\\nb", "a\\u0085b"})
    @Tag("promise-23")
    void aNameThatCannotBeShownIsRefusedWithItsPlace(String name) {
        assertThat(problems("{\"providers\":\n {\"" + name + "\": {\"type\": \"test-full\"}}}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .startsWith("the configuration has a")
                            .contains("name")
                            .contains("at line 2");
                    assertThat(problem.message()).doesNotContain("\n");
                });
        Map<String, Object> host = new HashMap<>();
        host.put(name.replace("\\n", "\n").replace("\\u0085", "\u0085"), "x");
        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> UpdaterConfiguration.of(host, directory));
        assertThat(e.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("the configuration has a"));
    }
}

package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.ConfigurationParts;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A YAML file means what stands there, by YAML 1.2, or is refused with the place. */
@Tag("promise-23")
@ExtendWith(OnThePath.class)
class YamlTest {
    private static final String GOOD = """
            detectors: {wan: {type: static, ipv4: 8.8.8.8}}
            providers:
              full:
                type: test-full
                token: s3cret-token
            records: [{name: home.example.com, types: [A], ttl: 5m}]
            """;

    @TempDir
    Path directory;

    private ConfigurationParts read(String yaml) {
        return ConfigurationReader.read(
                ConfigurationReader.yaml(yaml), directory, Optional.empty(), ProviderContext.standard(), List.of());
    }

    private List<String> problems(String yaml) {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read(yaml));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.toString()).doesNotContain("s3cret");
        return e.problems().stream().map(ConfigurationException.Entry::toString).toList();
    }

    private Object option(String value) {
        Settings settings = ((OnThePath.Shown) SteadyProvider.inner(
                        read(GOOD.replace("    token:", "    options: {x: " + value + "}\n    token:"))
                                .providers()
                                .get("full")))
                .settings();
        return settings.nested("options").orElseThrow().value("x").orElseThrow();
    }

    @Test
    void plainWordsMeanWhatYaml12Says() {
        for (String text : List.of(
                "no",
                "yes",
                "on",
                "off",
                "y",
                "n",
                "1_000",
                "12:30:45",
                "0b11",
                "5m",
                "192.0.2.1",
                "1:2:3:4:5:6:7:8",
                "tRUE",
                "1e",
                "0x",
                "=")) {
            assertThat(option(text)).as(text).isEqualTo(text);
        }
        assertThat(option("true")).isEqualTo(true);
        assertThat(option("False")).isEqualTo(false);
        assertThat(option("0123")).as("not octal").isEqualTo(123);
        assertThat(option("0o17")).isEqualTo(15);
        assertThat(option("0x1F")).isEqualTo(31);
        assertThat(option("-7")).isEqualTo(-7);
        assertThat(option("4294967296")).isEqualTo(4294967296L);
        assertThat(option("18446744073709551616")).isEqualTo(BigInteger.TWO.pow(64));
        assertThat(option("1e5")).isEqualTo(100_000.0);
        assertThat(option(".5")).isEqualTo(0.5);
        assertThat(option("\"0123\"")).isEqualTo("0123");
        assertThat(option("'true'")).isEqualTo("true");
        assertThat(option("\"2026-11-29\"")).isEqualTo("2026-11-29");
        assertThat(option("'~'")).isEqualTo("~");
    }

    @Test
    void aNumberOrAFlagWhereATextIsDueIsRefusedAndNeverMadeAText() {
        assertThat(problems(GOOD.replace("token: s3cret-token", "token: 0123456")))
                .containsExactly("providers.full.token: is a number, not a text (allowed: \"${env:NAME}\" or"
                        + " \"${file:PATH}\"; or a text in quotes)");
        assertThat(problems(GOOD.replace("name: home.example.com", "name: 5")))
                .anyMatch(p -> p.equals("records[0].name: is a number (5), not a text (allowed: a text; quote it)"));
        assertThat(problems(GOOD.replace("name: home.example.com", "name: true")))
                .anyMatch(p -> p.equals("records[0].name: is a flag (true), not a text (allowed: a text; quote it)"));
        assertThat(problems(GOOD.replace("token: s3cret-token", "token: 2026-11-29")))
                .anyMatch(p ->
                        p.startsWith("providers.full.token: is a date for many readers of YAML; quote it at line 5"));
        assertThat(problems(GOOD.replace("token: s3cret-token", "token: .inf")))
                .anyMatch(p -> p.startsWith("providers.full.token: is no number that can be used; quote it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token: &anchor s3cret-token| has an anchor (&) at line 5, column 12",
                "token: *alias| has an alias (*) at line 5, column 12",
                "token: !secret s3cret-token| has a tag (!) at line 5, column 12",
                "token: !!str s3cret-token| has a tag (!) at line 5, column 12",
                "token: ! s3cret-token| has a tag (!) at line 5, column 12",
                "<<: {token: s3cret-token}| has a merge key (<<) at line 5, column 5",
                "? [a] : b| has an object or a list as a name at line 5",
                "token: @s3cret-token| the configuration is not valid YAML at line 5, column 12",
                "token: `s3cret-token| the configuration is not valid YAML at line 5, column 12",
                "token: %s3cret-token| the configuration is not valid YAML at line 5, column 12",
                "token: 'a' s3cret-token| the configuration is not valid YAML at line 5, column 16",
                "token: s3cret: token| mapping values are not allowed here",
                "token: \"C:\\temp\\s3cret\"| the configuration is not valid YAML at line 5",
            })
    void whatMakesAValueMeanSomethingElseIsRefusedWithItsPlace(String line, String message) {
        assertThat(problems(GOOD.replace("token: s3cret-token", line))).anyMatch(p -> p.contains(message.strip()));
    }

    @Test
    void aTabIsNoIndentation() {
        assertThat(problems(GOOD.replace("    token:", "\ttoken:")))
                .singleElement()
                .asString()
                .startsWith("the configuration is not valid YAML at line 5, column 1: ")
                .endsWith("in quotes, and indent by spaces");
    }

    @Test
    void duplicateNamesAndNullsAreToldWithAllOtherProblems() {
        assertThat(problems(
                        GOOD.replace("token: s3cret-token", "token: s3cret-token\n    token: s3cret-other\n    port:")
                                + "shedule: {}\nrecords: []\n"))
                .contains(
                        "providers.full.token: is configured twice, again at line 6, column 5 (allowed: each name once)",
                        "providers.full.port: is null (allowed: a value; leave the setting out where none is wanted)",
                        "records: is configured twice, again at line 10, column 1 (allowed: each name once)")
                .anyMatch(p -> p.startsWith("shedule: there is no such setting; did you mean \"schedule\"?"));
    }

    @Test
    void onlyOneDocumentWithAnObjectIsRead() {
        assertThat(problems("")).containsExactly("the configuration is empty (allowed: an object: names and values)");
        assertThat(problems("# nothing\n---\n"))
                .containsExactly("the configuration is empty (allowed: an object: names and values)");
        assertThat(problems("- a\n"))
                .containsExactly("the configuration is not an object (allowed: an object: names and values)");
        assertThat(problems(GOOD + "---\n" + GOOD))
                .containsExactly(
                        "the configuration has a second document at line 7, column 1 (allowed: one document; remove the line ---)");
        assertThat(read("# a comment\n%YAML 1.2\n---\n" + GOOD).records()).hasSize(1);
        assertThat(problems("%YAML 1.1\n---\n" + GOOD))
                .containsExactly(
                        "the configuration says that it is YAML 1.1 (allowed: YAML 1.2; remove the line %YAML)");
        assertThat(read("---\n" + GOOD + "...\n").records()).hasSize(1);
        assertThat(problems(GOOD + "x: a\u2028b\n")).singleElement().asString().contains("line separator");
        assertThat(problems(GOOD + "x: a\u0007b\n")).singleElement().asString().contains("control character");
    }

    @Test
    void bombsAreRefusedAtTheirFirstAnchorOrLevel() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
        for (char c = 'b'; c < 'z'; c++) {
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [*")
                    .append((char) (c - 1))
                    .append("]\n");
        }
        assertThat(problems(bomb.toString())).singleElement().asString().contains("has an anchor");
        assertThat(problems("a: " + "[".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("nested deeper than 64");
        assertThat(problems("a: " + "{a: ".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("nested deeper than 64");
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            deep.append(" ".repeat(i)).append("a:\n");
        }
        assertThat(problems(deep.toString())).singleElement().asString().contains("nested deeper than 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad.yaml", "bad.json"})
    void filesThatAreNoTextOrTooLargeAreRefused(String name) throws Exception {
        Path file = Files.write(directory.resolve(name), "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused(file)).contains("it is not UTF-8 text").contains("save it as UTF-8");
        Files.write(file, new byte[4 * 1024 * 1024 + 1]);
        assertThat(refused(file)).contains("it is larger than 4 MiB");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(refused(file)).contains("cannot be used");
    }

    private static String refused(Path file) {
        return catchThrowableOfType(ConfigurationException.class, () -> UpdaterConfiguration.load(file))
                .getMessage();
    }

    @Test
    void withoutTheYamlParserJsonWorksAndYamlIsRefusedWithTheRemedy() throws Exception {
        Path json = Files.writeString(directory.resolve("a.json"), "{}");
        Path yaml = Files.writeString(directory.resolve("a.yaml"), "{}");
        List<URL> path = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!part.contains("snakeyaml")) {
                path.add(Path.of(part).toUri().toURL());
            }
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader without =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(without); // where SLF4J 2.0.0 looks for its provider
            var load = without.loadClass(UpdaterConfiguration.class.getName())
                    .getMethod(
                            "load",
                            Path.class,
                            without.loadClass(SettingSpec.class.getName()).arrayType());
            Object none = Array.newInstance(without.loadClass(SettingSpec.class.getName()), 0);
            assertThat(catchThrowableOfType(InvocationTargetException.class, () -> load.invoke(null, json, none))
                            .getCause())
                    .hasMessageContaining("detectors: is missing");
            assertThat(catchThrowableOfType(InvocationTargetException.class, () -> load.invoke(null, yaml, none))
                            .getCause())
                    .hasMessageContaining("SnakeYAML is not on the class path")
                    .hasMessageContaining("org.yaml:snakeyaml");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aCharacterThatIsRefusedHasALine() {
        assertThat(problems(GOOD + "# \u0007\n")).singleElement().asString().contains("a control character at line 7");
        assertThat(problems(GOOD + "# \u2028\n"))
                .singleElement()
                .asString()
                .contains("a line separator")
                .contains("at line 7");
    }
}

package io.github.ddnsjava.examples.agent.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdaterHealth;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final PageFiles FILES = new PageFiles();
    private static final List<String> PATHS = List.of(
            "/",
            "/page/page.css",
            "/page/page.js",
            "/page/agent.js",
            "/page/timeline.js",
            "/page/words.js",
            "/page/icon.svg");

    /** The words that are put together of a prefix and a value of the status or of an event. */
    private static final Map<String, List<?>> COMPUTED = new TreeMap<>(Map.of(
            "todo", List.of(ProblemKind.values()),
            "part", List.of(UpdaterHealth.Part.values()),
            "condition", List.of(UpdaterHealth.Condition.values()),
            "verdict", List.of(DetectionReport.Verdict.values()),
            "outcome", List.of(Outcome.CREATED, Outcome.UPDATED, Outcome.WITHDRAWN)));

    private static String read(String path) {
        return new String(FILES.at(path).orElseThrow().content(), StandardCharsets.UTF_8);
    }

    @Test
    void onlyItsOwnFilesAreThere() {
        assertThat(PATHS).allSatisfy(path -> assertThat(FILES.at(path)).isPresent());
        assertThat(List.of(
                        "/index.html", "/page/", "/page/index.html", "/page/../", "/page/page.css/", "/Page/page.css"))
                .allSatisfy(path -> assertThat(FILES.at(path)).isEmpty());
    }

    /** So that one who never loads anything from elsewhere can use it. */
    @Test
    void nothingComesFromElsewhere() {
        assertThat(PATHS)
                .allSatisfy(path -> assertThat(read(path).replace("http://www.w3.org/2000/svg", ""))
                        .doesNotContainPattern("(?i)https?:|//[a-z]|@import|url\\("));
        assertThat(read("/"))
                .doesNotContainPattern("(?i)<style|style=|<script(?! type=\"module\" src=\"page/)|\\son[a-z]+=");
    }

    /** Text from outside would be read as HTML there. */
    @Test
    void textIsNeverReadAsHtml() {
        assertThat(PATHS)
                .allSatisfy(path -> assertThat(read(path))
                        .doesNotContainPattern(
                                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|cookie"));
    }

    @Test
    void bothLanguagesHaveTheSameWords() {
        Map<String, Map<String, String>> languages = languages();
        assertThat(languages.get("en")).hasSizeGreaterThan(50);
        assertThat(languages.get("zh").keySet())
                .containsExactlyElementsOf(languages.get("en").keySet());
        assertThat(languages.get("en"))
                .allSatisfy((key, text) -> assertThat(
                                placeholders(languages.get("zh").get(key)))
                        .as(key)
                        .isEqualTo(placeholders(text)));
    }

    /** A key that is missing would show nothing, and one that nothing uses is kept up for nothing. */
    @Test
    void thePageUsesTheWordsThatThereAreAndNoOthers() {
        String script = read("/page/page.js");
        Set<String> used = find("data-word=\"(\\w+)\"", read("/"));
        used.addAll(find("say\\(\"(\\w+)\"[,)]", script));
        used.addAll(find("(?:perform\\(.*, |askForToken\\()\"(\\w+)\"\\)", script));
        find("\\[([\"\\w, ]+)]\\.map\\(word =>", script).forEach(list -> used.addAll(find("(\\w+)", list)));
        assertThat(find("(?:say\\(|words\\[)\"(\\w+)\" \\+", script))
                .as("what is put together, of which this test must know the values")
                .isEqualTo(COMPUTED.keySet());
        COMPUTED.forEach((prefix, values) -> values.forEach(value -> used.add(prefix + capital(value))));

        languages()
                .forEach((language, words) ->
                        assertThat(words.keySet()).as(language).containsExactlyInAnyOrderElementsOf(used));
    }

    /** As the script does it. */
    private static String capital(Object value) {
        return Arrays.stream(value.toString().split("-"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    /** WCAG 2.2, 1.4.3: 4.5 to 1. */
    @Test
    void textStandsOutInBothSchemes() {
        String css = read("/page/page.css");
        List<String> schemes = Pattern.compile(":root \\{([^}]*)}")
                .matcher(css)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(schemes).hasSize(2);
        for (String scheme : schemes) {
            Map<String, Integer> colours = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});")
                    .matcher(scheme)
                    .results()
                    .collect(Collectors.toMap(m -> m.group(1), m -> Integer.parseInt(m.group(2), 16)));
            for (String ground : List.of("ground", "card")) {
                for (String text : List.of("text", "quiet", "link", "good", "wait", "bad")) {
                    assertThat(contrast(colours.get(text), colours.get(ground)))
                            .as("%s on %s", text, ground)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
            assertThat(contrast(colours.get("on-button"), colours.get("button")))
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** By WCAG's definition of relative luminance. */
    private static double luminance(int colour) {
        return 0.2126 * channel(colour >> 16) + 0.7152 * channel(colour >> 8) + 0.0722 * channel(colour);
    }

    private static double channel(int bits) {
        double value = (bits & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Map<String, String>> languages() {
        Map<String, Map<String, String>> languages = new LinkedHashMap<>();
        String language = "";
        for (String line : read("/page/words.js").lines().toList()) {
            if (line.matches("  (en|zh): \\{")) {
                language = line.strip().substring(0, 2);
                languages.put(language, new LinkedHashMap<>());
            }
            var word = Pattern.compile("    (\\w+): \"(.+)\",?").matcher(line);
            if (word.matches()) {
                languages.get(language).put(word.group(1), word.group(2));
            }
        }
        return languages;
    }

    private static Set<String> placeholders(String text) {
        return find("(\\{\\d})", text);
    }

    private static Set<String> find(String pattern, String in) {
        return Pattern.compile(pattern)
                .matcher(in)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

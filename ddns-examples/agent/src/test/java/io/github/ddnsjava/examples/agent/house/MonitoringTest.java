package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts and the dashboard are those of the meters that exist. */
class MonitoringTest {
    private static final String ALERTS = "docs/monitoring/alerts.yml";
    private static final String DASHBOARD = "docs/monitoring/dashboard.json";
    private static final Pattern METRIC = Pattern.compile("\\bddns_[a-z_]+");

    private static final String HEAD = """
            # Alerts for Prometheus. Generated: change AlertRules, then run the tests of the agent with -Dddns.docs=write.
            """;

    /** The names in a scrape, from the table that is generated from the meters. */
    private static Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        Pattern.compile("\\| `(ddns_[a-z_]+)` \\| (\\w+) \\|")
                .matcher(House.read("docs/monitoring/metrics.md"))
                .results()
                .forEach(row -> {
                    names.add(row.group(1));
                    if (row.group(2).equals("timer")) {
                        Stream.of("_count", "_sum", "_max", "_bucket").forEach(end -> names.add(row.group(1) + end));
                    }
                });
        return names;
    }

    private static Set<String> used(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theAlertsAreThoseOfTheFile() throws IOException {
        String now = HEAD + new AlertRules(1).yaml();
        if ("write".equals(System.getProperty("ddns.docs"))) {
            Files.writeString(House.root().resolve(ALERTS), now);
        }
        assertThat(House.read(ALERTS))
                .as("%s is stale: run the tests of the agent once with -Dddns.docs=write", ALERTS)
                .isEqualTo(now);
    }

    @Test
    void everyMetricOfTheAlertsAndTheDashboardExists() throws IOException {
        assertThat(metrics()).hasSizeGreaterThan(30);
        assertThat(used(House.read(ALERTS))).hasSizeGreaterThanOrEqualTo(7).isSubsetOf(metrics());
        Set<String> shown = new TreeSet<>();
        expressions().forEach(expression -> shown.addAll(used(expression)));
        assertThat(shown).hasSizeGreaterThanOrEqualTo(10).isSubsetOf(metrics());
    }

    /** Grafana refuses, or shows nothing of, what breaks one of these. */
    @Test
    void theDashboardHasTheFormThatGrafanaWants() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(House.read(DASHBOARD));
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
        assertThat(dashboard.path("templating").path("list").findValuesAsText("name"))
                .contains("datasource");
        Set<Integer> ids = new HashSet<>();
        List<JsonNode> places = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt())
                    .as(title)
                    .isBetween(1, 24);
            places.forEach(other -> assertThat(overlap(place, other)).as(title).isFalse());
            places.add(place);
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("description").asText()).as(title).isNotBlank();
                assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).as(title).isNotEmpty();
            }
        }
        assertThat(ids).hasSizeGreaterThanOrEqualTo(8);
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return begins(one, "x") < ends(other, "x", "w")
                && begins(other, "x") < ends(one, "x", "w")
                && begins(one, "y") < ends(other, "y", "h")
                && begins(other, "y") < ends(one, "y", "h");
    }

    private static int begins(JsonNode place, String axis) {
        return place.path(axis).asInt();
    }

    private static int ends(JsonNode place, String axis, String size) {
        return place.path(axis).asInt() + place.path(size).asInt();
    }

    /** Returns all expressions of the dashboard. */
    static List<String> expressions() throws IOException {
        return new JsonMapper().readTree(Files.readString(path())).findValuesAsText("expr");
    }

    private static Path path() {
        return House.root().resolve(DASHBOARD);
    }
}

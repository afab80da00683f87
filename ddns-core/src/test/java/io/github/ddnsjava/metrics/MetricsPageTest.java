package io.github.ddnsjava.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual's table of meters is made of the list in code; {@code -Dddns.docs=write} writes it anew. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "monitoring", "metrics.md");
    private static final String BEGIN = "<!-- generated: meters -->\n";
    private static final String END = "<!-- end of generated -->\n";

    @Test
    void theTableOfTheManualIsTheListOfMeters() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        assertThat(to).as("the page has the two comments").isGreaterThanOrEqualTo(from);
        if ("write".equals(System.getProperty("ddns.docs"))) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("run this test once with -Dddns.docs=write")
                .isEqualTo(table());
    }

    private static String table() {
        return "| name | in Prometheus | type | keys | unit | meaning |\n| --- | --- | --- | --- | --- | --- |\n"
                + Arrays.stream(MeterSpec.values()).map(MetricsPageTest::row).collect(Collectors.joining());
    }

    private static String row(MeterSpec spec) {
        String keys = spec.keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
        String buckets = Stream.of(spec.buckets()).map(MetricsPageTest::seconds).collect(Collectors.joining(", "));
        return "| `" + spec.id + "` | `" + prometheus(spec) + "` | " + spec.type.word + " | " + keys + " | "
                + spec.type.unit + " | " + spec.help + (buckets.isEmpty() ? "" : " (buckets: " + buckets + " s)")
                + " |\n";
    }

    private static String prometheus(MeterSpec spec) {
        String name = spec.id.replace('.', '_');
        return switch (spec.type) {
            case COUNTER -> name + "_total";
            case TIMER, TIME_GAUGE -> name + "_seconds";
            case GAUGE -> name;
        };
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? Long.toString(limit.toSeconds())
                : Double.toString(limit.toMillis() / 1e3);
    }
}

package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A busy machine can delay a thread by seconds, and no test may fail because of it. */
class RealTimeTest {
    private static final Pattern TIMEOUT = Pattern.compile("@Timeout\\((\\d+)\\)");
    private static final Pattern WAIT = Pattern.compile("(\\d+), TimeUnit\\.SECONDS\\)");
    private static final Pattern SHORT_WAIT = Pattern.compile("(\\d[\\d_]*), TimeUnit\\.MILLISECONDS\\)");
    private static final Pattern JOIN = Pattern.compile("\\.join\\((\\d[\\d_]*)\\)");
    private static final Pattern MEASURES = Pattern.compile("System\\.(nanoTime|currentTimeMillis)\\(");
    private static final Pattern SLEEPS = Pattern.compile("Thread\\.sleep\\(|parkNanos\\(");

    /**
     * What may measure, wait for less or pause: the benchmarks; the time of the simulated world and the router of the lab,
     * which give up after a minute, as does whoever waits for a program of others; a server that answers slowly on
     * purpose; an hour of an agent's life; and the scenarios of a cluster of real processes, which tell how long each took.
     */
    private static final Set<String> MAY_MEASURE = Set.of(
            "CloseBenchmark.java",
            "EventBenchmark.java",
            "FootprintMeasurement.java",
            "RouterBenchmark.java",
            "RouterMeasurement.java",
            "VirtualTime.java",
            "LabRouter.java",
            "MetricsBenchmark.java",
            "MetricsPageBenchmark.java",
            "MeasuredDatabase.java",
            "RealProgram.java",
            "RecordingServer.java",
            "ScaleBenchmark.java",
            "Scenario.java",
            "RawServer.java",
            "SoakMeasurement.java");

    @Test
    void aTestThatWaitsHasAMinuteAndNoTestMeasuresOrSleeps() throws IOException {
        List<String> hasty = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        try (Stream<Path> files = Files.walk(House.root())) {
            for (Path file : files.filter(RealTimeTest::isOfTests).toList()) {
                seen.add(file.getFileName().toString());
                if (MAY_MEASURE.contains(file.getFileName().toString())) {
                    continue;
                }
                String code = Files.readString(file);
                lessThan(120, TIMEOUT, code, file, hasty);
                lessThan(60, WAIT, code, file, hasty);
                lessThan(60_000, SHORT_WAIT, code, file, hasty);
                lessThan(60_000, JOIN, code, file, hasty);
                Stream.of(MEASURES, SLEEPS)
                        .flatMap(pattern -> pattern.matcher(code).results())
                        .forEach(found -> hasty.add(file.getFileName() + ": " + found.group()));
            }
        }
        assertThat(seen).as("what was read").hasSizeGreaterThan(250).containsAll(MAY_MEASURE);
        assertThat(hasty)
                .as("fails on a busy machine: wait for longer, or tell by what happened that it was quick")
                .isEmpty();
    }

    /** Goes by the path within the checkout: the checkout itself may lie in any folder. */
    private static boolean isOfTests(Path file) {
        Path inside = House.root().relativize(file);
        boolean built = StreamSupport.stream(inside.spliterator(), false).anyMatch(Path.of("target")::equals);
        return !built
                && ("/" + inside).replace('\\', '/').contains("/src/test/")
                && inside.toString().endsWith(".java")
                && !inside.endsWith("RealTimeTest.java");
    }

    private static void lessThan(int enough, Pattern pattern, String code, Path file, List<String> hasty) {
        pattern.matcher(code)
                .results()
                .filter(found -> Long.parseLong(found.group(1).replace("_", "")) < enough)
                .forEach(found -> hasty.add(file.getFileName() + ": " + found.group()));
    }
}

package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A busy machine can delay a thread by seconds, and no test may fail because of it. */
class RealTimeTest {
    private static final Pattern TIMEOUT = Pattern.compile("@Timeout\\((\\d+)\\)");
    private static final Pattern WAIT = Pattern.compile("(\\d+), TimeUnit\\.SECONDS\\)");
    private static final Pattern JOIN = Pattern.compile("\\.join\\((\\d[\\d_]*)\\)");
    private static final Pattern MEASURES = Pattern.compile("System\\.(nanoTime|currentTimeMillis)\\(");
    private static final Pattern SLEEPS = Pattern.compile("Thread\\.sleep\\(|parkNanos\\(");

    @Test
    void aTestThatWaitsHasAMinuteAndNoTestMeasuresOrSleeps() throws IOException {
        List<String> hasty = new ArrayList<>();
        try (Stream<Path> files = Files.walk(House.root())) {
            for (Path file : files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> !file.toString().contains("target"))
                    .filter(file -> !file.endsWith("RealTimeTest.java"))
                    .toList()) {
                String code = Files.readString(file);
                lessThan(120, TIMEOUT, code, file, hasty);
                lessThan(60, WAIT, code, file, hasty);
                lessThan(60_000, JOIN, code, file, hasty);
                Stream.of(MEASURES, SLEEPS)
                        .flatMap(pattern -> pattern.matcher(code).results())
                        .forEach(found -> hasty.add(file.getFileName() + ": " + found.group()));
            }
        }
        assertThat(hasty)
                .as("fails on a busy machine: wait for longer, or tell by what happened that it was quick")
                .isEmpty();
    }

    private static void lessThan(int enough, Pattern pattern, String code, Path file, List<String> hasty) {
        pattern.matcher(code)
                .results()
                .filter(found -> Long.parseLong(found.group(1).replace("_", "")) < enough)
                .forEach(found -> hasty.add(file.getFileName() + ": " + found.group()));
    }
}

package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The key-value pairs of the log have stable names, because hosts search for them, and values that every encoder knows. */
@Timeout(120)
@Isolated("reads the whole log")
class LogKeysTest {
    private static final Path PAGE = Path.of("..", "docs", "logging.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);

    @TempDir
    Path directory;

    private List<LogLines.Line> lines(Consumer<LogSituations> situation) {
        try (LogLines log = LogLines.record()) {
            situation.accept(new LogSituations(directory));
            return log.lines();
        }
    }

    private static Set<String> keys(List<LogLines.Line> lines, String text) {
        Pattern pattern = Pattern.compile("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E");
        List<LogLines.Line> found = lines.stream()
                .filter(line -> pattern.matcher(line.text()).matches())
                .toList();
        assertThat(found).as(text).isNotEmpty();
        Set<String> keys = found.get(0).pairs().keySet();
        assertThat(found).allSatisfy(line -> assertThat(line.pairs().keySet()).isEqualTo(keys));
        return keys;
    }

    @Test
    void theLinesOfARecordNameItAndTheCycle() {
        List<LogLines.Line> lines = lines(LogSituations::aRecordFromItsCreationToItsEnd);

        assertThat(keys(lines, "home.example.com A at default was created: *"))
                .containsExactly(
                        "step",
                        "record",
                        "type",
                        "provider",
                        "outcome",
                        "address",
                        "reason",
                        "attempt",
                        "duration_ms",
                        "cycle");
        assertThat(keys(lines, "home.example.com A at default was updated: *")).contains("address", "previous");
        assertThat(keys(lines, "home.example.com A at default: ensure *"))
                .containsExactly("step", "record", "type", "provider", "intent", "address", "attempt", "cycle");
        assertThat(keys(lines, "detector default ipv4 found *"))
                .containsExactly("step", "detector", "family", "outcome", "address", "duration_ms", "cycle");
        assertThat(keys(lines, "PATCH /zones/{zone} ended after * ms"))
                .containsExactly("step", "provider", "account", "exchange", "outcome", "duration_ms", "cycle");
        assertThat(keys(lines, "cycle * ended after * ms: *"))
                .containsExactly("outcome", "records", "in_sync", "duration_ms", "cycle");
        assertThat(keys(lines, "ddnsjava * started: *")).containsExactly("version", "records");
        assertThat(keys(lines, "ddnsjava * closed *")).containsExactly("version", "records", "in_sync", "duration_ms");
    }

    @Test
    void theLinesOfATroubleNameItsKind() {
        List<LogLines.Line> lines = lines(LogSituations::aRecordInTroubleAndOutOfIt);

        assertThat(keys(lines, "home.example.com A at default is in trouble: *"))
                .containsExactly("step", "record", "type", "provider", "kind", "attempt", "cycle", "not_before");
        assertThat(keys(lines, "home.example.com A at default is in sync again; *"))
                .containsExactly("step", "record", "type", "provider", "cycle");
        assertThat(keys(lines(LogSituations::aDetectorInTroubleAndOutOfIt), "detector default ipv4 answers again; *"))
                .containsExactly("step", "detector", "family");
        assertThat(keys(lines(LogSituations::aTroubleThatLasts), "the updater has had trouble for *"))
                .containsExactly("kind", "troubles", "duration_ms");
    }

    @Test
    void valuesAreTextsOfOneLineNumbersOrFlags() {
        List<LogLines.Line> lines = lines(situations -> {
            situations.aRecordFromItsCreationToItsEnd();
            situations.aRecordInTroubleAndOutOfIt();
            situations.theNetworkGoesAndComes();
            situations.theDiskFillsAndIsEmptied();
        });

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.pairs().values()).allSatisfy(value -> {
                    assertThat(value).isInstanceOfAny(String.class, Long.class, Boolean.class);
                    assertThat(value.toString().chars()).noneMatch(Character::isISOControl);
                }));
    }

    @Test
    void textFromOutsideBringsNoControlCharacterIntoAMessage() {
        assertThat(lines(LogSituations::aTroubleThatLasts))
                .filteredOn(line -> line.text().contains("[31m"))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line.text().chars()).noneMatch(Character::isISOControl));
    }

    @Test
    void whileNothingChangesNothingIsLoggedAboveDebug() {
        List<LogLines.Line> lines = lines(LogSituations::nothingChangesForADay);

        assertThat(lines).filteredOn(line -> line.level() == Level.DEBUG).hasSizeGreaterThan(200);
        assertThat(lines)
                .filteredOn(line -> line.level().isGreaterOrEqual(Level.INFO))
                .extracting(line -> line.text().replaceAll("[:;(].*", ""))
                .containsExactly(
                        "ddnsjava 0.1.0-SNAPSHOT started",
                        "home.example.com A at default was created",
                        "ddnsjava 0.1.0-SNAPSHOT closed after 1441m");
    }

    @Test
    void theManualListsEveryKey() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            listed.add(row.group(1));
        }
        Set<String> used = new TreeSet<>();
        lines(situations -> {
                    situations.aRecordFromItsCreationToItsEnd();
                    situations.aRecordInTroubleAndOutOfIt();
                    situations.aTroubleThatLasts();
                    situations.aNodeLosesTheLockServerAndFindsItAgain();
                })
                .forEach(line -> used.addAll(line.pairs().keySet()));
        used.add("status"); // of exchanges by HTTP

        assertThat(listed).isEqualTo(used);
    }
}

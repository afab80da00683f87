package io.github.ddnsjava.examples.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.KeyValuePair;

/** What is written by others cannot end a line, forge one or control a terminal. */
class LayoutsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** A line that looks like one of ours, the colours of a terminal, its 8-bit form, and an order of writing. */
    private static final String HOSTILE =
            "home\r\n2026-03-01T12:00:00Z INFO  forged \u001b[2J \u009b31m \u2028 \u202e \u0000 \u007f \ud800";

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");

    private LoggingEvent event(String message, Throwable thrown, Object... pairs) {
        LoggingEvent event = new LoggingEvent("test", logger, Level.WARN, message, thrown, null);
        for (int i = 0; i < pairs.length; i += 2) {
            event.addKeyValuePair(new KeyValuePair((String) pairs[i], pairs[i + 1]));
        }
        return event;
    }

    private static void isHarmless(String line) {
        assertThat(line.codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.SURROGATE);
    }

    @Test
    void aHostileMessageIsOneLineForPeople() {
        String text = new TextLayout(false).doLayout(event(HOSTILE, null));

        assertThat(text).endsWith(System.lineSeparator());
        assertThat(text.lines()).hasSize(1).allSatisfy(LayoutsTest::isHarmless);
        assertThat(text).contains("WARN  home\\r\\n2026-03-01T12:00:00Z INFO  forged \\u001b[2J \\u009b31m");
    }

    @Test
    void noLineOfAnExceptionLooksLikeALineOfTheLog() {
        String text = new TextLayout(false).doLayout(event("failed", new IllegalStateException(HOSTILE)));

        assertThat(text.lines()).hasSizeGreaterThan(3).allSatisfy(LayoutsTest::isHarmless);
        assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void aHostileMessageValueAndExceptionAreOneJsonLineAndKeepEveryWholeCharacter() throws Exception {
        String line = new JsonLayout()
                .doLayout(event(HOSTILE, new IllegalStateException(HOSTILE), "record", HOSTILE, HOSTILE, "value"));

        assertThat(line).endsWith("}\n");
        isHarmless(line.substring(0, line.length() - 1));
        JsonNode node = MAPPER.readTree(line);
        String whole = HOSTILE.replace('\ud800', '\ufffd');
        assertThat(node.get("message").asText()).isEqualTo(whole);
        assertThat(node.get("record").asText()).isEqualTo(whole);
        assertThat(node.get(whole).asText()).isEqualTo("value");
        assertThat(node.get("exception").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(node.get("stack_trace").asText()).contains(whole);
    }

    @Test
    void pairsAreFieldsOfTheirTypesAndCannotReplaceOurs() throws Exception {
        JsonNode node = MAPPER.readTree(new JsonLayout()
                .doLayout(event(
                        "m", null, "cycle", 17L, "attempt", 2, "flag", true, "share", 0.5, "level", "forged", "no",
                        null)));

        assertThat(node.get("cycle").isIntegralNumber()).isTrue();
        assertThat(node.get("trace_id").asText()).matches("[0-9a-f]{16}0000000000000011");
        assertThat(node.get("attempt").asInt()).isEqualTo(2);
        assertThat(node.get("flag").isBoolean()).isTrue();
        assertThat(node.get("share").asDouble()).isEqualTo(0.5);
        assertThat(node.get("level").asText()).isEqualTo("WARN");
        assertThat(node.get("field_level").asText()).isEqualTo("forged");
        assertThat(node.get("no").asText()).isEqualTo("null");
    }

    @Test
    void levelsAreColouredOnATerminalOnly() {
        assertThat(new TextLayout(true).doLayout(event("m", null))).contains("\u001b[33mWARN \u001b[0m m");
        assertThat(new TextLayout(false).doLayout(event("m", null))).contains(" WARN  m");
    }

    @Test
    void aFileThatIsFullIsKeptAndAnotherBegins(@TempDir Path directory) throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter()); // as SLF4J does
        Path file = directory.resolve("agent.log");
        RollingFileAppender<ILoggingEvent> appender = AgentLog.rolling(context, file);
        AgentLog.begin(context, new LogSettings(LogFormat.text, Level.INFO, Optional.of(file)), appender, false);
        for (int i = 0; i < 8; i++) {
            logger.info("line {}", i);
            appender.rollover(); // as when the file has reached its size
        }
        logger.info("line 8");
        context.stop();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "agent.log", "agent.log.1", "agent.log.2", "agent.log.3", "agent.log.4", "agent.log.5");
        }
        assertThat(Files.readString(file)).contains(" INFO  line 8");
        assertThat(Files.readString(directory.resolve("agent.log.1"))).contains(" INFO  line 7");
        assertThat(Files.readString(directory.resolve("agent.log.5"))).contains(" INFO  line 3");
    }

    @Test
    void aRequestThatIsNoHttpIsNoLineOfTheLog() {
        for (Level level : new Level[] {Level.INFO, Level.WARN, Level.ERROR}) {
            LoggerContext own = new LoggerContext();
            own.setMDCAdapter(new LogbackMDCAdapter());
            ListAppender<ILoggingEvent> lines = new ListAppender<>();
            lines.start();
            AgentLog.begin(
                    own, new LogSettings(LogFormat.text, level, Optional.empty()), new ConsoleAppender<>(), false);
            own.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
            own.getLogger("org.eclipse.jetty.http.HttpParser").warn("Bad Authority");
            own.getLogger("org.eclipse.jetty.util.HostPort").warn("Bad port");
            own.getLogger("org.eclipse.jetty.server.Server").info("Started");
            own.getLogger("org.eclipse.jetty.server.Response").error("failed");
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getMessage)
                    .as(level.toString())
                    .containsExactly("failed");
        }
    }
}

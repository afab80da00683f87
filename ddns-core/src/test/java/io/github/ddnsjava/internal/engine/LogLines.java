package io.github.ddnsjava.internal.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The library's log as a host sees it that shows the message and nothing else; and who wrote each line. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final String ROOT = "io.github.ddnsjava";

    /**
     * A line.
     *
     * @param site the class and the line number of the call
     * @param pairs the key-value pairs
     */
    record Line(Level level, String text, String site, Map<String, Object> pairs) {}

    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = loggers.getLogger(ROOT);
    private final Map<Logger, Level> before = new HashMap<>();
    private final PatternLayout layout = new PatternLayout();
    private final List<Line> lines = new ArrayList<>();

    /** Begins to record. */
    static LogLines record() {
        LogLines lines = new LogLines();
        lines.begin();
        return lines;
    }

    private void begin() {
        layout.setContext(loggers);
        layout.setPattern("%msg%nopex");
        layout.start();
        start();
        for (Logger logger : loggers.getLoggerList()) {
            if (logger.getName().startsWith(ROOT) && logger.getLevel() != null) {
                before.put(logger, logger.getLevel());
                logger.setLevel(null);
            }
        }
        root.setLevel(Level.DEBUG);
        root.setAdditive(false);
        root.addAppender(this);
    }

    /** Is called one at a time. */
    @Override
    protected void append(ILoggingEvent event) {
        StackTraceElement caller = event.getCallerData()[0];
        Map<String, Object> pairs = new LinkedHashMap<>();
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> pairs.put(pair.key, pair.value));
        }
        Line line = new Line(
                event.getLevel(), layout.doLayout(event), caller.getClassName() + ":" + caller.getLineNumber(), pairs);
        synchronized (lines) {
            lines.add(line);
        }
    }

    List<Line> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The messages at INFO, WARN and ERROR. */
    List<String> texts() {
        return lines().stream()
                .filter(line -> line.level().isGreaterOrEqual(Level.INFO))
                .map(Line::text)
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(this);
        root.setAdditive(true);
        root.setLevel(null);
        before.forEach(Logger::setLevel);
    }

    /** Every place of core's compiled code that logs at INFO, WARN or ERROR, or at a level that it computes. */
    static Set<String> sites() {
        ArchConfiguration configuration = ArchConfiguration.get();
        configuration.setResolveMissingDependenciesFromClassPath(
                false); // the names are enough, and all else takes long
        try {
            return new ClassFileImporter()
                            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                            .withImportOption(LogLines::mentionsTheLog)
                            .importPackages(ROOT)
                            .stream()
                            .flatMap(owner -> owner.getMethodCallsFromSelf().stream())
                            .filter(LogLines::logs)
                            .map(call -> call.getOriginOwner().getFullName() + ":" + call.getLineNumber())
                            .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            configuration.setResolveMissingDependenciesFromClassPath(true);
        }
    }

    /** Most classes do not, and to import them takes long. */
    private static boolean mentionsTheLog(Location location) {
        try (InputStream in = location.asURI().toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("org/slf4j/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean logs(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return owner.isEquivalentTo(org.slf4j.Logger.class)
                        && Set.of("info", "warn", "error").contains(name)
                || owner.isEquivalentTo(LoggingEventBuilder.class) && name.equals("log");
    }
}

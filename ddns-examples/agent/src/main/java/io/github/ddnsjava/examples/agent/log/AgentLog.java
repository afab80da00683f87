package io.github.ddnsjava.examples.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;

/** Sets up the log of this process. */
public final class AgentLog {
    /** The size at which a new file begins. Six files are 60 MB, which is months at INFO. */
    private static final long ROTATED_AT = 10_000_000;

    private static final int OLD_FILES = 5;
    private static final int CHECKED_EVERY_SECONDS = 5;

    /**
     * What says more than an operator can use: the start of the HTTP server, and each request that is not HTTP, which
     * anybody can send as often as the network carries.
     */
    private static final Map<String, Level> LOUD = Map.of(
            "org.eclipse.jetty", Level.WARN,
            "org.eclipse.jetty.http", Level.ERROR,
            "org.eclipse.jetty.util.HostPort", Level.ERROR);

    private AgentLog() {}

    /**
     * Begins to log as the settings say. Before that, nothing is logged.
     *
     * @throws IOException if the file cannot be written
     */
    public static void begin(LogSettings settings) throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (settings.file().isPresent()) {
            Path file = settings.file().get();
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close(); // Logback would only note that it cannot
            begin(context, settings, rolling(context, file), false);
        } else {
            ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
            console.setTarget("System.err");
            begin(context, settings, console, isTerminal());
        }
    }

    static void begin(
            LoggerContext context,
            LogSettings settings,
            OutputStreamAppender<ILoggingEvent> appender,
            boolean terminal) {
        Layout<ILoggingEvent> layout =
                settings.format() == LogFormat.json ? new JsonLayout() : new TextLayout(terminal);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setName("agent");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(settings.level());
        root.addAppender(appender);
        if (settings.level().isGreaterOrEqual(Level.INFO)) {
            LOUD.forEach((name, least) -> context.getLogger(name)
                    .setLevel(settings.level().isGreaterOrEqual(least) ? settings.level() : least));
        }
    }

    /** Makes an appender that begins a new file at that size. */
    static RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(file.toString());
        FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
        policy.setMinIndex(1);
        policy.setMaxIndex(OLD_FILES);
        policy.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(ROTATED_AT));
        size.setCheckIncrement(Duration.buildBySeconds(CHECKED_EVERY_SECONDS));
        size.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(size);
        return appender;
    }

    /** Returns whether standard error is a terminal that shows colours, and the user has not asked for none. */
    private static boolean isTerminal() {
        Path errors = Path.of("/proc/self/fd/2");
        if (Files.exists(errors)) {
            try {
                String target = Files.readSymbolicLink(errors).toString();
                if (!target.startsWith("/dev/pts/") && !target.startsWith("/dev/tty")) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return Ansi.AUTO.enabled();
    }
}

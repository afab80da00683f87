package io.github.ddnsjava.examples.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Gives SLF4J a Logback that says nothing of itself, and nothing at all until the command line was read and {@link AgentLog}
 * sets up the log. Logback's own provider would first search for files and classes that configure it, which costs a tenth of a
 * second and some hundred classes at each start. SLF4J makes one instance, and initializes it on one thread.
 */
public final class LogProvider implements SLF4JServiceProvider {
    /** The version of SLF4J's interface that this is written for. */
    private static final String VERSION = "2.0.99";

    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

    /** Has SLF4J use this. It must be called before anything asks SLF4J for a logger. */
    public static void use() {
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN"); // else it says on standard error which one it uses
    }

    @Override
    public void initialize() {
        context.setName("default");
        context.setMDCAdapter(diagnostics);
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN); // says twice at each start that it starts
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return diagnostics;
    }

    @Override
    public String getRequestedApiVersion() {
        return VERSION;
    }
}

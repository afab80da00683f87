package io.github.ddnsjava.examples.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * How Logback begins: it says nothing of itself, and nothing at all until the command line was read and {@link AgentLog} sets
 * up the log. Logback finds this class as a service. A file {@code logback.xml} would say the same, but Logback reads it with
 * an XML parser and a configuration model of some 400 classes, for which a process pays memory and time at each start.
 */
public final class QuietStart extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getStatusManager().add(new NopStatusListener());
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN); // says twice at each start that it starts
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}

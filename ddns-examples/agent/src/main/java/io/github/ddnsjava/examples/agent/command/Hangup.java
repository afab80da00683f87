package io.github.ddnsjava.examples.agent.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which services are told to read their configuration again. The JDK has it in the module {@code jdk.unsupported}
 * only, and Windows has no such signal; where it is missing, nothing happens. Without this the JVM ends on SIGHUP. If the
 * process was started with {@code nohup}, the signal stays ignored.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private final Runnable undo;

    private Hangup(Runnable undo) {
        this.undo = undo;
    }

    /** Runs a task at each SIGHUP until this is closed. The task is to return soon. */
    static Hangup handledBy(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            InvocationHandler calls = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    task.run();
                    yield null;
                }
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "the handler of SIGHUP";
            };
            Object ours = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, calls);
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hangup, ours);
            return new Hangup(() -> handle(signal, handler, hangup, before));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.debug("this platform has no SIGHUP: {}", e.toString());
            return new Hangup(() -> {});
        }
    }

    private static void handle(Class<?> signal, Class<?> handler, Object hangup, Object by) {
        try {
            signal.getMethod("handle", signal, handler).invoke(null, hangup, by);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("SIGHUP stays as it is: {}", e.toString());
        }
    }

    /** Leaves the signal to whoever had it before. */
    void close() {
        undo.run();
    }
}

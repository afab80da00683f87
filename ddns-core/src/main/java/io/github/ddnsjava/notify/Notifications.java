package io.github.ddnsjava.notify;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.internal.discovery.Discovery;
import java.util.List;

/**
 * Finds the listeners on the class path or module path by their types, as {@link
 * io.github.ddnsjava.publish.DnsProviders} finds providers. Each call searches the thread's context class loader and this
 * library's own. Stateless and thread-safe.
 */
public final class Notifications {
    private Notifications() {}

    /**
     * Creates a listener of a type on the class path or module path, as a configuration does:
     *
     * <pre>{@code
     * builder.listener("phone", context -> Notifications.create("ntfy", settings, context));
     * }</pre>
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if the type is unknown (the message lists the known
     *     types) or settings are wrong
     */
    public static UpdateListener create(String type, Settings settings, ListenerContext context) {
        return discover().create(type, settings, (factory, given) -> factory.create(type, given, context));
    }

    /** Returns the descriptions of all types on the class path or module path, ordered by id. */
    public static List<TypeDescriptor> descriptors() {
        return discover().descriptors();
    }

    private static Discovery<UpdateListenerFactory> discover() {
        return Discovery.of(UpdateListenerFactory.class, UpdateListenerFactory::describe);
    }
}
